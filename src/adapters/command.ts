import type {
  Command,
  CommandLine,
  CommandOutcome,
} from "../engine/ports/mod.ts";

/** Of each output; an answer has a few kilobytes. */
const LARGEST_OUTPUT = 1024 * 1024;

/** On Windows these are batch files, which have to be called by their whole name. */
const BATCH_FILES = ["az"];

function programName(name: string): string {
  return Deno.build.os === "windows" && BATCH_FILES.includes(name)
    ? `${name}.cmd`
    : name;
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
    while (true) {
      const { done, value } = await reader.read();
      if (done) return text;
      // The rest is read and dropped, so that the program does not wait for ever.
      if (text.length < LARGEST_OUTPUT) {
        text += decoder.decode(value, { stream: true });
      }
    }
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

async function run({ argv, timeoutMs, signal }: CommandLine): Promise<
  CommandOutcome
> {
  const [program, ...args] = argv;
  const deadline = AbortSignal.timeout(timeoutMs);
  const ends = signal ? AbortSignal.any([signal, deadline]) : deadline;
  const child = new Deno.Command(programName(program), {
    args,
    // A tool that asks a question must not wait for an answer.
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const stop = () => kill(child);
  ends.addEventListener("abort", stop, { once: true });
  try {
    const [stdout, stderr, { success }] = await Promise.all([
      readText(child.stdout, ends),
      readText(child.stderr, ends),
      child.status,
    ]);
    signal?.throwIfAborted();
    if (deadline.aborted) return { type: "timed_out" };
    return { type: "ended", success, stdout, stderr };
  } finally {
    ends.removeEventListener("abort", stop);
  }
}

/** The programs of this machine, run without a shell. */
export const systemCommand: Command = {
  async run(line) {
    line.signal?.throwIfAborted();
    try {
      return await run(line);
    } catch (error) {
      line.signal?.throwIfAborted();
      if (error instanceof Deno.errors.NotFound) return { type: "missing" };
      const forbidden = error instanceof Deno.errors.NotCapable ||
        error instanceof Deno.errors.PermissionDenied;
      if (forbidden) return { type: "forbidden" };
      throw error;
    }
  },
};
