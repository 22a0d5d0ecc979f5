import {
  isHangup,
  type TerminalStreams,
  watchCrashes,
} from "../../adapters/process_terminal.ts";
import { Interruption } from "../errors.ts";
import type { Io } from "../io.ts";

/** What ends the interface from outside. */
export interface Endings {
  /** Aborts with the reason. */
  readonly signal: AbortSignal;
  /** Watches for crashes; `restore` is called before anything is told. */
  readonly guard: (restore: () => void) => () => void;
}

/**
 * Joins what ends the interface from outside: signals, a terminal that is gone,
 * which counts as its signal, and errors that nobody caught.
 *
 * @param io The world.
 * @param terminal The terminal.
 * @returns What the interface is told.
 */
export function createEndings(
  io: Pick<Io, "signal">,
  { hangup }: Pick<TerminalStreams, "hangup">,
): Endings {
  const end = new AbortController();
  const onHangup = () => end.abort(new Interruption("SIGHUP"));
  hangup.addEventListener("abort", onHangup, { once: true });
  return {
    signal: AbortSignal.any([io.signal, end.signal]),
    guard: (restore) =>
      watchCrashes((error) => {
        restore();
        if (isHangup(error)) onHangup();
        else end.abort(error);
      }),
  };
}
