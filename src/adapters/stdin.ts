/** Reads what is typed or piped. */
export interface Input {
  /** Whether a person types it. */
  readonly isTerminal: boolean;
  /**
   * Reads all there is.
   *
   * @param signal Ends the wait; its reason is what the call rejects with.
   * @param most Characters that are enough; there may be some more.
   * @returns The text.
   */
  readAll(signal?: AbortSignal, most?: number): Promise<string>;
  /**
   * Reads one line.
   *
   * @param signal Ends the wait; its reason is what the call rejects with.
   * @returns The line without its end, or `undefined` when there is no more.
   */
  readLine(signal?: AbortSignal): Promise<string | undefined>;
  /**
   * Reads one line that is not shown while it is typed. The terminal is as
   * before when the call ends, however it ends.
   *
   * @param signal Ends the wait; its reason is what the call rejects with.
   * @returns The line, or `undefined` when there is no more.
   * @throws {Error} Named `TypedInterrupt` for Ctrl+\, and for Ctrl+C where it
   * arrives as a key.
   */
  readHidden(signal?: AbortSignal): Promise<string | undefined>;
}

/** Where bytes come from. */
interface Source {
  read(into: Uint8Array): Promise<number | null>;
  /** Stops showing what is typed, and handing it over by lines only. */
  hide?(hidden: boolean): void;
  /**
   * Hears Ctrl+\ where it is a signal, in place of the system, which would end
   * the program at once and leave the terminal as it is.
   *
   * @param listener Hears it.
   * @returns Ends the hearing.
   */
  onQuit?(listener: () => void): () => void;
}

const ENTER = /[\r\n]/;
/** Ctrl+C and Ctrl+\. */
const INTERRUPTS = ["\u0003", "\u001c"];
const END = "\u0004";
const ERASE = ["\u0008", "\u007f"];
const ERASE_LINE = "\u0015";
/** Arrows and the like, and the marks around a pasted text. */
const KEYS = new RegExp(
  String.raw`\x1b(\[[0-9;]*[ -/]*[@-~]|O[@-~])|[\x00-\x1f\x7f]`,
  "g",
);

function typedInterrupt(): Error {
  return Object.assign(new Error("Interrupted"), { name: "TypedInterrupt" });
}

/**
 * Takes one key of a hidden line.
 *
 * @param typed What was typed before.
 * @param key The key.
 * @returns What is typed now, and whether that is all.
 */
function takeKey(
  typed: string,
  key: string,
): { readonly typed: string | undefined; readonly done: boolean } {
  if (ENTER.test(key)) return { typed: typed.replace(KEYS, ""), done: true };
  if (key === END) return { typed: typed || undefined, done: true };
  if (INTERRUPTS.includes(key)) throw typedInterrupt();
  if (key === ERASE_LINE) return { typed: "", done: false };
  if (ERASE.includes(key)) {
    return { typed: [...typed].slice(0, -1).join(""), done: false };
  }
  return { typed: typed + key, done: false };
}

/**
 * Waits for a read. A read that waits for a writer cannot be taken back; only
 * the wait can end.
 *
 * @param read The read.
 * @param signal Ends the wait; its reason is what the call rejects with.
 * @returns What was read.
 */
export function unless<T>(
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

/** Turns bytes into text; what one read leaves over, the next one begins with. */
function createReader(source: Source) {
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(64 * 1024);
  let kept = "";
  let ended = false;
  async function until(isEnough: (text: string) => boolean): Promise<void> {
    while (!ended && !isEnough(kept)) {
      const count = await source.read(buffer);
      ended = count === null;
      kept += count === null
        ? decoder.decode()
        : decoder.decode(buffer.subarray(0, count), { stream: true });
    }
  }
  /** Hands over so much of what is there. */
  function take(length: number): string {
    const text = kept.slice(0, length);
    kept = kept.slice(length);
    return text;
  }
  return {
    async all(most = Infinity): Promise<string> {
      await until((text) => text.length > most);
      return take(kept.length);
    },
    async line(): Promise<string | undefined> {
      await until((text) => text.includes("\n"));
      if (kept === "") return undefined;
      const end = kept.indexOf("\n");
      const text = take(end < 0 ? kept.length : end + 1);
      return text.replace(/\r?\n$/, "").replace(/\r$/, "");
    },
    async key(): Promise<string | undefined> {
      await until((text) => text !== "");
      const [key] = kept;
      return key === undefined ? undefined : take(key.length);
    },
  };
}

async function hiddenLine(
  nextKey: () => Promise<string | undefined>,
): Promise<string | undefined> {
  for (let typed = "";;) {
    const key = await nextKey();
    if (key === undefined) return typed || undefined;
    const taken = takeKey(typed, key);
    if (taken.done) return taken.typed;
    typed = taken.typed ?? "";
  }
}

/**
 * Reads from a stream of bytes, as standard input is one.
 *
 * @param source Gives the next bytes, or `null` at the end.
 * @param isTerminal Whether a person types them.
 * @returns The reader; what one read leaves over, the next one begins with.
 */
export function createInput(source: Source, isTerminal: boolean): Input {
  const reader = createReader(source);
  return {
    isTerminal,
    readAll: (signal, most) => unless(reader.all(most), signal),
    readLine: (signal) => unless(reader.line(), signal),
    async readHidden(signal) {
      signal?.throwIfAborted();
      const quit = new AbortController();
      const ends = signal
        ? AbortSignal.any([signal, quit.signal])
        : quit.signal;
      const forget = source.onQuit?.(() => quit.abort(typedInterrupt()));
      source.hide?.(true);
      try {
        return await unless(hiddenLine(reader.key), ends);
      } finally {
        source.hide?.(false);
        forget?.();
      }
    },
  };
}

function onQuit(listener: () => void): () => void {
  if (Deno.build.os === "windows") return () => {};
  Deno.addSignalListener("SIGQUIT", listener);
  return () => Deno.removeSignalListener("SIGQUIT", listener);
}

/**
 * Opens standard input.
 *
 * @returns The reader.
 */
export function systemInput(): Input {
  // Where it can be, Ctrl+C stays a signal: only then it always ends the program.
  const cbreak = Deno.build.os !== "windows";
  return createInput({
    read: (into) => Deno.stdin.read(into),
    hide: (hidden) =>
      Deno.stdin.setRaw(hidden, hidden ? { cbreak } : undefined),
    onQuit,
  }, Deno.stdin.isTerminal());
}
