import { Box } from "ink";
import type { ReactNode } from "react";
import { clip, widthOf } from "../../document/line.ts";
import type { Look } from "../../theme/look.ts";
import { Styled } from "./styled.tsx";

/** Where we are, and a rule under it. */
export function Title(
  { look, crumbs, aside, width }: {
    readonly look: Look;
    readonly crumbs: readonly string[];
    /** What stands at the right edge. */
    readonly aside: string;
    /** Cells. */
    readonly width: number;
  },
): ReactNode {
  const { crumb, rule, ellipsis } = look.glyphs;
  const path = crumbs.map((text) => ` ${crumb} ${text}`).join("");
  const room = width - widthOf(" entrada") - widthOf(aside) - 3;
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Box justifyContent="space-between">
        <Styled look={look}>
          {" "}
          <Styled look={look} role="brand">entrada</Styled>
          {clip(path, { width: room, ellipsis })}
        </Styled>
        <Styled look={look} role="text.muted">{`${aside} `}</Styled>
      </Box>
      <Box aria-hidden>
        <Styled look={look} role="border">{rule.repeat(width)}</Styled>
      </Box>
    </Box>
  );
}
