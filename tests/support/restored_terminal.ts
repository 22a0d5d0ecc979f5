import assert from "node:assert/strict";
import { openPty, type PtySession } from "./pty.ts";
import { cleanEnvironment, ROOT } from "./product.ts";

/** A program under a shell that looks at the terminal afterwards. */
export interface WatchedProgram {
  readonly session: PtySession;
  /** Sends a signal to the program, not to the shell around it. */
  readonly kill: (signal: Deno.Signal) => Promise<void>;
  /** Resolves with the program's exit code, after the terminal was looked at. */
  readonly ended: () => Promise<number>;
}

/** Modes of the terminal by what switches them on and off. */
const MODES: Readonly<Record<string, readonly [on: string, off: string]>> = {
  "the alternate screen": ["\x1b[?1049h", "\x1b[?1049l"],
  "a hidden cursor": ["\x1b[?25l", "\x1b[?25h"],
  "bracketed paste": ["\x1b[?2004h", "\x1b[?2004l"],
  "the mouse": ["\x1b[?1000h", "\x1b[?1000l"],
  "mouse coordinates": ["\x1b[?1006h", "\x1b[?1006l"],
};

/** Starts a program of Deno's on a terminal, its mouse switched on. */
export async function openWatched(
  args: readonly string[],
  options: { readonly home: string; readonly env?: Record<string, string> },
): Promise<WatchedProgram> {
  const { home, env = {} } = options;
  await Deno.writeTextFile(
    `${home}/interface.json`,
    JSON.stringify({ version: 1, mouse: "on" }),
  );
  const pid = `${home}/pid`;
  const command = [Deno.execPath(), ...args]
    .map((word) => `'${word}'`).join(" ");
  const session = openPty("/bin/bash", {
    args: [
      "-c",
      `(echo $BASHPID > '${pid}'; exec ${command}); code=$?; stty -a; echo "code $code"`,
    ],
    cwd: ROOT,
    env: { ...cleanEnvironment(home), ...env },
  });
  return {
    session,
    kill: async (signal) =>
      Deno.kill(Number(await Deno.readTextFile(pid)), signal),
    async ended() {
      await session.exit;
      const written = session.written();
      assertRestored(written);
      return Number(/code (\d+)/.exec(written)?.[1]);
    },
  };
}

/** Fails when the program has left a mode on, or the terminal raw. */
function assertRestored(written: string): void {
  for (const [name, [on, off]] of Object.entries(MODES)) {
    assert.ok(written.includes(on), `${name} was on`);
    assert.ok(
      written.lastIndexOf(off) > written.lastIndexOf(on),
      `${name} is off again`,
    );
  }
  assert.match(written, /\bicanon\b/, "lines are read");
  assert.doesNotMatch(written, /-icanon\b|-echo\b|-isig\b/);
}
