import {
  type Sandbox,
  type SandboxOptions,
  startSandbox,
} from "../../src/sandbox/mod.ts";
import { openPty, type PtySession } from "./pty.ts";

/** Where the product's own files are. */
export const ROOT = new URL("../../", import.meta.url).pathname;

/** The command of `deno task start`, without the task runner around it. */
export async function startCommand(): Promise<string[]> {
  const { tasks } = JSON.parse(await Deno.readTextFile(`${ROOT}deno.json`));
  const [, ...args] = String(tasks.start.command).split(" ");
  return args;
}

/** Settings of a session that has nothing of this machine's user. */
export interface ProductOptions {
  readonly args: readonly string[];
  readonly home: string;
  readonly env?: Record<string, string>;
  readonly columns?: number;
  readonly rows?: number;
  /** Flags of the runtime beside those of the program. */
  readonly flags?: readonly string[];
}

/** An environment in which only the home is known, and no real sign-in. */
export function cleanEnvironment(home: string): Record<string, string> {
  const kept = ["PATH", "HOME", "DENO_DIR", "LANG"]
    .flatMap((name) => {
      const value = Deno.env.get(name);
      return value === undefined ? [] : [[name, value]];
    });
  return {
    ...Object.fromEntries(kept),
    LANG: "C.UTF-8",
    TERM: "xterm-256color",
    ENTRADA_HOME: home,
    // Each home would leave a key of its own in the kernel's keyring.
    ENTRADA_TOKEN_STORE: "memory",
  };
}

/** Starts the program on a terminal. */
export async function openProduct(
  options: ProductOptions,
): Promise<PtySession> {
  const { args, home, env = {}, columns = 80, rows = 24, flags = [] } = options;
  const [run = "", ...start] = await startCommand();
  return openPty(Deno.execPath(), {
    args: [run, ...flags, ...start, ...args],
    columns,
    rows,
    cwd: ROOT,
    env: { ...cleanEnvironment(home), ...env },
  });
}

/** Runs `fn` with a sandbox and an empty home, and leaves nothing behind. */
export async function withSandbox(
  options: SandboxOptions,
  fn: (sandbox: Sandbox, home: string) => Promise<void>,
): Promise<void> {
  const home = await Deno.makeTempDir();
  const sandbox = await startSandbox(options);
  try {
    await fn(sandbox, home);
  } finally {
    await sandbox.close();
    await Deno.remove(home, { recursive: true });
  }
}

/** Id of the sandbox's client of this name. */
export function clientId(sandbox: Sandbox, name: string): string {
  const found = sandbox.ready.clients.find((client) => client.name === name);
  if (found === undefined) {
    throw new Error(`The sandbox has no client "${name}"`);
  }
  return found.client_id;
}
