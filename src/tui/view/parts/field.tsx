import { Text } from "ink";
import type { ReactNode } from "react";
import { widthOf } from "../../document/line.ts";
import type { TextField } from "../../state/text_field.ts";
import type { Look } from "../../theme/look.ts";

/** One line of text being edited; its end stays in sight. */
export function Field(
  { look, field, typing, width }: {
    readonly look: Look;
    readonly field: TextField;
    /** Whether letters go here. */
    readonly typing: boolean;
    /** Cells. */
    readonly width: number;
  },
): ReactNode {
  const { graphemes, cursor } = field;
  let start = 0;
  const before = () => graphemes.slice(start, cursor).join("");
  while (widthOf(before()) > width - 2) start++;
  return (
    <Text wrap="truncate-end">
      {before()}
      {typing
        ? <Text {...look.palette["text.key"]}>{look.glyphs.cursor}</Text>
        : null}
      {graphemes.slice(cursor).join("")}
    </Text>
  );
}
