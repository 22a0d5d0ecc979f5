import { Box } from "ink";
import type { ReactNode } from "react";
import { checkDocument } from "../../document/checks.ts";
import type { CheckOverlay } from "../../state/check.ts";
import { layoutOf } from "../../state/layout.ts";
import type { State } from "../../state/model.ts";
import type { Look } from "../../theme/look.ts";
import { Lines } from "../parts/styled.tsx";

/** The checks of a token, or what differs between two. */
export function Checks(
  { look, state, overlay }: {
    readonly look: Look;
    readonly state: State;
    readonly overlay: CheckOverlay;
  },
): ReactNode {
  const { body, columns } = layoutOf(state.size);
  const { glyphs } = look;
  const lines = checkDocument(overlay, { ...state, width: columns, glyphs });
  const { scroll } = overlay;
  return (
    <Box flexDirection="column" height={body}>
      <Lines look={look} lines={lines.slice(scroll, scroll + body)} />
    </Box>
  );
}
