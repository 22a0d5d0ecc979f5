import { Box } from "ink";
import type { ReactNode } from "react";
import { logDocument } from "../../document/log.ts";
import { layoutOf } from "../../state/layout.ts";
import type { State } from "../../state/model.ts";
import type { Look } from "../../theme/look.ts";
import { Lines } from "../parts/styled.tsx";

/** What happened, the latest first. */
export function Log(
  { look, state, scroll }: {
    readonly look: Look;
    readonly state: State;
    readonly scroll: number;
  },
): ReactNode {
  const { body } = layoutOf(state.size);
  const lines = logDocument(state, look.glyphs);
  return (
    <Box flexDirection="column" height={body}>
      <Lines look={look} lines={lines.slice(scroll, scroll + body)} />
    </Box>
  );
}
