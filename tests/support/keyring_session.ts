import type { Situation } from "../../src/adapters/protection/situation_table.ts";
import { ROOT } from "./product.ts";

/** What `keyring_program.ts` prints. */
export interface Outcome {
  readonly key?: string;
  readonly name?: string;
  readonly reason?: string;
  readonly remembered?: boolean;
  readonly problem?: Situation;
  readonly keyring?: Situation;
  readonly kernel?: Situation;
  readonly error?: {
    readonly reason: string;
    readonly message: string;
    readonly hint?: string;
    readonly said?: string;
    readonly unexpected?: string;
  };
  readonly asked: readonly string[];
  readonly ms: number;
  readonly ticks: number;
}

/** How `keyring_program.ts` is started. */
export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** A program and its arguments that runs Deno. */
  readonly under?: readonly string[];
  /** Permissions; those of the product when left out. */
  readonly flags?: readonly string[];
}

const FLAGS = [
  "--allow-ffi",
  "--allow-env",
  "--allow-read",
  "--allow-write",
];

/** Whether programs of Debian's are installed; each is a path. */
export function areInstalled(...paths: readonly string[]): boolean {
  return paths.every((path) => {
    try {
      return Deno.statSync(path).isFile;
    } catch {
      return false;
    }
  });
}

const KEYRING = [
  "/usr/bin/dbus-daemon",
  "/usr/bin/dbus-send",
  "/usr/bin/gnome-keyring-daemon",
];

/** What a test of the keyring adds to its definition: it is skipped where there is no daemon. */
export function withDaemon(
  name: string,
  more: readonly string[] = [],
): { name: string; ignore: boolean } {
  return needing(name, "gnome-keyring", [...KEYRING, ...more]);
}

/** What a test adds to its definition that needs a program. */
export function needing(
  name: string,
  pack: string,
  programs: readonly string[] = [`/usr/bin/${pack}`],
): { name: string; ignore: boolean } {
  const ignore = Deno.build.os !== "linux" || !areInstalled(...programs);
  return {
    name: ignore ? `${name} (skipped: ${pack} is not installed)` : name,
    ignore,
  };
}

/** Makes calls of the kernel fail, as a container's filter does. */
export function injecting(calls: string, error: string): readonly string[] {
  return [
    // A filter of the kernel lets all other calls pass without a stop.
    ...["/usr/bin/strace", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null"],
    ...["-e", `trace=${calls}`, "-e", `inject=${calls}:error=${error}`],
  ];
}

/** Prints a figure. */
export function printFigure(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

/** Runs `keyring_program.ts` with a bare environment. */
export async function runProgram(
  args: readonly string[],
  { env = {}, under = [], flags = FLAGS }: RunOptions = {},
): Promise<Outcome> {
  const [command = "", ...rest] = [
    ...under,
    ...[Deno.execPath(), "run", "--quiet", "--no-prompt"],
    ...[`--config=${ROOT}/deno.json`, ...flags],
    ...[`${ROOT}/tests/support/keyring_program.ts`, ...args],
  ];
  const cache = Deno.env.get("DENO_DIR");
  const home = Deno.env.get("HOME") ?? "/";
  const { stdout, stderr } = await new Deno.Command(command, {
    args: rest,
    clearEnv: true,
    env: {
      PATH: Deno.env.get("PATH") ?? "/usr/bin:/bin",
      DENO_DIR: cache ?? `${home}/.cache/deno`,
      ...env,
    },
    stdin: "null",
  }).output();
  const text = new TextDecoder().decode(stdout).trim().split("\n").at(-1);
  if (!text) throw new Error(new TextDecoder().decode(stderr));
  return JSON.parse(text);
}

/** Does something with a directory that does not stay. */
export async function withDirectory<T>(
  work: (path: string) => Promise<T>,
): Promise<T> {
  const path = await Deno.makeTempDir({ prefix: "entrada-key-" });
  try {
    return await work(path);
  } finally {
    await Deno.remove(path, { recursive: true });
  }
}

async function firstLine(stream: ReadableStream<Uint8Array>): Promise<string> {
  let text = "";
  for await (const part of stream.pipeThrough(new TextDecoderStream())) {
    text += part;
    if (text.includes("\n")) break;
  }
  return text.trim();
}

/** A D-Bus session of a test's own, with a home of its own. */
export class BusSession {
  readonly env: Readonly<Record<string, string>>;
  readonly #bus: Deno.ChildProcess;
  #daemon: Deno.ChildProcess | undefined;

  private constructor(
    bus: Deno.ChildProcess,
    env: Readonly<Record<string, string>>,
  ) {
    this.#bus = bus;
    this.env = env;
  }

  /** Starts a bus; services that others installed are not started by it. */
  static async start(home: string): Promise<BusSession> {
    const config = `${home}/bus.conf`;
    await Deno.writeTextFile(
      config,
      `<busconfig><type>session</type><listen>unix:dir=${home}</listen>
      <servicedir>${home}/services</servicedir>
      <auth>EXTERNAL</auth><policy context="default"><allow send_destination="*"/>
      <allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`,
    );
    const bus = new Deno.Command("/usr/bin/dbus-daemon", {
      args: [`--config-file=${config}`, "--nofork", "--print-address=1"],
      stdin: "null",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    const address = await firstLine(bus.stdout);
    return new BusSession(bus, {
      HOME: home,
      XDG_RUNTIME_DIR: home,
      DBUS_SESSION_BUS_ADDRESS: address,
    });
  }

  /** Starts the keyring's daemon; with a password it makes or opens the login keyring. */
  async startDaemon(password?: string): Promise<void> {
    const how = password === undefined ? [] : ["--unlock"];
    this.#daemon = new Deno.Command("/usr/bin/gnome-keyring-daemon", {
      args: ["--foreground", "--components=secrets", ...how],
      clearEnv: true,
      env: { ...this.env, PATH: "/usr/bin:/bin" },
      stdin: "piped",
      stdout: "null",
      stderr: "null",
    }).spawn();
    const writer = this.#daemon.stdin.getWriter();
    if (password !== undefined) {
      await writer.write(new TextEncoder().encode(`${password}\n`));
    }
    await writer.close();
    while (!await this.#hasService());
  }

  async #hasService(): Promise<boolean> {
    const { stdout } = await new Deno.Command("/usr/bin/dbus-send", {
      args: [
        ...["--print-reply", "--dest=org.freedesktop.DBus", "/"],
        "org.freedesktop.DBus.NameHasOwner",
        "string:org.freedesktop.secrets",
      ],
      env: { ...this.env },
      stderr: "null",
    }).output();
    return new TextDecoder().decode(stdout).includes("boolean true");
  }

  /** Puts a window for passwords in place that nobody answers for this long. */
  async addSilentPrompter(seconds: number): Promise<void> {
    const name = "org.gnome.keyring.SystemPrompter";
    await Deno.mkdir(`${this.env.HOME}/services`, { recursive: true });
    await Deno.writeTextFile(
      `${this.env.HOME}/services/${name}.service`,
      `[D-BUS Service]\nName=${name}\nExec=/usr/bin/sleep ${seconds}\n`,
    );
    await new Deno.Command("/usr/bin/dbus-send", {
      args: [
        ...["--print-reply", "--dest=org.freedesktop.DBus", "/"],
        "org.freedesktop.DBus.ReloadConfig",
      ],
      env: { ...this.env },
      stdout: "null",
      stderr: "null",
    }).output();
  }

  /** Makes the daemon hang. */
  freeze(): void {
    this.#daemon?.kill("SIGSTOP");
  }

  /** Ends the daemon. */
  async stopDaemon(): Promise<void> {
    this.#daemon?.kill("SIGKILL");
    await this.#daemon?.status;
    this.#daemon = undefined;
  }

  /** Ends all that it started. */
  async close(): Promise<void> {
    await this.stopDaemon();
    this.#bus.kill("SIGKILL");
    await this.#bus.status;
  }
}

/** Does something in a D-Bus session of its own. */
export async function withBus<T>(
  work: (bus: BusSession, home: string) => Promise<T>,
): Promise<T> {
  return await withDirectory(async (home) => {
    const bus = await BusSession.start(home);
    try {
      return await work(bus, home);
    } finally {
      await bus.close();
    }
  });
}
