import { Text } from "ink";
import type { ReactNode } from "react";
import { clip } from "../../document/line.ts";
import type { Look } from "../../theme/look.ts";

/**
 * An address on one row, never broken: what does not fit is cut, because half
 * an address on the next row is worse. A terminal that knows OSC 8 opens the
 * whole one, and who hears it hears the whole one.
 */
export function Link(
  { look, url, width }: {
    readonly look: Look;
    readonly url: string;
    /** Cells. */
    readonly width: number;
  },
): ReactNode {
  const shown = look.screenReader
    ? url
    : clip(url, { width, ellipsis: look.glyphs.ellipsis });
  const text = isWebAddress(url) && !look.screenReader
    ? `\x1b]8;;${url}\x07${shown}\x1b]8;;\x07`
    : shown;
  return <Text wrap="truncate-end" {...look.palette["text.link"]}>{text}</Text>;
}

/** Nothing else may become a link: a terminal would run it. */
function isWebAddress(url: string): boolean {
  return /^https?:\/\/[\x21-\x7e]+$/.test(url);
}
