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
/** Keys that a terminal sends as one control character, where Ink sees text. */
const CONTROLS: Readonly<Record<string, string>> = {
  "\t": "tab",
  "\b": "backspace",
  "\x7f": "backspace",
  "\x01": "ctrl+a",
  "\x03": "ctrl+c",
  "\x05": "ctrl+e",
  "\x13": "ctrl+s",
  "\x15": "ctrl+u",
  "\x17": "ctrl+w",
};
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
  const body = withoutKeys(input);
  if (!looksPasted(body)) return keysOf(input);
  // Several lines may end at once, and are one text.
  const end = input.slice(body.length).replace(/[\r\n]+/g, "\r");
  return [{ type: "paste", text: body }, ...keysOf(end)];
}

/** Enter, Tab and the like after a text are no part of it. */
function withoutKeys(input: string): string {
  let end = input.length;
  while (end > 0 && isKey(input.charAt(end - 1))) end--;
  return input.slice(0, end);
}

function isKey(character: string): boolean {
  return character === "\r" || character === "\n" ||
    Object.hasOwn(CONTROLS, character);
}

function keysOf(text: string): readonly Input[] {
  return splitGraphemes(text).flatMap((grapheme): readonly Input[] => {
    if (/^[\r\n]+$/.test(grapheme)) return [{ type: "key", name: "enter" }];
    const control = isKey(grapheme) ? CONTROLS[grapheme] : undefined;
    if (control !== undefined) return [{ type: "key", name: control }];
    if (NOT_PRINTABLE.test(grapheme)) return [];
    return [{ type: "key", name: grapheme, text: grapheme }];
  });
}

function looksPasted(text: string): boolean {
  return text.length >= PASTED_LENGTH && new Set(text).size >= PASTED_VARIETY;
}
