/** Reads what is typed or piped. */
export interface Input {
  /** Whether a person types it. */
  readonly isTerminal: boolean;
  /**
   * Reads all there is.
   *
   * @param signal Ends the wait; its reason is what the call rejects with.
   * @returns The text.
   */
  readAll(signal?: AbortSignal): Promise<string>;
  /**
   * Reads one line.
   *
   * @param signal Ends the wait; its reason is what the call rejects with.
   * @returns The line without its end, or `undefined` when there is no more.
   */
  readLine(signal?: AbortSignal): Promise<string | undefined>;
}

/** A read of standard input cannot be taken back; only the wait can end. */
function unless<T>(
  read: Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  if (signal === undefined) return read;
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) return stop();
    signal.addEventListener("abort", stop, { once: true });
    read.then(resolve, reject).finally(() =>
      signal.removeEventListener("abort", stop)
    );
  });
}

/**
 * Reads from a stream of bytes, as standard input is one.
 *
 * @param source Gives the next bytes, or `null` at the end.
 * @param isTerminal Whether a person types them.
 * @returns The reader; what one read leaves over, the next one begins with.
 */
export function createInput(
  source: { read(into: Uint8Array): Promise<number | null> },
  isTerminal: boolean,
): Input {
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(64 * 1024);
  let kept = "";
  let ended = false;
  async function more(): Promise<void> {
    const count = await source.read(buffer);
    ended = count === null;
    kept += count === null
      ? decoder.decode()
      : decoder.decode(buffer.subarray(0, count), { stream: true });
  }
  async function all(): Promise<string> {
    while (!ended) await more();
    const text = kept;
    kept = "";
    return text;
  }
  async function line(): Promise<string | undefined> {
    while (!kept.includes("\n") && !ended) await more();
    if (kept === "") return undefined;
    const end = kept.indexOf("\n");
    const text = end < 0 ? kept : kept.slice(0, end);
    kept = end < 0 ? "" : kept.slice(end + 1);
    return text.replace(/\r$/, "");
  }
  return {
    isTerminal,
    readAll: (signal) => unless(all(), signal),
    readLine: (signal) => unless(line(), signal),
  };
}

/**
 * Opens standard input.
 *
 * @returns The reader.
 */
export function systemInput(): Input {
  return createInput(Deno.stdin, Deno.stdin.isTerminal());
}
