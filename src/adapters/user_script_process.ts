/**
 * The processes of a person's own scripts: Deno with the permissions that were
 * allowed and nothing else, in a process group of its own, so that all of it
 * can be ended.
 *
 * @module
 */
import { systemClock } from "./clock.ts";
import { environmentVariable } from "./environment.ts";

/** How a script is run. */
export interface ScriptProcessOptions {
  /** The words after `deno run`. */
  readonly args: readonly string[];
  /** Variables that it may see beside those that every program needs. */
  readonly variables: readonly string[];
  /** What it is given on its standard input. */
  readonly input: string;
  /** Ends it, with all that it has started. */
  readonly signal: AbortSignal;
  /** Hears what it writes; the next piece waits for the answer. */
  readonly onOutput: (
    stream: "out" | "err",
    text: string,
  ) => void | Promise<void>;
}

/** How it ended. */
export interface ScriptProcessEnding {
  readonly code: number;
  readonly signal?: string;
}

/** Between two pieces: whoever writes without end is slowed down by it. */
const PAUSE_MS = 15;
/** What is still in the pipes comes within it; a stranger may hold them open. */
const DRAIN_MS = 500;

/** What Deno needs to find its cache, its certificates and the way out. */
const BASICS: readonly string[] = [
  "PATH",
  "HOME",
  "LANG",
  "LC_ALL",
  "TZ",
  "TMPDIR",
  "DENO_DIR",
  "DENO_CERT",
  "DENO_TLS_CA_STORE",
  "XDG_CACHE_HOME",
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "NO_PROXY",
  "http_proxy",
  "https_proxy",
  "no_proxy",
  "SystemRoot",
  "USERPROFILE",
  "LOCALAPPDATA",
  "TEMP",
  "TMP",
];

function environmentOf(variables: readonly string[]): Record<string, string> {
  const found = [...BASICS, ...variables].flatMap((name) => {
    const value = environmentVariable(name);
    return value === undefined ? [] : [[name, value]];
  });
  return { ...Object.fromEntries(found), NO_COLOR: "1" };
}

/**
 * Tells which program runs scripts.
 *
 * @returns The runtime of this program; from `PATH` where this program has its
 *   runtime inside.
 */
export function denoProgram(): string {
  const own = Deno.execPath();
  return /(^|[/\\])deno(\.exe)?$/i.test(own) ? own : "deno";
}

/**
 * Whoever ends this program by force ends its scripts: each looks whether it
 * still has the parent that it began with. Loops that never wait do not look.
 */
const ORPHAN_WATCH = `
const parent = Deno.ppid;
const exit = Deno.exit;
Deno.unrefTimer(setInterval(() => Deno.ppid === parent || exit(137), 1000));
`;

/** An older Deno than that of this program may not know the option. */
function orphanArgs(): readonly string[] {
  if (denoProgram() !== Deno.execPath()) return [];
  const code = encodeURIComponent(ORPHAN_WATCH);
  return [`--preload=data:application/javascript,${code}`];
}

function killAll({ pid }: { readonly pid: number }): void {
  try {
    Deno.kill(Deno.build.os === "windows" ? pid : -pid, "SIGKILL");
  } catch {
    // All of it has ended by itself.
  }
}

async function give(
  stdin: WritableStream<Uint8Array>,
  text: string,
): Promise<void> {
  try {
    const writer = stdin.getWriter();
    await writer.write(new TextEncoder().encode(text));
    await writer.close();
  } catch {
    // A script need not read it.
  }
}

/** Reads one output; the answer's `cancel` gives up on the rest. */
function follow(
  stream: ReadableStream<Uint8Array>,
  hear: (text: string) => void | Promise<void>,
) {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  async function read(): Promise<void> {
    while (true) {
      const { done, value } = await reader.read();
      const text = decoder.decode(value, { stream: !done });
      if (text !== "") await hear(text);
      if (done) return;
      await systemClock.sleep(PAUSE_MS);
    }
  }
  return { done: read(), cancel: () => reader.cancel().catch(() => {}) };
}

/** A process that has left the group may hold the pipes of a dead script. */
async function drained(
  outputs: readonly ReturnType<typeof follow>[],
): Promise<void> {
  const all = Promise.all(outputs.map(({ done }) => done));
  const stop = new AbortController();
  const tooLong = systemClock.sleep(DRAIN_MS, stop.signal).catch(() => {});
  await Promise.race([all, tooLong]);
  stop.abort();
  await Promise.all(outputs.map(({ cancel }) => cancel()));
  await all;
}

/**
 * Runs a script to its end.
 *
 * @param options What it is run with.
 * @returns How it ended; nothing that it started runs any more, but what has
 *   left its process group.
 * @throws {Deno.errors.NotFound} If there is no Deno.
 */
export async function runScriptProcess(
  { args, variables, input, signal, onOutput }: ScriptProcessOptions,
): Promise<ScriptProcessEnding> {
  signal.throwIfAborted();
  const child = new Deno.Command(denoProgram(), {
    args: ["run", ...orphanArgs(), ...args],
    clearEnv: true,
    env: environmentOf(variables),
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
    detached: Deno.build.os !== "windows",
  }).spawn();
  const stop = () => killAll(child);
  signal.addEventListener("abort", stop, { once: true });
  try {
    const outputs = [
      follow(child.stdout, (text) => onOutput("out", text)),
      follow(child.stderr, (text) => onOutput("err", text)),
    ];
    const given = give(child.stdin, input);
    const ended = await child.status;
    stop();
    await drained(outputs);
    await given;
    const { code, signal: by } = ended;
    return by === null ? { code } : { code, signal: by };
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
