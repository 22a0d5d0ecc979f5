// The real program in a home of its own, with programs beside it that write
// down all that they were given.
import { CANARY, type CanaryOutcome } from "./canary_world.ts";
import {
  type CanaryAuthority,
  type Collector,
  startCanaryAuthority,
  startCollector,
} from "./canary_authority.ts";
import type { CanarySet } from "./canary_secrets.ts";
import { pfx } from "./certificates/pfx.ts";
import { bareEnvironment, type Ran } from "./kept_calls.ts";
import { ROOT, startCommand } from "./product.ts";
import { filesBelow } from "./store_world.ts";
import { CLIENT, TENANT } from "./tokens.ts";

/** What a run is given. */
export interface CanaryRun {
  readonly stdin?: string;
  readonly outcome?: CanaryOutcome;
  /** Added to its environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A machine with the program on it. */
export interface CanaryMachine {
  /** Settings and state of the program. */
  readonly home: string;
  /** Files of the user that hold secrets. */
  readonly own: (name: string) => string;
  readonly collector: Collector;
  /** Runs the program. */
  run(argv: readonly string[], options?: CanaryRun): Promise<Ran>;
  /** What the programs beside it were given, by their names. */
  childrenSaw(): Promise<Map<string, Uint8Array>>;
}

/** Writes down arguments and environment, then does its work. */
function spy(name: string, { into, work }: {
  readonly into: string;
  readonly work: string;
}): string {
  return `#!/bin/sh
n=$$
cat /proc/$n/environ > ${into}/${name}.$n.environ
cat /proc/$n/cmdline > ${into}/${name}.$n.cmdline
${work}
`;
}

async function writeFolders(folder: string): Promise<void> {
  for (const name of ["home", "own", "bin", "seen"]) {
    await Deno.mkdir(`${folder}/${name}`, { mode: 0o700 });
  }
  const own: Readonly<Record<string, string | Uint8Array>> = {
    secret: CANARY.secret,
    passphrase: `${CANARY.passphrase}\n`,
    assertion: CANARY.assertion,
    "client.pfx": pfx("modern"),
  };
  for (const [name, content] of Object.entries(own)) {
    const bytes = typeof content === "string"
      ? new TextEncoder().encode(content)
      : content;
    await Deno.writeFile(`${folder}/own/${name}`, bytes, { mode: 0o600 });
  }
  const into = `${folder}/seen`;
  const programs = {
    az: spy("az", { into, work: `cat "${folder}/own/$1"` }),
    // The address goes to the authority, which plays the person.
    browser: spy("browser", {
      into,
      work:
        `"${Deno.execPath()}" eval 'await (await fetch(Deno.args[0])).text()' "$1"`,
    }),
  };
  for (const [name, text] of Object.entries(programs)) {
    await Deno.writeTextFile(`${folder}/bin/${name}`, text, { mode: 0o700 });
  }
}

function environmentOf(
  folder: string,
  collector: Collector,
): Record<string, string> {
  return {
    ...bareEnvironment(`${folder}/home`),
    ENTRADA_TOKEN_STORE: "vault",
    PATH: `${folder}/bin:${Deno.env.get("PATH")}`,
    BROWSER: `${folder}/bin/browser`,
    OTEL_DENO: "true",
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.origin,
    OTEL_DENO_CONSOLE: "capture",
    // What has these names is known to be a secret.
    ENTRADA_PASSWORD: CANARY.password,
    AZURE_CLIENT_CERTIFICATE_PASSWORD: CANARY.certificatePassword,
    ENTRADA_REFRESH_TOKEN: CANARY.refreshToken,
  };
}

async function start(
  argv: readonly string[],
  { env, stdin }: {
    readonly env: Record<string, string>;
    readonly stdin: string | undefined;
  },
): Promise<Ran> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [...await startCommand(), ...argv],
    cwd: ROOT,
    clearEnv: true,
    env,
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
  // Byte by byte, so that nothing hides in what is no text.
  const decoder = new TextDecoder("latin1");
  return {
    code,
    stdout: decoder.decode(stdout),
    stderr: decoder.decode(stderr),
  };
}

function machineOf(
  folder: string,
  { authority, collector }: {
    readonly authority: CanaryAuthority;
    readonly collector: Collector;
  },
): CanaryMachine {
  const place = (address: string) => [
    ...["--authority", `${address}/${TENANT}`, "--client-id", CLIENT],
  ];
  return {
    home: `${folder}/home`,
    own: (name) => `${folder}/own/${name}`,
    collector,
    run(argv, { stdin, outcome = "ok", env: more = {} } = {}) {
      authority.outcome = outcome;
      // Nobody listens at the first port.
      const address = outcome === "down"
        ? "http://127.0.0.1:1"
        : authority.origin;
      const words = argv.flatMap((word) =>
        word === "AT" ? place(address) : word.replace("OWN", `${folder}/own`)
      );
      const env = { ...environmentOf(folder, collector), ...more };
      if (outcome === "down") env["ENTRADA_AUTHORITY"] = `${address}/${TENANT}`;
      return start(words, { env, stdin });
    },
    async childrenSaw() {
      const seen = new Map<string, Uint8Array>();
      for (const name of await filesBelow(`${folder}/seen`)) {
        seen.set(name, await Deno.readFile(`${folder}/seen/${name}`));
      }
      return seen;
    },
  };
}

/** Does something with the program, and leaves nothing of it behind. */
export async function withCanaryMachine(
  set: CanarySet,
  work: (machine: CanaryMachine) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  const authority = startCanaryAuthority(set);
  const collector = startCollector();
  const machine = machineOf(folder, { authority, collector });
  try {
    await writeFolders(folder);
    await work(machine);
  } finally {
    await machine.run(["logout", "--all", "--yes"]);
    await authority.close();
    await collector.close();
    await Deno.remove(folder, { recursive: true });
  }
}
