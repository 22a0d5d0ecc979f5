import { environmentVariable } from "../environment.ts";
import type { RunCommand } from "./command.ts";

/** Of each stream; an assertion has a few kilobytes. */
const LARGEST_OUTPUT = 1024 * 1024;

/** Secrets of this program that others need not see. */
const WITHHELD = [
  "AZURE_CLIENT_CERTIFICATE_PASSWORD",
  "AZURE_CLIENT_SECRET",
  "AZURE_PASSWORD",
  "ENTRADA_CLIENT_SECRET",
];

function withheld(): Record<string, string> {
  return Object.fromEntries(
    WITHHELD.filter((name) => environmentVariable(name) !== undefined)
      .map((name) => [name, ""]),
  );
}

/** Ends with what was read when the signal fires: a grandchild may hold the pipe open. */
async function collect(
  stream: ReadableStream<Uint8Array>,
  ends: AbortSignal,
): Promise<string> {
  const reader = stream.getReader();
  const cancel = () => void reader.cancel().catch(() => {});
  ends.addEventListener("abort", cancel, { once: true });
  const decoder = new TextDecoder();
  let text = "";
  try {
    for (let size = 0; size <= LARGEST_OUTPUT;) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      size += value.length;
      text += decoder.decode(value, { stream: true });
    }
    await reader.cancel();
    return text;
  } finally {
    ends.removeEventListener("abort", cancel);
  }
}

function kill(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

/** Runs a program of this machine. */
export const runCommand: RunCommand = async (command, options) => {
  const { timeoutMs, signal } = options;
  const [program = "", ...args] = command;
  const deadline = new AbortController();
  const ends = signal
    ? AbortSignal.any([signal, deadline.signal])
    : deadline.signal;
  ends.throwIfAborted();
  const child = new Deno.Command(program, {
    args,
    env: withheld(),
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const stop = () => kill(child);
  ends.addEventListener("abort", stop, { once: true });
  const timer = setTimeout(
    () =>
      deadline.abort(
        new DOMException("The command took too long", "TimeoutError"),
      ),
    timeoutMs,
  );
  try {
    const [stdout, stderr, { code }] = await Promise.all([
      collect(child.stdout, ends),
      collect(child.stderr, ends),
      child.status,
    ]);
    ends.throwIfAborted();
    return { code, stdout, stderr };
  } finally {
    clearTimeout(timer);
    ends.removeEventListener("abort", stop);
  }
};
