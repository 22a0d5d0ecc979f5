import type { Pointing } from "./keys/pointer.ts";

/** The mouse of a terminal; it is the terminal's own until it is taken. */
export interface Mouse {
  /** Keys as they came, without what the mouse did. */
  readonly stdin: NodeJS.ReadableStream;
  /**
   * Takes the mouse.
   *
   * @param onPoint Hears what is done with it.
   */
  readonly take: (onPoint: (pointing: Pointing) => void) => void;
  /** Gives it back for good; does nothing when it was not taken. */
  readonly release: () => void;
  /** Gives it back while something else has the terminal. */
  readonly during: (work: () => Promise<void>) => Promise<void>;
}

/** Buttons, then coordinates that have no limit. */
const CSI = "\x1b[";
const ON = `${CSI}?1000h${CSI}?1006h`;
const OFF = `${CSI}?1006l${CSI}?1000l`;

const PASTE_START = `${CSI}200~`;
const PASTE_END = `${CSI}201~`;
const BEGIN = CSI.replace("[", "\\[");
const REPORT = new RegExp(
  `${BEGIN}<(\\d{1,3});(\\d{1,5});(\\d{1,5})([Mm])`,
  "g",
);
/** A report whose end is in the next read. */
const BEGUN = new RegExp(`${BEGIN}(?:<[\\d;]{0,16})?$`);

type Read = () => string | null;

/**
 * Makes the mouse of a terminal.
 *
 * @param terminal Its streams.
 * @returns The mouse, not yet taken.
 */
export function createMouse(
  { stdin, stdout }: {
    readonly stdin: NodeJS.ReadableStream;
    readonly stdout: NodeJS.WritableStream;
  },
): Mouse {
  let hear: ((pointing: Pointing) => void) | undefined;
  let reader = createReader();
  const read: Read = () => {
    // Whoever reads keys has set an encoding, so that it is text.
    const chunk = stdin.read() as string | null;
    if (chunk === null || hear === undefined) return chunk;
    const { keys, reports } = reader(chunk);
    reports.forEach(hear);
    return keys;
  };
  const take: Mouse["take"] = (onPoint) => {
    if (hear === undefined) stdout.write(ON);
    reader = createReader();
    hear = onPoint;
  };
  const release = () => {
    if (hear === undefined) return;
    hear = undefined;
    stdout.write(OFF);
  };
  return {
    stdin: withRead(stdin, read),
    take,
    release,
    async during(work) {
      const before = hear;
      release();
      try {
        await work();
      } finally {
        if (before !== undefined) take(before);
      }
    },
  };
}

/** The stream itself in everything but what is read from it. */
function withRead(
  stdin: NodeJS.ReadableStream,
  read: Read,
): NodeJS.ReadableStream {
  return new Proxy(stdin, {
    get(target, name) {
      if (name === "read") return read;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

/** Takes reads apart; a report may be split, and pasted text is never one. */
function createReader() {
  let begun = "";
  let isPaste = false;
  return (chunk: string) => {
    const reports: Pointing[] = [];
    let keys = "";
    let rest = begun + chunk;
    begun = "";
    while (rest !== "") {
      const mark = isPaste ? PASTE_END : PASTE_START;
      const at = rest.indexOf(mark);
      const part = at < 0 ? rest : rest.slice(0, at);
      keys += isPaste ? part : part.replace(REPORT, (_all, ...parts) => {
        const pointing = pointingOf(parts);
        if (pointing !== undefined) reports.push(pointing);
        return "";
      });
      if (at < 0) break;
      keys += mark;
      isPaste = !isPaste;
      rest = rest.slice(at + mark.length);
    }
    if (!isPaste) {
      begun = BEGUN.exec(keys)?.[0] ?? "";
      keys = keys.slice(0, keys.length - begun.length);
    }
    return { keys, reports };
  };
}

const KINDS: Readonly<Record<number, Pointing["kind"]>> = {
  0: "click",
  64: "wheel_up",
  65: "wheel_down",
};

/** With a modifier it is the terminal's, or nobody's. */
function pointingOf(
  [button, column, row, end]: readonly string[],
): Pointing | undefined {
  const kind = KINDS[Number(button)];
  if (kind === undefined || end === "m") return undefined;
  return { kind, column: Number(column) - 1, row: Number(row) - 1 };
}
