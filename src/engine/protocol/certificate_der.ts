/** Bytes as Web Crypto takes them. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** One value of the distinguished encoding rules. */
export interface DerItem {
  /** Its tag, one byte. */
  readonly tag: number;
  /** What it holds. */
  readonly content: Bytes;
  /** Tag, length and content. */
  readonly encoded: Bytes;
}

/** Tags that certificates and keys have. */
export const TAG = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  bmpString: 0x1e,
  sequence: 0x30,
  version: 0xa0,
} as const;

function damaged(): SyntaxError {
  return new SyntaxError("The DER is cut off or damaged");
}

function readItem(bytes: Bytes, at: number): DerItem {
  const tag = bytes[at];
  const first = bytes[at + 1];
  // Neither X.509 nor PKCS has tags of more than one byte.
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) {
    throw damaged();
  }
  const more = first < 0x80 ? 0 : first & 0x7f;
  // None at all would be the indefinite length, which DER has not.
  if (first === 0x80 || more > 4) throw damaged();
  const start = at + 2 + more;
  const length = more === 0
    ? first
    : bytes.subarray(at + 2, start).reduce((sum, byte) => sum * 256 + byte, 0);
  if (start + length > bytes.length) throw damaged();
  return {
    tag,
    content: bytes.subarray(start, start + length),
    encoded: bytes.subarray(at, start + length),
  };
}

/**
 * Reads values that follow one another.
 *
 * @param bytes The values, one after the other.
 * @returns Each of them.
 * @throws {SyntaxError} If they are cut off or damaged.
 * @see {@link https://www.itu.int/rec/T-REC-X.690 | X.690, section 10}
 */
export function readDer(bytes: Bytes): readonly DerItem[] {
  const items: DerItem[] = [];
  for (let at = 0; at < bytes.length;) {
    const item = readItem(bytes, at);
    items.push(item);
    at += item.encoded.length;
  }
  return items;
}

/**
 * Reads what a sequence holds.
 *
 * @param item The sequence.
 * @returns Its values.
 * @throws {SyntaxError} If there is none, or it is damaged.
 */
export function membersOf(item: DerItem | undefined): readonly DerItem[] {
  return readDer(contentOf(item, TAG.sequence));
}

/**
 * Takes the content of a value that must be there.
 *
 * @param item The value.
 * @param tag The tag that it must have.
 * @returns Its content.
 * @throws {SyntaxError} If it is missing or another one.
 */
export function contentOf(item: DerItem | undefined, tag: number): Bytes {
  if (item?.tag !== tag) throw damaged();
  return item.content;
}

/**
 * Writes one value.
 *
 * @param tag Its tag.
 * @param parts What it holds.
 * @returns Tag, length and content.
 */
export function writeDer(tag: number, ...parts: readonly Bytes[]): Bytes {
  const content = parts.flatMap((part) => [...part]);
  const length: number[] = [];
  for (let rest = content.length; rest > 0; rest >>>= 8) {
    length.unshift(rest & 0xff);
  }
  const head = content.length < 0x80
    ? [content.length]
    : [0x80 | length.length, ...length];
  return Uint8Array.from([tag, ...head, ...content]);
}

/**
 * Reads an object identifier.
 *
 * @param content The content of one.
 * @returns Its numbers, joined by dots.
 */
export function readOid(content: Bytes): string {
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of content) {
    arc = arc * 128 + (byte & 0x7f);
    if (byte >= 0x80) continue;
    arcs.push(arc);
    arc = 0;
  }
  const [first = 0, ...rest] = arcs;
  // The first number stands for two.
  const top = Math.min(2, Math.floor(first / 40));
  return [top, first - top * 40, ...rest].join(".");
}
