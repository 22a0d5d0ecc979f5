/** A part of a token as text, or as much of it as can be read. */
export interface PartText {
  /** The text up to the first damage. */
  readonly text: string;
  /** What is wrong with it, to be put after the part's name; absent when nothing is. */
  readonly problem?: string;
}

const STRICT_UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const NOT_ASCII = /[\x80-\xff]/;
const NOT_BASE64URL = /[^\w-]/;
const PIECE = 4096;
/** Replacing characters one by one takes too long beyond this. */
const LONG = 65_536;

/**
 * Reads sound base64url of UTF-8 text.
 *
 * @param part Base64url text.
 * @returns The text; `undefined` when something is wrong with it, which
 * {@linkcode readPart} can tell.
 */
export function readSoundPart(part: string): string | undefined {
  if (part.includes("+") || part.includes("/")) return undefined;
  if (part.length % 4 === 1) return undefined;
  try {
    return part.length > LONG ? longTextOf(part) : shortTextOf(part);
  } catch {
    return undefined;
  }
}

/**
 * Goes through characters with the numbers of the bytes. For ASCII, as nearly
 * every token is, these are the text already, a third faster than any other way.
 */
function shortTextOf(part: string): string | undefined {
  const text = atob(part.replaceAll("-", "+").replaceAll("_", "/"));
  if (text.length !== byteLength(part)) return undefined;
  return NOT_ASCII.test(text) ? STRICT_UTF8.decode(bytesOf(part)) : text;
}

function longTextOf(part: string): string | undefined {
  const bytes = bytesOf(part);
  return bytes.length === byteLength(part)
    ? STRICT_UTF8.decode(bytes)
    : undefined;
}

/**
 * How many bytes base64url stands for. The decoders skip white space and
 * padding, and what they return is then shorter than this.
 */
function byteLength(part: string): number {
  return (part.length * 3) >> 2;
}

/**
 * Tells whether a text is base64url without padding.
 *
 * @param part The text.
 * @returns Whether it is.
 * @see {@link https://www.rfc-editor.org/rfc/rfc7515.html#section-2 | RFC 7515, section 2}
 */
export function isBase64url(part: string): boolean {
  return part.length % 4 !== 1 && !NOT_BASE64URL.test(part);
}

/**
 * Reads base64url of UTF-8 text up to the first damage.
 *
 * @param part Base64url text, damaged or not.
 * @returns The text, and what is wrong.
 */
export function readPart(part: string): PartText {
  const end = part.search(NOT_BASE64URL);
  if (end < 0) return textOf(part);
  const { text, problem } = textOf(part.slice(0, end));
  if (/^={1,2}$/.test(part.slice(end))) {
    return { text, problem: problem ?? "ends in padding, which a JWT has not" };
  }
  const found = (part.codePointAt(end) ?? 0).toString(16).toUpperCase();
  return {
    text,
    problem: `stops being base64url at character ${end + 1} (U+${
      found.padStart(4, "0")
    })`,
  };
}

function textOf(part: string): PartText {
  // One character alone holds six bits: less than a byte, so something is lost.
  const cut = part.length % 4 === 1;
  const bytes = bytesOf(cut ? part.slice(0, -1) : part);
  try {
    const text = STRICT_UTF8.decode(bytes);
    return cut ? { text, problem: "is cut off" } : { text };
  } catch {
    return { text: soundStart(bytes), problem: "is not UTF-8 to its end" };
  }
}

function bytesOf(part: string): Uint8Array {
  return Uint8Array.fromBase64(part, { alphabet: "base64url" });
}

/** The text before the first byte that is not UTF-8. */
function soundStart(bytes: Uint8Array): string {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let text = "";
  // In pieces, since replacing each byte of a large part takes long.
  for (let at = 0; at < bytes.length; at += PIECE) {
    const piece = decoder.decode(bytes.subarray(at, at + PIECE), {
      stream: true,
    });
    const damage = piece.indexOf("\uFFFD");
    if (damage >= 0) return text + piece.slice(0, damage);
    text += piece;
  }
  return text;
}
