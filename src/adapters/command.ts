import type {
  Command,
  CommandLine,
  CommandOutcome,
} from "../engine/ports/mod.ts";
import { emptiedSecrets } from "./environment.ts";

/** Characters that are kept of each output; an answer has a few thousand. */
export const LARGEST_OUTPUT = 1024 * 1024;
/** Read of each output, and dropped, so that who writes much still ends by itself. */
const LONGEST_PATIENCE = 16 * LARGEST_OUTPUT;

/** How a program is run, and for how long. */
export interface RunLimits {
  /** How long it may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Ends it. */
  readonly signal?: AbortSignal | undefined;
}

/** What a program did. */
export interface RanProgram {
  /** Its exit code. */
  readonly code: number;
  /** The beginning of what it wrote to standard output. */
  readonly stdout: string;
  /** The beginning of what it wrote to standard error. */
  readonly stderr: string;
}

/** Ends with what was read when the signal fires: a grandchild may hold the pipe open. */
async function readText(
  stream: ReadableStream<Uint8Array>,
  ends: AbortSignal,
): Promise<string> {
  const reader = stream.getReader();
  const cancel = () => void reader.cancel().catch(() => {});
  ends.addEventListener("abort", cancel, { once: true });
  const decoder = new TextDecoder();
  let text = "";
  try {
    for (let size = 0; size < LONGEST_PATIENCE;) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      size += value.length;
      // What is longer than the limit shows that something is missing.
      if (text.length <= LARGEST_OUTPUT) {
        text += decoder.decode(value, { stream: true });
      }
    }
    await reader.cancel();
    return text;
  } finally {
    ends.removeEventListener("abort", cancel);
  }
}

function kill(child: Deno.ChildProcess): void {
  try {
    // A wrapper may hold SIGTERM back.
    child.kill("SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

/**
 * Runs a program to its end, without a shell, with nothing to read, and
 * without this program's own secrets.
 *
 * @param argv The program and its arguments.
 * @param limits How long it may take.
 * @returns What it did; of each output the beginning, little more than 1 MiB.
 * @throws {DOMException} `TimeoutError` when it takes too long.
 * @throws {Error} The signal's reason, or what starting it met.
 */
export async function runProgram(
  [program = "", ...args]: readonly string[],
  { timeoutMs, signal }: RunLimits,
): Promise<RanProgram> {
  signal?.throwIfAborted();
  const deadline = AbortSignal.timeout(timeoutMs);
  const ends = signal ? AbortSignal.any([signal, deadline]) : deadline;
  const child = new Deno.Command(program, {
    args,
    env: emptiedSecrets(),
    // A tool that asks a question must not wait for an answer.
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const stop = () => kill(child);
  ends.addEventListener("abort", stop, { once: true });
  try {
    const [stdout, stderr, { code }] = await Promise.all([
      readText(child.stdout, ends),
      readText(child.stderr, ends),
      child.status,
    ]);
    ends.throwIfAborted();
    return { code, stdout, stderr };
  } finally {
    ends.removeEventListener("abort", stop);
  }
}

/** On Windows these are batch files, which have to be called by their whole name. */
const BATCH_FILES = ["az"];

function programName(name: string): string {
  return Deno.build.os === "windows" && BATCH_FILES.includes(name)
    ? `${name}.cmd`
    : name;
}

/**
 * Tells why a program could not be run to its end.
 *
 * @param error What {@linkcode runProgram} threw, its signal's reason excepted.
 * @returns The reason, or `undefined` if it is none of the known ones.
 */
export function runFailure(
  error: unknown,
): Exclude<CommandOutcome["type"], "ended"> | undefined {
  if (error instanceof DOMException && error.name === "TimeoutError") {
    return "timed_out";
  }
  if (error instanceof Deno.errors.NotFound) return "missing";
  const isForbidden = error instanceof Deno.errors.NotCapable ||
    error instanceof Deno.errors.PermissionDenied;
  return isForbidden ? "forbidden" : undefined;
}

/** The programs of this machine, run without a shell. */
export const systemCommand: Command = {
  async run({ argv: [program, ...args], timeoutMs, signal }: CommandLine) {
    try {
      const { code, stdout, stderr } = await runProgram(
        [programName(program), ...args],
        { timeoutMs, signal },
      );
      return { type: "ended", success: code === 0, stdout, stderr };
    } catch (error) {
      signal?.throwIfAborted();
      const type = runFailure(error);
      if (type === undefined) throw error;
      return { type };
    }
  },
};
