import type { Output } from "../../adapters/process.ts";
import type { Storage } from "../../adapters/storage.ts";
import { wrapText } from "../output/wrap.ts";

/**
 * Tells that tokens are kept from now on, and how: whole sentences, and for a
 * person in lines that no terminal breaks within a word.
 *
 * @param storage What was opened for the first time.
 * @param output Where it is told.
 * @returns The text, without a final newline.
 */
export function firstStorageText(
  { description, reason }: Pick<Storage, "description"> & {
    readonly reason: string;
  },
  { isTerminal, columns }: Pick<Output, "isTerminal" | "columns">,
): string {
  const end = /[.!?]$/.test(reason) ? "" : ".";
  const text = `Tokens are kept from now on, ${description}. ${reason}${end}`;
  return isTerminal && columns !== undefined
    ? wrapText(text, Math.max(20, columns)).join("\n")
    : text;
}
