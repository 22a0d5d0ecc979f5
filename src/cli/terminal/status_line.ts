import type { Io } from "../io.ts";
import type { Messages } from "./messages.ts";

/** One line that is written again as time goes by, on a terminal. */
export interface StatusLine {
  /**
   * Begins to show.
   *
   * @param live Makes the line, every second on a terminal.
   * @param plain Is said once where there is no terminal.
   */
  show(live: () => string, plain: string): void;
  /** Writes the line again now. */
  refresh(): void;
  /** Takes the line away, until the next second. */
  clear(): void;
  /** Takes the line away for good. */
  stop(): void;
}

const ERASE_LINE = "\r\u001b[2K";

/**
 * Makes a status line.
 *
 * @param tools Where to write, and when.
 * @returns The line.
 */
export function createStatusLine(
  { io, messages, live: canRewrite }: {
    readonly io: Pick<Io, "stderr" | "clock">;
    readonly messages: Messages;
    readonly live: boolean;
  },
): StatusLine {
  const end = new AbortController();
  let line: (() => string) | undefined;
  const erase = () => line !== undefined && io.stderr.write(ERASE_LINE);
  const refresh = () =>
    line !== undefined && io.stderr.write(ERASE_LINE + line());
  async function tick(): Promise<void> {
    try {
      while (!end.signal.aborted) {
        refresh();
        await io.clock.sleep(1_000, end.signal);
      }
    } catch (error) {
      // What is thrown here has no other listener: the reader may be gone,
      // which the next write of the command itself will report.
      if (!end.signal.aborted) end.abort(error);
    }
  }
  return {
    show(live, plain) {
      if (!canRewrite) return messages.note(plain);
      line = live;
      tick();
    },
    refresh,
    clear: erase,
    stop() {
      if (end.signal.aborted) return;
      end.abort();
      erase();
      line = undefined;
    },
  };
}
