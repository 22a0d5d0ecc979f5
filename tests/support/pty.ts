import pty from "npm:@lydell/node-pty@1.1.0";
import xterm from "npm:@xterm/headless@6.0.0";

/** What is waited for on a screen. */
export type Pattern = string | RegExp | ((screen: string) => boolean);

/** A program on a real pseudo-terminal, its screen kept by an emulator. */
export interface PtySession {
  /** The screen as text, one line a row, blanks at line ends cut. */
  screen(): string;
  /** What a person finds on the normal screen and by scrolling back from it. */
  scrollback(): string;
  /** Whether the alternate screen is in front. */
  isAlternate(): boolean;
  /** Everything that the program wrote. */
  written(): string;
  /** Sends bytes as a keyboard does. */
  press(bytes: string): void;
  /** Changes the size, as a window does. */
  resize(size: { readonly columns: number; readonly rows: number }): void;
  /** Sends a signal to the program. */
  kill(signal: string): void;
  /** Resolves with the first screen that matches; rejects with the last one after the deadline. */
  until(pattern: Pattern): Promise<string>;
  /** The program's process. */
  readonly pid: number;
  /** The exit code, once the program has ended. */
  readonly exit: Promise<number>;
}

/** How to start a session. */
export interface PtyOptions {
  readonly args: readonly string[];
  readonly columns?: number;
  readonly rows?: number;
  /** The whole environment; without it, this process's own. */
  readonly env?: Record<string, string>;
  readonly cwd?: string;
  /** A failing wait ends after this many milliseconds and shows the screen. */
  readonly deadlineMs?: number;
}

function textOf(terminal: xterm.Terminal): string {
  const buffer = terminal.buffer.active;
  const lines = Array.from(
    { length: terminal.rows },
    (_, row) =>
      buffer.getLine(buffer.baseY + row)?.translateToString(true) ?? "",
  );
  return lines.join("\n");
}

function scrollbackOf({ buffer: { normal } }: xterm.Terminal): string {
  const lines = Array.from(
    { length: normal.length },
    (_, row) => normal.getLine(row)?.translateToString(true) ?? "",
  );
  return lines.join("\n").trimEnd();
}

function matches(text: string, pattern: Pattern): boolean {
  if (typeof pattern === "function") return pattern(text);
  return typeof pattern === "string"
    ? text.includes(pattern)
    : pattern.test(text);
}

/** Starts `command` on a terminal of 80×24 unless told otherwise. */
export function openPty(command: string, options: PtyOptions): PtySession {
  const { args, columns = 80, rows = 24, cwd, deadlineMs = 20_000 } = options;
  const env = options.env ?? Deno.env.toObject();
  const terminal = new xterm.Terminal({
    cols: columns,
    rows,
    allowProposedApi: true,
  });
  const child = pty.spawn(command, [...args], {
    name: "xterm-256color",
    cols: columns,
    rows,
    env,
    ...(cwd === undefined ? {} : { cwd }),
  });
  let written = "";
  const watchers = new Set<() => void>();
  const notify = () => {
    for (const watcher of watchers) watcher();
  };
  child.onData((data) => {
    written += data;
    terminal.write(data, notify);
  });
  const exit = new Promise<number>((resolve) =>
    // The emulator draws by timers: the end is told once all is drawn.
    child.onExit(({ exitCode }) => terminal.write("", () => resolve(exitCode)))
  );
  void exit.then(notify);

  function until(pattern: Pattern): Promise<string> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void) => {
        clearTimeout(deadline);
        watchers.delete(look);
        settle();
      };
      const look = () => {
        const text = textOf(terminal);
        if (matches(text, pattern)) end(() => resolve(text));
      };
      const deadline = setTimeout(
        () =>
          end(() =>
            reject(
              new Error(`No ${pattern} on the screen:\n${textOf(terminal)}`),
            )
          ),
        deadlineMs,
      );
      watchers.add(look);
      look();
    });
  }

  return {
    screen: () => textOf(terminal),
    scrollback: () => scrollbackOf(terminal),
    isAlternate: () => terminal.buffer.active.type === "alternate",
    written: () => written,
    press: (bytes) => child.write(bytes),
    resize(size) {
      child.resize(size.columns, size.rows);
      terminal.resize(size.columns, size.rows);
    },
    kill: (signal) => child.kill(signal),
    pid: child.pid,
    until,
    exit,
  };
}
