import { clientId, ROOT, startCommand, withSandbox } from "./product.ts";
import type { Sandbox, SandboxOptions } from "../../src/sandbox/mod.ts";
import { diagnoseKernelKeyring } from "../../src/adapters/protection/situations.ts";
import { stateDirectory } from "../../src/settings/location.ts";

/** How a run of the program ended. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How the program is run. */
export interface RunWith {
  /** Added to its environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Whether only the short way is open, and all else fails. */
  readonly isShort?: boolean;
}

/** A home with a profile whose tokens an application gets from a sandbox. */
export interface KeptWorld {
  readonly sandbox: Sandbox;
  readonly home: string;
  /** Where kept tokens are. */
  readonly state: string;
  /** Runs the program. */
  run(args: readonly string[], options?: RunWith): Promise<Ran>;
  /** Writes the profiles anew; `more` is added to the profile `work`. */
  writeProfiles(more?: Readonly<Record<string, unknown>>): Promise<void>;
}

/** Whether the kernel keeps keys here; a test says so when it does not. */
export function needingKernel(name: string): { name: string; ignore: boolean } {
  const ignore = !diagnoseKernelKeyring().works;
  return {
    name: ignore ? `${name} (skipped: the kernel keeps no keys here)` : name,
    ignore,
  };
}

const SECRET = "SB_SECRET";
const LIMIT_MS = 60_000;

/** What the program needs of the environment, and nothing of a real sign-in. */
export function bareEnvironment(home: string): Record<string, string> {
  const kept = ["PATH", "HOME", "DENO_DIR"].flatMap((name) => {
    const value = Deno.env.get(name);
    return value === undefined ? [] : [[name, value]];
  });
  return {
    ...Object.fromEntries(kept),
    ENTRADA_HOME: home,
    ENTRADA_TOKEN_STORE: "kernel",
  };
}

/** The arguments of Deno; without its other modules the program can go no further. */
async function denoArguments(isShort: boolean): Promise<string[]> {
  const words = await startCommand();
  const denied = ["fast_path", "run_here"].map((name) =>
    `${ROOT}src/cli/${name}.ts`
  );
  return [
    ...words.slice(0, -1),
    ...isShort ? [`--deny-read=${denied.join(",")}`] : [],
    ...words.slice(-1),
  ];
}

function profileOf(sandbox: Sandbox): Record<string, unknown> {
  return {
    name: "work",
    authority: sandbox.authority,
    clientId: clientId(sandbox, "Contoso Nightly Report"),
    clientSecret: `env:${SECRET}`,
    scopes: ["https://graph.microsoft.com/.default"],
  };
}

/** Does something with a home of its own; its key does not stay in the kernel. */
export async function withKeptWorld(
  work: (world: KeptWorld) => Promise<void>,
  options: SandboxOptions = {},
): Promise<void> {
  await withSandbox(options, async (sandbox, home) => {
    const env = bareEnvironment(home);
    const known = sandbox.ready.clients.find(({ name }) =>
      name === "Contoso Nightly Report"
    );
    const secret = known?.client_secret ?? "";
    const world: KeptWorld = {
      sandbox,
      home,
      state: stateDirectory({ os: Deno.build.os, env: (name) => env[name] }) ??
        "",
      async run(args, { env: more = {}, isShort = false } = {}) {
        const { code, stdout, stderr } = await new Deno.Command(
          Deno.execPath(),
          {
            args: [...await denoArguments(isShort), ...args],
            cwd: ROOT,
            clearEnv: true,
            env: { ...env, [SECRET]: secret, ...more },
            stdin: "null",
            // What waits for somebody would wait for ever.
            signal: AbortSignal.timeout(LIMIT_MS),
          },
        ).output();
        const decoder = new TextDecoder();
        return {
          code,
          stdout: decoder.decode(stdout),
          stderr: decoder.decode(stderr),
        };
      },
      async writeProfiles(more = {}) {
        const profiles = [{ ...profileOf(sandbox), ...more }];
        await Deno.writeTextFile(
          `${home}/profiles.json`,
          JSON.stringify({ version: 1, profiles }),
          { mode: 0o600 },
        );
      },
    };
    await world.writeProfiles();
    try {
      await work(world);
    } finally {
      await world.run(["logout", "--all", "--yes"]);
    }
  });
}
