import type { SuspendTerminal } from "ink";
import type { Mouse } from "./mouse.ts";
import type { Terminal } from "./runtime/terminal.ts";

/** What is needed to hand the terminal over and take it back. */
export interface HandOverOptions {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WritableStream;
  /** Stops the program; absent where shells cannot do that. */
  readonly stop?: () => Promise<void>;
  /** The mouse, which is given back meanwhile. */
  readonly mouse?: Mouse;
}

/** A terminal that is handed over by whoever draws on it. */
export interface HandOver extends Terminal {
  /** Takes what hands it over; until then nothing is. */
  readonly attach: (suspend: SuspendTerminal) => void;
}

type RawInput = NodeJS.ReadableStream & {
  readonly setRawMode?: (on: boolean) => void;
  readonly ref?: () => void;
};

/** Enter, and what else a person may press to get away. */
const LEAVING: readonly string[] = ["\r", "\n", "\x1b", "\x03", "q"];

/**
 * Makes the terminal that effects use.
 *
 * @param options The streams, and how the program is stopped.
 * @returns The terminal.
 */
export function createHandOver(
  { stdin, stdout, stop, mouse }: HandOverOptions,
): HandOver {
  let suspend: SuspendTerminal | undefined;
  let busy = false;

  /** There is one terminal: whoever comes second goes without. */
  async function during(work: () => Promise<void>): Promise<void> {
    if (busy || suspend === undefined) return;
    busy = true;
    try {
      const suspended = suspend;
      const handOver = () => suspended(work);
      await (mouse === undefined ? handOver() : mouse.during(handOver));
    } finally {
      busy = false;
    }
  }

  return {
    attach(by) {
      suspend = by;
    },
    // The alternate screen is empty when it is entered again.
    redraw: () => during(() => Promise.resolve()),
    present: (text, until) =>
      during(async () => {
        stdout.write(text.replaceAll("\n", "\r\n"));
        await leavingKey(stdin, until);
      }),
    stop: () => stop === undefined ? Promise.resolve() : during(stop),
  };
}

/** Raw, because a line that ends without a line feed would end the input for good. */
async function leavingKey(
  stdin: RawInput,
  until: AbortSignal,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const end = () => resolve();
  const look = () => {
    for (let read = stdin.read(); read !== null; read = stdin.read()) {
      const keys = String(read);
      if (LEAVING.some((key) => keys.includes(key))) end();
    }
  };
  stdin.ref?.();
  stdin.setRawMode?.(true);
  stdin.on("readable", look);
  until.addEventListener("abort", end, { once: true });
  if (until.aborted) end();
  try {
    await promise;
  } finally {
    until.removeEventListener("abort", end);
    stdin.off("readable", look);
    stdin.setRawMode?.(false);
  }
}
