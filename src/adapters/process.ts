/** Somewhere to write text to. */
export interface Output {
  /** Whether a person reads it. */
  readonly isTerminal: boolean;
  /** How many characters a line has; absent where nobody knows. */
  readonly columns?: number | undefined;
  /**
   * Writes text, all of it, at once.
   *
   * @throws {Error} Named `BrokenPipe` if nobody reads any more.
   */
  write(text: string): void;
  /**
   * Writes bytes as they are, all of them, at once; absent where only text goes.
   *
   * @throws {Error} Named `BrokenPipe` if nobody reads any more.
   */
  writeBytes?(bytes: Uint8Array): void;
}

function terminalColumns(): number | undefined {
  try {
    return Deno.consoleSize().columns;
  } catch {
    // No stream of this process is a terminal.
    return undefined;
  }
}

/** What was to be written could not be: the disk is full, or the device gone. */
export class OutputError extends Error {
  /** `"OutputError"`. */
  override readonly name = "OutputError";
}

type Sink = { writeSync(bytes: Uint8Array): number };

function writeSome(sink: Sink, bytes: Uint8Array): number {
  try {
    return sink.writeSync(bytes);
  } catch (cause) {
    if (cause instanceof Deno.errors.BrokenPipe) throw cause;
    throw new OutputError("Cannot write to standard output", { cause });
  }
}

function createOutput(
  stream: { writeSync(bytes: Uint8Array): number; isTerminal(): boolean },
): Output {
  const encoder = new TextEncoder();
  const writeAll = (bytes: Uint8Array) => {
    for (let done = 0; done < bytes.length;) {
      done += writeSome(stream, bytes.subarray(done));
    }
  };
  return {
    isTerminal: stream.isTerminal(),
    get columns() {
      return terminalColumns();
    },
    write(text) {
      writeAll(encoder.encode(text));
    },
    writeBytes: writeAll,
  };
}

/**
 * Opens standard output.
 *
 * @returns The product goes there.
 */
export function systemStdout(): Output {
  return createOutput(Deno.stdout);
}

/**
 * Opens standard error.
 *
 * @returns Everything else goes there.
 */
export function systemStderr(): Output {
  const output = createOutput(Deno.stderr);
  return {
    isTerminal: output.isTerminal,
    write(text) {
      try {
        output.write(text);
      } catch {
        // Whether anybody hears of the progress does not decide the outcome.
      }
    },
  };
}

/** The signals that ask a program to end. */
export type EndSignal = "SIGINT" | "SIGTERM" | "SIGHUP" | "SIGQUIT";

let taken: ((signal: EndSignal) => void) | undefined;

/**
 * Hears the signals that ask the program to end.
 *
 * @param listener Hears each of them.
 */
export function onEndSignal(listener: (signal: EndSignal) => void): void {
  // Windows knows no SIGTERM, and SIGHUP is its closed console.
  const signals: readonly EndSignal[] = Deno.build.os === "windows"
    ? ["SIGINT", "SIGHUP"]
    : ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"];
  for (const signal of signals) {
    Deno.addSignalListener(signal, () => (taken ?? listener)(signal));
  }
}

/**
 * Hears the signals in place of the program, for as long as they are meant for
 * another one that it waits for.
 *
 * @param listener Hears each of them.
 * @returns Gives them back.
 */
export function takeEndSignals(
  listener: (signal: EndSignal) => void,
): () => void {
  taken = listener;
  return () => taken = undefined;
}

/**
 * The words after the program's name.
 *
 * @returns The arguments.
 */
export function programArguments(): readonly string[] {
  return Deno.args;
}

/**
 * Gets the cryptography of the first https request ready on another thread:
 * its entropy costs some 20 ms, which is hidden behind whatever comes first.
 */
export function warmUpTls(): void {
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  // Whether it succeeds or not makes no difference to anybody.
  crypto.subtle.generateKey(algorithm, false, ["sign"]).catch(() => {});
}

/**
 * Tells whether a person sits at both ends of the interface.
 *
 * @returns Whether keys come from a terminal and frames go to one that can
 *   draw them.
 */
export function isInteractive(): boolean {
  return Deno.stdin.isTerminal() && Deno.stderr.isTerminal() &&
    Deno.env.get("TERM") !== "dumb";
}

/** Sets what Ink and React look at when they are loaded; too late afterwards. */
export function prepareForInk(): void {
  // React's development build is several times slower and keeps every frame.
  Deno.env.set("NODE_ENV", "production");
  // Styles are decided by looking at standard output, but frames go to
  // standard error: `TOKEN=$(entrada)` would lose even bold and inverse.
  if (!Deno.env.has("FORCE_COLOR")) Deno.env.set("FORCE_COLOR", "1");
}

/**
 * Ends the program. `Deno.exitCode` would be lost when standard output is a
 * terminal.
 *
 * @param code The exit code.
 */
export function endProgram(code: number): never {
  Deno.exit(code);
}
