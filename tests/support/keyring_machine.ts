/**
 * The program as its user starts it, on a machine whose keyrings are as a test
 * makes them: which of them keeps the key is left to the program.
 */
import { createKernelKeyring } from "../../src/adapters/protection/kernel_keyring.ts";
import type { ProtectionName } from "../../src/adapters/protection/protection.ts";
import { createVaultHolder } from "../../src/adapters/protection/vault.ts";
import type { WorldSeed } from "../../src/sandbox/world.ts";
import { kernelKeysOf, kernelNamesOf } from "./keyring_keys.ts";
import { type Authority, withAuthority } from "./keyring_authority.ts";
import { ROOT, startCommand } from "./product.ts";
import { openPty, type PtySession } from "./pty.ts";

/** How a run of the program ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
}

/** How the program is run. */
export interface RunHow {
  /** Added to an environment that has nothing of this session's. */
  readonly env?: Readonly<Record<string, string>>;
  /** Makes the command that runs the program's command. */
  readonly over?: (words: readonly string[]) => readonly string[];
  /** What is piped in. */
  readonly stdin?: string;
}

/** One person's home, and an authority. */
export interface KeyringMachine {
  readonly authority: Authority;
  readonly home: string;
  /** Where kept tokens are. */
  readonly state: string;
  /** Runs the program without a terminal. */
  run(args: readonly string[], how?: RunHow): Promise<Ended>;
  /** Runs it on a terminal. */
  open(args: readonly string[], how?: RunHow): Promise<PtySession>;
  /** The kernel's keys of this home, one line each. */
  kernelKeys(): Promise<readonly string[]>;
}

/** What a login has that knows neither a display nor a bus. */
function bareEnvironment(home: string): Record<string, string> {
  const user = Deno.env.get("HOME") ?? "/";
  return {
    PATH: Deno.env.get("PATH") ?? "/usr/bin:/bin",
    HOME: user,
    DENO_DIR: Deno.env.get("DENO_DIR") ?? `${user}/.cache/deno`,
    TERM: "xterm-256color",
    LANG: "C.UTF-8",
    ENTRADA_HOME: home,
  };
}

/** `env` sets the variables at the far end, too, where a connection takes none along. */
async function wordsOf(
  args: readonly string[],
  { env, over = (words) => words }: {
    readonly env: Readonly<Record<string, string>>;
    readonly over: RunHow["over"];
  },
): Promise<readonly [string, string[]]> {
  const flags = (await startCommand()).slice(0, -1);
  const [program = "", ...rest] = over([
    ...["/usr/bin/env", "-i"],
    ...Object.entries(env).map(([name, value]) => `${name}=${value}`),
    ...[Deno.execPath(), ...flags, `${ROOT}src/cli/main.ts`, ...args],
  ]);
  return [program, rest];
}

async function runWords(
  [program, args]: readonly [string, string[]],
  stdin: string | undefined,
): Promise<Ended> {
  const start = performance.now();
  const child = new Deno.Command(program, {
    args,
    stdin: stdin === undefined ? "null" : "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  if (stdin !== undefined) {
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(stdin));
    await writer.close();
  }
  const { code, stdout, stderr } = await child.output();
  const ms = Math.round(performance.now() - start);
  const decoder = new TextDecoder();
  return {
    code,
    stdout: decoder.decode(stdout),
    stderr: decoder.decode(stderr),
    ms,
  };
}

/** `job` for an application, `me` for a person. */
async function writeProfiles(
  { url, clientOf }: Authority,
  home: string,
): Promise<void> {
  const job = clientOf("Contoso Nightly Report");
  const mode = 0o600;
  await Deno.writeTextFile(`${home}/secret`, job.secret, { mode });
  const profiles = [
    {
      name: "job",
      authority: url,
      clientId: job.id,
      clientSecret: `file:${home}/secret`,
      scopes: ["https://graph.microsoft.com/.default"],
    },
    {
      name: "me",
      authority: url,
      clientId: clientOf("Contoso CLI").id,
      scopes: ["User.Read"],
    },
  ];
  await Deno.writeTextFile(
    `${home}/profiles.json`,
    JSON.stringify({ version: 1, profiles }),
    { mode },
  );
}

/** No key of the home is to stay in the kernel. */
async function forgetKeys(state: string): Promise<void> {
  const scope = await Deno.realPath(state).catch(() => undefined);
  if (scope === undefined) return;
  const names = await kernelNamesOf(state);
  await createVaultHolder({ directory: state }).forget();
  await createKernelKeyring({ directory: state, scope }).forget()
    .catch(() => {});
  const left = await kernelKeysOf(names);
  if (left.length > 0) throw new Error(`Left in the kernel: ${left.join()}`);
}

/** Does something with a machine of its own, and leaves nothing behind. */
export async function withKeyringMachine(
  work: (machine: KeyringMachine) => Promise<void>,
  world?: WorldSeed,
): Promise<void> {
  const home = await Deno.makeTempDir();
  const state = `${home}/state`;
  const words = (args: readonly string[], { env, over }: RunHow) =>
    wordsOf(args, { env: { ...bareEnvironment(home), ...env }, over });
  try {
    await withAuthority(world, async (authority) => {
      await writeProfiles(authority, home);
      await work({
        authority,
        home,
        state,
        run: async (args, how = {}) =>
          await runWords(await words(args, how), how.stdin),
        async open(args, how = {}) {
          const [program, rest] = await words(args, how);
          return openPty(program, { args: rest });
        },
        kernelKeys: async () => await kernelKeysOf(await kernelNamesOf(state)),
      });
    });
  } finally {
    await forgetKeys(state);
    await Deno.remove(home, { recursive: true });
  }
}

/** Writes a passphrase to a file of the home. */
export async function writePassphrase(
  { home }: KeyringMachine,
): Promise<string> {
  const path = `${home}/passphrase`;
  await Deno.writeTextFile(path, "four words are enough\n", { mode: 0o600 });
  return path;
}

/** Every file below a folder, with its bytes; none where there is no folder. */
export async function filesBelow(
  folder: string,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>();
  const entries = await Array.fromAsync(Deno.readDir(folder)).catch(() => []);
  for (const { name, isDirectory } of entries) {
    const path = `${folder}/${name}`;
    if (!isDirectory) found.set(path, await Deno.readFile(path));
    else for (const each of await filesBelow(path)) found.set(...each);
  }
  return found;
}

/** Under which protections something is kept. */
export async function placesIn(
  state: string,
): Promise<readonly ProtectionName[]> {
  const places = new Set<string>();
  for (const path of (await filesBelow(state)).keys()) {
    const [, place] = /\/([^/]+)\/[0-9a-f]{32}\.(?:tokens|secrets)$/
      .exec(path) ?? [];
    if (place !== undefined) places.add(place);
  }
  return [...places] as ProtectionName[];
}
