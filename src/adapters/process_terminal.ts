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
  return { stdin: process.stdin, stdout: process.stderr };
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
