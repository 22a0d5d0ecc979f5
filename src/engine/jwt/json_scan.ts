/** What a walk over JSON text found out. */
export interface JsonScan {
  /** Names that some object has twice, a few at most. */
  readonly doubled: readonly string[];
  /** Whether something is nested deeper than {@linkcode MAX_DEPTH}; the walk stops there. */
  readonly tooDeep: boolean;
  /** Positions of the commas between the members of the outermost object. */
  readonly commas: readonly number[];
  /** Position after the outermost object; absent when that does not end. */
  readonly end?: number;
}

/** Objects and arrays inside each other that are still read. */
export const MAX_DEPTH = 64;

/** More names than this would help nobody. */
const MAX_DOUBLED = 5;

const QUOTE = 0x22, COMMA = 0x2c, COLON = 0x3a, BACKSLASH = 0x5c;
const OPEN_ARRAY = 0x5b, CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b, CLOSE_OBJECT = 0x7d;

/**
 * Walks over JSON text once. The parser of the platform keeps the last of two
 * members with one name and says nothing, which is how two readers of one
 * token come to see different claims.
 *
 * @param json JSON text; after damage the answer is a guess.
 * @returns What it found.
 * @see {@link https://www.rfc-editor.org/rfc/rfc7519.html#section-4 | RFC 7519, section 4}
 */
export function scanJson(json: string): JsonScan {
  const doubled: string[] = [];
  const commas: number[] = [];
  const open: (Set<string> | undefined)[] = [];
  let tooDeep = false;
  for (let at = 0; at < json.length && !tooDeep; at++) {
    switch (json.charCodeAt(at)) {
      case QUOTE: {
        const last = endOfString(json, at);
        const names = open.at(-1);
        if (names !== undefined && colonFollows(json, last)) {
          noteName(json.slice(at, last + 1), { names, doubled });
        }
        at = last;
        break;
      }
      case OPEN_OBJECT:
      case OPEN_ARRAY:
        open.push(json[at] === "{" ? new Set() : undefined);
        tooDeep = open.length > MAX_DEPTH;
        break;
      case CLOSE_OBJECT:
      case CLOSE_ARRAY:
        open.pop();
        if (open.length === 0) return { doubled, tooDeep, commas, end: at + 1 };
        break;
      case COMMA:
        if (open.length === 1) commas.push(at);
    }
  }
  return { doubled, tooDeep, commas };
}

/** Position of the quotation mark that ends the string which begins at `start`. */
function endOfString(json: string, start: number): number {
  let at = start + 1;
  for (; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) break;
    if (code === BACKSLASH) at++;
  }
  return at;
}

function noteName(
  quoted: string,
  { names, doubled }: { names: Set<string>; doubled: string[] },
): void {
  const name = quoted.includes("\\") ? unescaped(quoted) : quoted.slice(1, -1);
  const isNew = names.size < names.add(name).size;
  if (isNew || doubled.length === MAX_DOUBLED || doubled.includes(name)) return;
  doubled.push(name);
}

function colonFollows(json: string, end: number): boolean {
  let at = end + 1;
  while (" \t\r\n".includes(json.charAt(at)) && at < json.length) at++;
  return json.charCodeAt(at) === COLON;
}

function unescaped(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted;
  }
}
