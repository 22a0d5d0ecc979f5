import { Box } from "ink";
import type { ReactNode } from "react";
import { scriptDocument, scriptStatus } from "../../document/script.ts";
import { layoutOf } from "../../state/layout.ts";
import type { State } from "../../state/model.ts";
import { type ScriptOverlay, scriptRows } from "../../state/script.ts";
import type { Look } from "../../theme/look.ts";
import { Gap, Lines } from "../parts/styled.tsx";

/** A user's script: what it asks for, then what it writes. */
export function Script(
  { look, state, overlay }: {
    readonly look: Look;
    readonly state: State;
    readonly overlay: ScriptOverlay;
  },
): ReactNode {
  const { body, columns } = layoutOf(state.size);
  const { glyphs } = look;
  const lines = scriptDocument(overlay, { width: columns, glyphs });
  const { scroll } = overlay;
  return (
    <Box flexDirection="column" height={body}>
      <Lines look={look} lines={[scriptStatus(overlay, glyphs)]} />
      <Gap />
      <Lines
        look={look}
        lines={lines.slice(scroll, scroll + scriptRows(state.size))}
      />
    </Box>
  );
}
