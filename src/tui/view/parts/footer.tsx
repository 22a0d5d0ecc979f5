import { Box, Text } from "ink";
import type { ReactNode } from "react";
import { clipWords, widthOf } from "../../document/line.ts";
import type { Hint } from "../../keys/footer.ts";
import type { Notice } from "../../state/model.ts";
import type { Look } from "../../theme/look.ts";
import { Styled } from "./styled.tsx";

/** What just happened, and what the keys do. */
export function Footer(
  { look, hints, notice, aside, width }: {
    readonly look: Look;
    readonly hints: readonly Hint[];
    readonly notice: Notice | undefined;
    /** Where in a long text we are. */
    readonly aside: string;
    /** Cells. */
    readonly width: number;
  },
): ReactNode {
  const { done, warning, ellipsis } = look.glyphs;
  const sign = notice?.tone === "ok" ? done : warning;
  const told = notice === undefined ? " " : ` ${sign} ${notice.text}`;
  const room = width - widthOf(aside) - 2;
  // What just happened matters more than where in a text we are.
  const beside = widthOf(told) <= room;
  const role = notice?.tone === "ok" ? "status.ok" : "status.warn";
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Box justifyContent="space-between">
        <Styled look={look} role={role}>
          {beside ? told : clipWords(told, { width: width - 1, ellipsis })}
        </Styled>
        {beside
          ? <Styled look={look} role="text.muted">{`${aside} `}</Styled>
          : null}
      </Box>
      <Text wrap="truncate-end">
        {" "}
        {hints.map(({ key, short }, index) => (
          <Text key={index}>
            <Text {...look.palette["text.key"]}>{key}</Text>
            <Text {...look.palette["text.muted"]}>
              {` ${short}`}
              {index < hints.length - 1 ? "  " : ""}
            </Text>
          </Text>
        ))}
      </Text>
    </Box>
  );
}
