// The machine that the table of the contract runs on: a real home directory,
// somebody's profiles, and the ports of contract_ports.ts.
import { createInput } from "../../src/adapters/stdin.ts";
import { systemFiles } from "../../src/adapters/files.ts";
import { openRecords } from "../../src/adapters/records.ts";
import { openStorage } from "../../src/adapters/storage.ts";
import type { Output } from "../../src/adapters/process.ts";
import { Interruption } from "../../src/cli/errors.ts";
import type { Io } from "../../src/cli/io.ts";
import { runCli } from "../../src/cli/run.ts";
import { type ScriptedOutcome, startSandbox } from "../../src/sandbox/mod.ts";
import { filesFor, readFolder, writeHome } from "./contract_home.ts";
import { splitLine, VARIABLES } from "./contract_names.ts";
import {
  contractPorts,
  type Place,
  type PortsSetting,
  withPlace,
} from "./contract_ports.ts";
import { memoryStorage, stillClock } from "./fake_io.ts";
import { WELL } from "./well_machine.ts";

/** What differs from the plain machine. */
export interface ContractWorld {
  /** What is piped in, or typed on a terminal; `$REFRESH` is a refresh token. */
  readonly stdin?: string;
  readonly terminals?: readonly ("stdin" | "stdout" | "stderr")[];
  readonly env?: Readonly<Record<string, string>>;
  /** Files in the home directory, by their path in it. */
  readonly files?: Readonly<Record<string, string>>;
  /** Command lines that come first. */
  readonly before?: readonly string[];
  /** What the sandbox does to the next requests. */
  readonly outcomes?: readonly ScriptedOutcome[];
  /** No network at all. */
  readonly offline?: boolean;
  /** Real files keep the tokens, in place of a store in memory. */
  readonly realStorage?: boolean;
  /** How a command of `exec` ends. */
  readonly child?: Awaited<ReturnType<NonNullable<Io["runChild"]>>>;
  /** Somebody presses Ctrl+C as soon as something is waited for. */
  readonly interrupted?: boolean;
  /** Seconds that pass before the command. */
  readonly later?: number;
}

/** What one command line did. */
export interface ContractRan {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What left the machine, decoded: requests, opened pages, started programs. */
  readonly sent: string;
  /** The home directory before and after, by path. */
  readonly before: ReadonlyMap<string, string>;
  readonly after: ReadonlyMap<string, string>;
}

/** One run's own state. */
interface Machine
  extends Pick<PortsSetting, "sent" | "given" | "end" | "place"> {
  readonly home: string;
  readonly world: ContractWorld;
  readonly storage: ReturnType<typeof memoryStorage>;
}

function recorder(isTerminal: boolean): Output & { text: string } {
  return {
    text: "",
    isTerminal,
    write(text) {
      this.text += text;
    },
  };
}

function pipe(text: string) {
  let rest = new TextEncoder().encode(text);
  return {
    read(into: Uint8Array): Promise<number | null> {
      if (rest.length === 0) return Promise.resolve(null);
      const count = Math.min(into.length, rest.length);
      into.set(rest.subarray(0, count));
      rest = rest.subarray(count);
      return Promise.resolve(count);
    },
  };
}

/** What is kept: in memory, or in real files where a row asks for it. */
function keptOf(machine: Machine): Pick<Io, "storage" | "records"> {
  if (!machine.world.realStorage) return machine.storage;
  const env = (name: string) => environmentOf(machine)[name];
  return {
    storage: openStorage,
    records: (directory) => Promise.resolve(openRecords(directory, env)),
  };
}

function environmentOf(
  { world, home, given }: Machine,
): Readonly<Record<string, string>> {
  return {
    HOME: home,
    // A home of its own has keys of its own: nobody else's is touched.
    ...(world.realStorage ? { ENTRADA_HOME: `${home}/.config/entrada` } : {}),
    ...VARIABLES,
    USER_TOKEN: given.access ?? "",
    JWT: given.assertion ?? "",
    REFRESH_TOKEN: given.refresh ?? "",
    ...world.env,
  };
}

/** The programs and doors that are not the command line itself. */
function othersOf(
  { world, sent, end }: Machine,
): Pick<Io, "runChild" | "copyNatively" | "startSandbox" | "openInterface"> {
  return {
    runChild: (argv, variables) => {
      sent.push(`child ${argv.join(" ")} with ${Object.keys(variables)}`);
      return Promise.resolve(world.child ?? { type: "ended", code: 0 });
    },
    copyNatively: (text) => {
      sent.push(`copied ${text.length} characters`);
      return Promise.resolve(true);
    },
    async startSandbox(options = {}) {
      const { signal: _, ...shown } = options;
      sent.push(`sandbox ${JSON.stringify(shown)}`);
      const running = await startSandbox(options);
      queueMicrotask(() =>
        queueMicrotask(() => end.abort(new Interruption("SIGINT")))
      );
      return running;
    },
    openInterface: (_io, { record, screenReader }) => {
      const how = screenReader ? " is spoken" : `, recorded into ${record}`;
      sent.push(`the interface${how}`);
      return Promise.resolve(0);
    },
  };
}

function ioOf(
  machine: Machine,
  streams: Pick<Io, "stdout" | "stderr">,
): Io {
  const { world, home, sent, given, end } = machine;
  const env = environmentOf(machine);
  const typed = (world.stdin ?? "").replaceAll("$REFRESH", given.refresh ?? "")
    .replaceAll("$ACCESS", given.access ?? "");
  const isTyped = world.terminals?.includes("stdin") ?? false;
  return {
    ...streams,
    stdin: createInput(pipe(typed), isTyped),
    env: (name) => env[name] || undefined,
    host: { os: "linux", isContainer: () => false, cwd: () => home },
    files: systemFiles,
    clock: stillClock(machine.place.clock.now()),
    remind: () => {},
    signal: end.signal,
    ports: () =>
      Promise.resolve(contractPorts({
        place: machine.place,
        env,
        sent,
        given,
        end,
        isOffline: world.offline ?? false,
        isInterrupted: world.interrupted ?? false,
      })),
    diagnosis: () => Promise.resolve(WELL),
    ...keptOf(machine),
    ...othersOf(machine),
  };
}

async function runOne(
  argv: readonly string[],
  machine: Machine,
): Promise<Pick<ContractRan, "code" | "stdout" | "stderr">> {
  const { terminals = [] } = machine.world;
  const stdout = recorder(terminals.includes("stdout"));
  const stderr = recorder(terminals.includes("stderr"));
  const code = await runCli(argv, ioOf(machine, { stdout, stderr }));
  return { code, stdout: stdout.text, stderr: stderr.text };
}

/** What comes before the command: other commands, files, time. */
async function prepare(machine: Machine, line: string): Promise<void> {
  const { home, world, given } = machine;
  const { before = [], outcomes = [], later = 0 } = world;
  const { control } = machine.place.sandbox;
  writeHome(home, filesFor([...before, line].join(" "), world));
  for (const line of before) {
    const plain = {
      ...machine,
      world: { realStorage: world.realStorage ?? false },
    };
    const ran = await runOne(splitLine(line, { HOME: home }), plain);
    if (ran.code !== 0) throw new Error(`${line}: ${ran.stderr}`);
  }
  if (/federated|JWT/.test(line)) {
    given.assertion = await control.externalAssertion({
      subject: "system:serviceaccount:orders:worker",
    });
  }
  writeHome(home, {
    ...(given.assertion === undefined ? {} : { federated: given.assertion }),
    ...(given.access === undefined ? {} : { "user-token": given.access }),
    ...(given.refresh === undefined ? {} : { "refresh-token": given.refresh }),
  });
  machine.sent.length = 0;
  control.script(...outcomes);
  machine.place.clock.advance(later * 1000);
}

async function runIn(
  place: Place,
  { line, world }: {
    readonly line: string | readonly string[];
    readonly world: ContractWorld;
  },
): Promise<ContractRan> {
  const home = Deno.makeTempDirSync();
  const env = Object.entries(world.env ?? {})
    .map(([name, value]) => [name, value.replaceAll("$HOME", home)] as const);
  const machine: Machine = {
    place,
    home,
    world: { ...world, env: Object.fromEntries(env) },
    sent: [],
    given: {},
    storage: memoryStorage(),
    end: new AbortController(),
  };
  try {
    await prepare(machine, [line].flat().join(" "));
    const before = readFolder(home);
    const argv = typeof line === "string"
      ? splitLine(line, { HOME: home })
      : line;
    const ran = await runOne(argv, machine);
    const sent = machine.sent.join("\n\n");
    return { ...ran, sent, before, after: readFolder(home) };
  } finally {
    if (world.realStorage) {
      const plain = { ...machine, world: { realStorage: true } };
      await runOne(["logout", "--all", "--yes"], plain);
    }
    Deno.removeSync(home, { recursive: true });
  }
}

/** Runs one command line on a machine of its own. */
export function runLine(
  line: string | readonly string[],
  world: ContractWorld = {},
): Promise<ContractRan> {
  return withPlace((place) => runIn(place, { line, world }));
}

/** How many run side by side: most of the time of each is waiting. */
const LANES = 8;

/** Runs many, and tells which of them were not as they have to be. */
export async function runAll<T>(
  rows: readonly T[],
  { run, nameOf }: {
    readonly run: (row: T) => Promise<void>;
    readonly nameOf: (row: T) => string;
  },
): Promise<readonly string[]> {
  const failures: string[] = [];
  const rest = rows.values();
  const lane = async () => {
    for (const row of rest) {
      await run(row).catch((error) => {
        failures.push(`${nameOf(row)}\n${(error as Error).message}`);
      });
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return failures;
}
