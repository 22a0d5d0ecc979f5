import { Text } from "ink";
import type { ReactNode } from "react";
import { widthOf } from "../../document/line.ts";
import type { Look } from "../../theme/look.ts";
import { bigLetters } from "./big_letters.ts";

/**
 * A code to be read from afar: three rows high where there is room, and always
 * once more as text, because a drawn O is too much like a 0.
 */
export function Code(
  { look, code, width, tall }: {
    readonly look: Look;
    readonly code: string;
    /** Cells. */
    readonly width: number;
    /** Whether there are rows for big letters. */
    readonly tall: boolean;
  },
): ReactNode {
  const big = tall && look.glyphs.blocks && !look.screenReader
    ? bigLetters(code)
    : undefined;
  const rows = big !== undefined && widthOf(big[0] ?? "") <= width ? big : [];
  return (
    <>
      {rows.map((row, index) => (
        <Text key={index} aria-hidden {...look.palette["text.code"]}>
          {row}
        </Text>
      ))}
      <Text {...look.palette["text.code"]} aria-label={[...code].join(" ")}>
        {[...code].join(" ")}
      </Text>
    </>
  );
}
