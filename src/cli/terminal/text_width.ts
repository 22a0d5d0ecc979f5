import type { Output } from "../../adapters/process.ts";
import { TEXT_WIDTH } from "../output/wrap.ts";

/** Narrower columns of words are hard to read, wider ones too. */
const NARROWEST = 40;
const WIDEST = 120;

/**
 * Decides how wide a text may be.
 *
 * @param output Where it is written.
 * @returns Columns: the terminal's, within reason; 80 where there is none.
 */
export function textWidth(
  { isTerminal, columns }: Pick<Output, "isTerminal" | "columns">,
): number {
  if (!isTerminal || columns === undefined) return TEXT_WIDTH;
  return Math.min(WIDEST, Math.max(NARROWEST, columns));
}
