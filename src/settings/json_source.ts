/** A place in a text. */
export interface Position {
  /** 1 for the first line. */
  readonly line: number;
  /** 1 for the first character of the line. */
  readonly column: number;
}

/** A JSON text, with the place of everything in it. */
export interface JsonSource {
  /** Where the text stops being JSON; absent when all of it is. */
  readonly fault?: Position;
  /** The first member that its object already has; absent when there is none. */
  readonly repeated?: {
    /** Which member. */
    readonly path: readonly (string | number)[];
    /** Where it is given again. */
    readonly position: Position;
  };
  /** Where the value at a path begins; the nearest parent's when it is absent. */
  readonly at: (path: readonly (string | number)[]) => Position;
}

const BLANK = /[ \t\r\n]*/y;
const SCALAR =
  /"(?:[^"\\\r\n]|\\.)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** Stops the scan at an offset. */
class Fault {
  constructor(readonly offset: number) {}
}

/** The pattern lets bad escapes and raw control characters through. */
function isJson(scalar: string): boolean {
  try {
    JSON.parse(scalar);
    return true;
  } catch {
    return false;
  }
}

class Scanner {
  readonly offsets = new Map<string, number>();
  repeated?: {
    readonly path: readonly (string | number)[];
    readonly offset: number;
  };
  #offset = 0;

  constructor(readonly text: string) {}

  run(): void {
    this.#value([]);
    if (this.#peek() !== "") throw new Fault(this.#offset);
  }

  #peek(): string {
    BLANK.lastIndex = this.#offset;
    BLANK.test(this.text);
    this.#offset = BLANK.lastIndex;
    return this.text.charAt(this.#offset);
  }

  #take(character: string): void {
    if (this.#peek() !== character) throw new Fault(this.#offset);
    this.#offset += 1;
  }

  #scalar(): string {
    SCALAR.lastIndex = this.#offset;
    const found = SCALAR.exec(this.text)?.[0];
    if (found === undefined || !isJson(found)) throw new Fault(this.#offset);
    this.#offset = SCALAR.lastIndex;
    return found;
  }

  #value(path: readonly (string | number)[]): void {
    const next = this.#peek();
    this.offsets.set(JSON.stringify(path), this.#offset);
    if (next === "{") return this.#members("}", () => this.#member(path));
    if (next === "[") {
      let index = 0;
      return this.#members("]", () => this.#value([...path, index++]));
    }
    this.#scalar();
  }

  #member(path: readonly (string | number)[]): void {
    if (this.#peek() !== '"') throw new Fault(this.#offset);
    const offset = this.#offset;
    const member = [...path, JSON.parse(this.#scalar()) as string];
    if (this.offsets.has(JSON.stringify(member))) {
      this.repeated ??= { path: member, offset };
    }
    this.#take(":");
    this.#value(member);
  }

  #members(end: string, member: () => void): void {
    this.#offset += 1;
    if (this.#peek() === end) return this.#take(end);
    for (;;) {
      member();
      if (this.#peek() === end) return this.#take(end);
      this.#take(",");
    }
  }
}

function positionOf(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  return {
    line: before.split("\n").length,
    column: offset - lineStart + 1,
  };
}

/**
 * Finds out where things are in a JSON text. `JSON.parse` does not always say
 * where it stopped, and never where a value was that is wrong for another
 * reason.
 *
 * @param text The text.
 * @returns Its places.
 */
export function locateJson(text: string): JsonSource {
  const scanner = new Scanner(text);
  let fault: Position | undefined;
  try {
    scanner.run();
  } catch (error) {
    // A text nested deeper than the stack is as unreadable as a damaged one.
    fault = positionOf(text, error instanceof Fault ? error.offset : 0);
  }
  const { repeated } = scanner;
  return {
    ...(fault === undefined ? {} : { fault }),
    ...(repeated === undefined ? {} : {
      repeated: {
        path: repeated.path,
        position: positionOf(text, repeated.offset),
      },
    }),
    at(path) {
      for (let length = path.length; length > 0; length--) {
        const offset = scanner.offsets.get(
          JSON.stringify(path.slice(0, length)),
        );
        if (offset !== undefined) return positionOf(text, offset);
      }
      return positionOf(text, scanner.offsets.get("[]") ?? 0);
    },
  };
}

/**
 * Finds out where bytes stop being UTF-8.
 *
 * @param bytes Bytes that are not UTF-8 all through.
 * @returns The place of the first character that is none.
 */
export function locateUtf8Fault(bytes: Uint8Array): Position {
  const again = new TextEncoder().encode(
    new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes),
  );
  const wrong = again.findIndex((byte, index) => byte !== bytes[index]);
  // A character that the wrong byte cuts off is held back, and not counted.
  const before = new TextDecoder().decode(
    bytes.subarray(0, wrong < 0 ? bytes.length : wrong),
    { stream: true },
  );
  return positionOf(before, before.length);
}
