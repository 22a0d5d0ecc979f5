/** What would act on a terminal or break a line; JSON may escape any of it. */
const UNSAFE =
  /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

function escaped(character: string): string {
  return "\\u" + character.charCodeAt(0).toString(16).padStart(4, "0");
}

/**
 * Writes a value on one line, so that no character in it acts on a terminal.
 *
 * @param value Anything that JSON can say.
 * @param indent Spaces a level; none for a single line.
 * @returns The text, without a final newline.
 */
export function jsonText(value: unknown, indent?: number): string {
  return (JSON.stringify(value, undefined, indent) ?? "null")
    .replace(UNSAFE, escaped);
}

/**
 * Writes a value as scripts and people read it.
 *
 * @param value Anything that JSON can say.
 * @returns Indented lines with a final newline.
 */
export function toJson(value: unknown): string {
  return jsonText(value, 2) + "\n";
}
