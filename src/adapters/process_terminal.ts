import { prepareForInk } from "./process.ts";

/** The terminal as the interface draws on it. */
export interface TerminalStreams {
  /** Where keys come from. */
  readonly stdin: NodeJS.ReadableStream;
  /** Where frames go: standard error, so that standard output stays clean. */
  readonly stdout: NodeJS.WritableStream & {
    readonly columns?: number;
    readonly rows?: number;
  };
  /** Aborts when the terminal is gone: its window was closed, its line cut. */
  readonly hangup: AbortSignal;
}

/**
 * Notices that a terminal is gone. A program that its shell has left alone gets
 * no signal: what it reads has ended, what it writes fails.
 *
 * @param streams The terminal.
 * @returns Aborts then.
 */
export function watchHangup(
  { stdin, stdout }: Omit<TerminalStreams, "hangup">,
): AbortSignal {
  const hangup = new AbortController();
  const onGone = () => hangup.abort();
  stdin.on("end", onGone);
  stdin.on("error", onGone);
  stdout.on("error", onGone);
  return hangup.signal;
}

/**
 * Tells whether an error says that the terminal is gone.
 *
 * @param error What was thrown.
 * @returns Whether it does.
 */
export function isHangup(error: unknown): boolean {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return code === "EIO" || code === "EPIPE";
}

/**
 * Opens the terminal for the interface, which needs Node's streams and looks
 * at `NODE_ENV` when it is loaded.
 *
 * @returns The streams.
 */
export async function openTerminal(): Promise<TerminalStreams> {
  prepareForInk();
  const { default: process } = await import("node:process");
  const streams = { stdin: process.stdin, stdout: process.stderr };
  return { ...streams, hangup: watchHangup(streams) };
}

/**
 * Catches what nobody caught while the terminal is taken over, so that it is
 * restored before anything is printed.
 *
 * @param onCrash Hears the first error.
 * @returns Ends the watch.
 */
export function watchCrashes(onCrash: (error: unknown) => void): () => void {
  const onError = (event: ErrorEvent) => {
    event.preventDefault();
    onCrash(event.error);
  };
  const onRejection = (event: PromiseRejectionEvent) => {
    event.preventDefault();
    onCrash(event.reason);
  };
  globalThis.addEventListener("error", onError);
  globalThis.addEventListener("unhandledrejection", onRejection);
  return () => {
    globalThis.removeEventListener("error", onError);
    globalThis.removeEventListener("unhandledrejection", onRejection);
  };
}
