import { type IPty, spawn } from "npm:@lydell/node-pty@1.1.0";
import type { Command } from "./process.ts";

/** A program on a terminal of its own. */
export interface TerminalProgram {
  readonly pid: number;
  /** Milliseconds from the start to the first text that a person can read. */
  readonly firstText: Promise<number>;
  /**
   * Types something.
   *
   * @returns Milliseconds until the screen changes, or none after `limitMs`.
   */
  readonly type: (text: string, limitMs: number) => Promise<number | undefined>;
  /** Bytes that it has written so far. */
  readonly written: () => number;
  /** Resolves when it has written nothing for so many milliseconds. */
  readonly quiet: (ms: number) => Promise<void>;
  /** Ends it. */
  readonly close: () => Promise<void>;
}

/** Sequences that draw nothing: control strings, CSI, and single escapes. */
const INVISIBLE = new RegExp(
  String
    .raw`\x1b(?:[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)|\[[0-?]*[ -/]*[@-~]|[ -/]*[0-~])`,
  "g",
);

/** Cells of a terminal. */
interface Size {
  readonly cols: number;
  readonly rows: number;
}

/**
 * Starts a program on a terminal.
 *
 * @param command What to start.
 * @param size Cells of the terminal.
 */
export function openTerminal(
  { argv, env = {} }: Command,
  size: Size = { cols: 100, rows: 30 },
): TerminalProgram {
  const [program, ...args] = argv;
  const started = performance.now();
  const pty = spawn(program, args, {
    name: "xterm-256color",
    ...size,
    env: { ...Deno.env.toObject(), ...env, TERM: "xterm-256color" },
  });
  let written = 0;
  pty.onData((text) => {
    written += new TextEncoder().encode(text).length;
  });
  const ended = new Promise<void>((resolve) => pty.onExit(() => resolve()));
  return {
    pid: pty.pid,
    firstText: firstTextOf(pty, started),
    type: (text, limitMs) => typeInto(pty, { text, limitMs }),
    written: () => written,
    quiet: (ms) => quietOf(pty, ms),
    close() {
      pty.kill("SIGKILL");
      return ended;
    },
  };
}

function firstTextOf(pty: IPty, started: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let seen = "";
    const data = pty.onData((text) => {
      seen += text;
      if (!/\p{L}{3}/u.test(seen.replace(INVISIBLE, ""))) return;
      data.dispose();
      resolve(performance.now() - started);
    });
    pty.onExit(() => {
      reject(new Error(`ended: ${seen.replace(INVISIBLE, "").trim()}`));
    });
  });
}

function quietOf(pty: IPty, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      data.dispose();
      resolve();
    };
    let timer = setTimeout(finish, ms);
    const data = pty.onData(() => {
      clearTimeout(timer);
      timer = setTimeout(finish, ms);
    });
  });
}

function typeInto(
  pty: IPty,
  { text, limitMs }: { readonly text: string; readonly limitMs: number },
): Promise<number | undefined> {
  return new Promise((resolve) => {
    const typed = performance.now();
    const timer = setTimeout(() => finish(undefined), limitMs);
    const data = pty.onData(() => finish(performance.now() - typed));
    function finish(waited: number | undefined): void {
      clearTimeout(timer);
      data.dispose();
      resolve(waited);
    }
    pty.write(text);
  });
}
