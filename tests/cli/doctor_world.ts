import {
  type Diagnosis,
  systemDiagnosis,
} from "../../src/adapters/diagnosis/mod.ts";
import { systemClock } from "../../src/adapters/clock.ts";
import { createFetch } from "../../src/adapters/fetch.ts";
import { systemFiles } from "../../src/adapters/files.ts";
import type { Output } from "../../src/adapters/process.ts";
import { createInput } from "../../src/adapters/stdin.ts";
import { runDoctor } from "../../src/cli/commands/doctor.ts";
import type { Finding, Summary } from "../../src/cli/doctor/finding.ts";
import { exitCodeOf } from "../../src/cli/exit_codes.ts";
import type { DoctorFlags } from "../../src/cli/flags/doctor.ts";
import type { Io } from "../../src/cli/io.ts";
import { createMessages } from "../../src/cli/terminal/messages.ts";
import { fakePorts } from "../support/fake_ports.ts";
import { memoryStorage } from "./fake_io.ts";
import { WELL } from "./well_machine.ts";

/** What a run of the doctor is given. */
export interface DoctorSetting {
  readonly flags?: DoctorFlags;
  readonly env?: Readonly<Record<string, string>>;
  /** The profiles file's text; none when left out. */
  readonly profiles?: string;
  /** Where a profiles file really is, in place of a text. */
  readonly home?: string;
  /** Changes single parts of a machine on which all is well. */
  readonly diagnosis?: Partial<Diagnosis>;
  readonly verbose?: boolean;
  readonly terminal?: boolean;
  readonly replace?: Partial<Io>;
}

/** What a run of the doctor did. */
export interface Examined {
  readonly code: number;
  readonly error?: unknown;
  readonly stdout: string;
  readonly stderr: string;
  readonly findings: readonly Finding[];
  readonly summary: Summary;
  /** The levels by id; of several with one id, the last. */
  readonly levels: Readonly<Record<string, string>>;
  /** The first finding with this id. */
  find(id: string): Finding | undefined;
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

function ioOf(
  { env = {}, profiles, home, terminal = false, diagnosis, replace }:
    DoctorSetting,
): { io: Io; stdout: { text: string }; stderr: { text: string } } {
  const stdout = recorder(terminal);
  const stderr = recorder(terminal);
  const variables: Record<string, string> = {
    HOME: "/home/ada",
    ...(home === undefined ? {} : { ENTRADA_HOME: home }),
    ...env,
  };
  const ports = { ...fakePorts({}), fetch: createFetch(), clock: systemClock };
  const io: Io = {
    stdout,
    stderr,
    stdin: createInput({ read: () => Promise.resolve(null) }, terminal),
    env: (name) => variables[name],
    host: { os: "linux", isContainer: () => false },
    files: home === undefined
      ? { ...systemFiles, read: () => Promise.resolve(profiles) }
      : systemFiles,
    clock: systemClock,
    remind: () => {},
    signal: new AbortController().signal,
    ports: () => Promise.resolve(ports),
    ...memoryStorage(),
    diagnosis: () => Promise.resolve({ ...WELL, ...diagnosis }),
    startSandbox: () => Promise.reject(new Error("no sandbox in this test")),
    openInterface: () => Promise.reject(new Error("no interface in this test")),
    ...replace,
  };
  return { io, stdout, stderr };
}

/** Runs the doctor on a machine on which all is well but for what is changed. */
export async function examine(setting: DoctorSetting = {}): Promise<Examined> {
  const { io, stdout, stderr } = ioOf(setting);
  const { verbose = false, flags = { json: true } } = setting;
  const options = {
    verbose,
    quiet: false,
    trace: false,
    color: "auto",
  } as const;
  const messages = createMessages(io, options);
  let error: unknown;
  try {
    const context = { io, options, messages, process: { stdout, stderr } };
    const diagnosis = await io.diagnosis();
    await runDoctor(context as never, flags, { diagnosis });
  } catch (thrown) {
    error = thrown;
  }
  const report = stdout.text.startsWith("{") ? JSON.parse(stdout.text) : {};
  const findings: readonly Finding[] = report.findings ?? [];
  return {
    code: error === undefined ? 0 : exitCodeOf(error),
    error,
    stdout: stdout.text,
    stderr: stderr.text,
    findings,
    summary: report.summary,
    levels: Object.fromEntries(findings.map(({ id, level }) => [id, level])),
    find: (id) => findings.find((each) => each.id === id),
  };
}

/** Looks at files for real. */
export const REAL_FILES: Partial<Diagnosis> = {
  lookAt: systemDiagnosis.lookAt,
  findPrograms: systemDiagnosis.findPrograms,
};

/** Goes to hosts for real. */
export const REAL_NETWORK: Partial<Diagnosis> = {
  reach: systemDiagnosis.reach,
};

/** Does something in a directory that is removed afterwards. */
export async function inDirectory(
  work: (path: string) => Promise<void>,
): Promise<void> {
  const path = await Deno.makeTempDir();
  try {
    await work(path);
  } finally {
    await Deno.remove(path, { recursive: true });
  }
}
