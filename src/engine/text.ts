/** Most text is this, and needs no closer look. */
const PLAIN = /^[\x20-\x7e]*$/;

/** What {@linkcode sanitizeText} lets through. */
export interface SanitizeOptions {
  /** Keep line feeds, and turn CR LF into them. */
  readonly keepNewlines?: boolean;
}

/**
 * Makes text from outside safe for a terminal: control characters and
 * invisible ones become visible, as in `\u{1b}`. Letters of every script,
 * combining marks and emoji stay as they are.
 *
 * @param text Text of a token, a server or a file.
 * @param options What to let through.
 * @returns The text, without a control character but kept line feeds.
 */
export function sanitizeText(
  text: string,
  options: SanitizeOptions = {},
): string {
  if (PLAIN.test(text)) return text;
  const { keepNewlines = false } = options;
  const lines = keepNewlines ? text.replaceAll("\r\n", "\n") : text;
  return lines.replace(
    unsafe(),
    (found: string, at: number) =>
      (keepNewlines && found === "\n") ||
        isPartOfGlyph(found, { at, text: lines })
        ? found
        : escaped(found),
  );
}

/**
 * What a terminal may take as a command, or does not show at all:
 *
 * - `Cc`: C0, DEL and C1, so ESC and every sequence that begins with it;
 * - default ignorable: zero-width, bidi controls, tags, fillers, selectors;
 * - `Zl`, `Zp`: line breaks that are not LF;
 * - U+FFF9 to U+FFFB: annotations, which hide text;
 * - noncharacters, and surrogates without their other half.
 *
 * A function, like those below, since building sets of Unicode characters takes
 * a millisecond, and importing this module should not.
 *
 * @see {@link https://www.unicode.org/reports/tr36/ | Unicode security considerations}
 */
function unsafe(): RegExp {
  return /[\p{Cc}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\ufff9-\ufffb\p{Noncharacter_Code_Point}\p{Cs}]/gu;
}

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** Joiners and selectors that a glyph needs: one each, in the place for it. */
function isPartOfGlyph(
  found: string,
  { at, text }: { readonly at: number; readonly text: string },
): boolean {
  const code = found.codePointAt(0) ?? 0;
  // Three units hold an emoji and the selector that asks for its colours.
  const [before = "", base = ""] = [...text.slice(Math.max(0, at - 3), at)]
    .reverse();
  if (code === 0x200d) {
    const after = text.codePointAt(at + 1);
    return after !== undefined && isEmoji(String.fromCodePoint(after)) &&
      (isEmoji(before === "\ufe0f" ? base : before) || isSkinTone(before));
  }
  if (code >= 0xfe00 && code <= 0xfe0f) return takesSelector(before);
  return code >= 0xe0100 && code <= 0xe01ef && isHan(before);
}

// Each looks at one whole character, anchored at both ends: anchored at the end
// alone, V8 15.0 misses characters beyond U+FFFF.

function isEmoji(character: string): boolean {
  return /^\p{Extended_Pictographic}$/u.test(character);
}

function isSkinTone(character: string): boolean {
  return /^\p{Emoji_Modifier}$/u.test(character);
}

function takesSelector(character: string): boolean {
  return /^[\p{L}\p{N}\p{S}\p{P}]$/u.test(character);
}

function isHan(character: string): boolean {
  return /^\p{Script=Han}$/u.test(character);
}
