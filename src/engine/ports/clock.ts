/** The only source of time and of waiting in the engine. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms` milliseconds, or rejects with `signal.reason`. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /**
   * A signal that is aborted with a `TimeoutError` after `ms` milliseconds, and
   * keeps nothing alive until then. Without it, only the network's own limit
   * ends a request.
   */
  deadline?(ms: number): AbortSignal;
}
