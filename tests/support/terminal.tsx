import { EventEmitter } from "node:events";
import xterm from "npm:@xterm/headless@6.0.0";

/** A terminal that lives in memory: what is written to it is really drawn. */
export interface FakeTerminal {
  /** To be given to whoever reads keys. */
  readonly stdin: NodeJS.ReadableStream;
  /** To be given to whoever draws. */
  readonly stdout: NodeJS.WritableStream & {
    readonly columns: number;
    readonly rows: number;
  };
  /** Sends bytes as one read, as a terminal sends keys. */
  readonly press: (...chunks: readonly string[]) => void;
  /** Sends a bracketed paste. */
  readonly paste: (text: string) => void;
  /** Changes the size and tells of it. */
  readonly resize: (columns: number, rows: number) => void;
  /** What a person sees now, trailing blanks removed. */
  readonly screen: () => string;
  /** Resolves with the screen as soon as `seen` accepts it; never sleeps. */
  readonly until: (
    seen: string | RegExp | ((screen: string) => boolean),
  ) => Promise<string>;
  /** Resolves when all that was written is drawn. */
  readonly drawn: () => Promise<void>;
  /** Every byte that was written. */
  readonly bytes: () => string;
  /** Whether the alternate screen is on. */
  readonly isAlternate: () => boolean;
  /** Whether keys arrive raw. */
  readonly isRaw: () => boolean;
}

class FakeOutput extends EventEmitter {
  readonly isTTY = true;
  written = "";
  readonly screen: InstanceType<typeof xterm.Terminal>;

  constructor(columns: number, rows: number, readonly keepsBytes: boolean) {
    super();
    this.setMaxListeners(0);
    this.screen = new xterm.Terminal({
      cols: columns,
      rows,
      allowProposedApi: true,
    });
  }

  get columns(): number {
    return this.screen.cols;
  }

  get rows(): number {
    return this.screen.rows;
  }

  write(text: string, ...rest: readonly unknown[]): boolean {
    if (this.keepsBytes) this.written += text;
    // A terminal's own line discipline turns a line feed into both.
    this.screen.write(text.replace(/\r?\n/g, "\r\n"), () => this.emit("drawn"));
    const done = rest.at(-1);
    if (typeof done === "function") done();
    return true;
  }

  text(): string {
    const { active } = this.screen.buffer;
    return Array.from(
      { length: this.screen.rows },
      (_, row) =>
        active.getLine(active.baseY + row)?.translateToString(true) ?? "",
    ).join("\n").trimEnd();
  }
}

class FakeInput extends EventEmitter {
  readonly isTTY = true;
  isRaw = false;
  readonly #chunks: string[] = [];

  setEncoding(): void {}
  ref(): void {}
  unref(): void {}

  setRawMode(on: boolean): void {
    this.isRaw = on;
  }

  read(): string | null {
    return this.#chunks.shift() ?? null;
  }

  push(chunk: string): void {
    this.#chunks.push(chunk);
    this.emit("readable");
  }
}

/** Makes a terminal of a size in cells; a long session need not keep every byte. */
export function fakeTerminal(
  columns = 80,
  rows = 24,
  { keepsBytes = true }: { readonly keepsBytes?: boolean } = {},
): FakeTerminal {
  const output = new FakeOutput(columns, rows, keepsBytes);
  const input = new FakeInput();

  function until(seen: string | RegExp | ((screen: string) => boolean)) {
    const accepts = typeof seen === "function"
      ? seen
      : typeof seen === "string"
      ? (screen: string) => screen.includes(seen)
      : (screen: string) => seen.test(screen);
    return new Promise<string>((resolve) => {
      function look(): void {
        const screen = output.text();
        if (!accepts(screen)) return;
        output.off("drawn", look);
        resolve(screen);
      }
      output.on("drawn", look);
      look();
    });
  }

  return {
    stdin: input as unknown as FakeTerminal["stdin"],
    stdout: output as unknown as FakeTerminal["stdout"],
    press: (...chunks) => chunks.forEach((chunk) => input.push(chunk)),
    paste: (text) => input.push(`\x1b[200~${text}\x1b[201~`),
    resize(columns, rows) {
      output.screen.resize(columns, rows);
      output.emit("resize");
    },
    screen: () => output.text(),
    until,
    drawn: () => new Promise((resolve) => output.screen.write("", resolve)),
    bytes: () => output.written,
    isAlternate: () => output.screen.buffer.active.type === "alternate",
    isRaw: () => input.isRaw,
  };
}
