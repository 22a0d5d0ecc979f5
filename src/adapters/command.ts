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

async function readText(stream: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const part of stream) {
    // The rest is read and dropped, so that the program does not wait for ever.
    if (text.length < LARGEST_OUTPUT) {
      text += decoder.decode(part, { stream: true });
    }
  }
  return text;
}

async function run({ argv, timeoutMs, signal }: CommandLine): Promise<
  CommandOutcome
> {
  const [program, ...args] = argv;
  const deadline = AbortSignal.timeout(timeoutMs);
  const child = new Deno.Command(programName(program), {
    args,
    // A tool that asks a question must not wait for an answer.
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
  }).spawn();
  const [stdout, stderr, { success }] = await Promise.all([
    readText(child.stdout),
    readText(child.stderr),
    child.status,
  ]);
  signal?.throwIfAborted();
  if (deadline.aborted) return { type: "timed_out" };
  return { type: "ended", success, stdout, stderr };
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
