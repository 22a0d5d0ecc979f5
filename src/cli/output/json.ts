/** Most JSON is this, and needs no closer look. */
const PLAIN = /^[\x20-\x7e\n]*$/;

/**
 * What would act on a terminal, break a line or not be seen: the set that
 * `sanitizeText` makes visible, but for what JSON escapes itself. A function,
 * since building sets of Unicode characters takes a millisecond.
 */
function unsafe(): RegExp {
  return /[\u007f-\u009f\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\ufff9-\ufffb\p{Noncharacter_Code_Point}]/gu;
}

/** JSON has four digits; what is beyond them takes two escapes. */
function escaped(character: string): string {
  return character.split("").map((unit) =>
    "\\u" + unit.charCodeAt(0).toString(16).padStart(4, "0")
  ).join("");
}

/**
 * Writes a value on one line, so that no character in it acts on a terminal.
 *
 * @param value Anything that JSON can say.
 * @param indent Spaces a level; none for a single line.
 * @returns The text, without a final newline.
 */
export function jsonText(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, undefined, indent) ?? "null";
  return PLAIN.test(text) ? text : text.replace(unsafe(), escaped);
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
