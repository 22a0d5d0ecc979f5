import type { Key } from "ink";
import { splitGraphemes } from "../state/text_field.ts";

/** One thing that a person did at the keyboard. */
export type Input =
  | {
    readonly type: "key";
    /** `enter`, `ctrl+c`, `pageup`, or the character itself. */
    readonly name: string;
    /** What it writes into a text field; absent when it writes nothing. */
    readonly text?: string;
  }
  | { readonly type: "paste"; readonly text: string };

const NAMED: readonly (readonly [keyof Key, string])[] = [
  ["upArrow", "up"],
  ["downArrow", "down"],
  ["leftArrow", "left"],
  ["rightArrow", "right"],
  ["pageUp", "pageup"],
  ["pageDown", "pagedown"],
  ["home", "home"],
  ["end", "end"],
  ["return", "enter"],
  ["escape", "escape"],
  ["backspace", "backspace"],
  ["delete", "delete"],
];

/** What is left of an arrow key whose escape came in an earlier read. */
const LATE_TAIL = /^(\[|O)(\d*~|[A-DFHPQRSZ])$/;
const NOT_PRINTABLE = /^\p{C}+$/u;
/** So many characters in one read are pasted, not typed. */
const PASTED_LENGTH = 16;
/** A held key repeats; a pasted text has more to say. */
const PASTED_VARIETY = 5;

/**
 * Takes one read of the terminal apart: fast typing and slow links bring
 * several keys at once, and Ink reports them as one.
 *
 * @param input Ink's text.
 * @param key Ink's flags.
 * @returns What was done, in order.
 */
export function decode(input: string, key: Key): readonly Input[] {
  if (key.eventType === "release") return [];
  const named = NAMED.find(([flag]) => key[flag]);
  if (named !== undefined) return [{ type: "key", name: named[1] }];
  if (key.tab) return [{ type: "key", name: key.shift ? "shift+tab" : "tab" }];
  if (input === "") return [];
  if (key.ctrl) return [{ type: "key", name: `ctrl+${input}` }];
  if (key.meta) return [{ type: "key", name: `alt+${input}` }];
  return LATE_TAIL.test(input) ? [] : decodeText(input);
}

function decodeText(input: string): readonly Input[] {
  const body = input.replace(/[\r\n]+$/, "");
  if (looksPasted(body)) {
    const ended = body.length < input.length;
    return [
      { type: "paste", text: body },
      ...(ended ? [{ type: "key", name: "enter" } as const] : []),
    ];
  }
  return splitGraphemes(input).flatMap((grapheme): readonly Input[] => {
    if (/^[\r\n]+$/.test(grapheme)) return [{ type: "key", name: "enter" }];
    if (NOT_PRINTABLE.test(grapheme)) return [];
    return [{ type: "key", name: grapheme, text: grapheme }];
  });
}

function looksPasted(text: string): boolean {
  return text.length >= PASTED_LENGTH && new Set(text).size >= PASTED_VARIETY;
}
