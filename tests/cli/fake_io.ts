import { createInput } from "../../src/adapters/stdin.ts";
import { createRedirect } from "../../src/adapters/redirect.ts";
import { type Files, UnsafeFileError } from "../../src/adapters/files.ts";
import type { Output } from "../../src/adapters/process.ts";
import type { Io } from "../../src/cli/io.ts";
import { runCli } from "../../src/cli/run.ts";
import { describeProtection } from "../../src/adapters/protection/describe_protection.ts";
import { createMemoryStore } from "../../src/adapters/store/memory_store.ts";
import type { Clock, TokenStore } from "../../src/engine/ports/mod.ts";
import {
  type FakePorts,
  fakePorts,
  type FakeWorld,
} from "../support/fake_ports.ts";
import { WELL } from "./well_machine.ts";

/** When the fake world begins: before the tokens of `tokens.ts` end. */
export const START = Date.UTC(2026, 0, 1);

/** Where the fake profiles are. */
export const PROFILES = "/home/ada/.config/entrada/profiles.json";

/** What a run of the program is given. */
export interface FakeSetting extends FakeWorld {
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  /** What is piped in, or typed when `terminals` has it. */
  readonly stdin?: string;
  /** Which streams are terminals. */
  readonly terminals?: readonly ("stdin" | "stdout" | "stderr")[];
  readonly signal?: AbortSignal;
  readonly container?: boolean;
  /** Paste the redirect by hand where the redirect URI asks for it. */
  readonly realRedirect?: boolean;
  /** Time on the screen; it stands still unless one is given. */
  readonly clock?: Clock;
  /** Reminders; without it none ever comes. */
  readonly remind?: Io["remind"];
  /** What is kept; by default nothing is, beyond the run. */
  readonly storage?: FakeStorage;
  /** Changes single parts of the world. */
  readonly replace?: Partial<Io>;
}

/** What a run of the program did. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly files: Map<string, string>;
  readonly ports: FakePorts;
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

/** Time stands still; a wait ends with its signal. */
export function stillClock(now = START): Clock {
  return {
    now: () => now,
    sleep: (_ms, signal) =>
      new Promise((_resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        signal?.addEventListener("abort", () => reject(signal.reason), {
          once: true,
        });
      }),
  };
}

function fakeFiles(files: Map<string, string>): Files {
  return {
    read: (path) => Promise.resolve(files.get(path)),
    writePrivate: (path, text, { isNew = false } = {}) => {
      if (isNew && files.has(path)) {
        const message = "there is something in its place already";
        return Promise.reject(new UnsafeFileError(message, "Use --force"));
      }
      files.set(path, text);
      return Promise.resolve();
    },
  };
}

function piped(
  text: string,
): { read(into: Uint8Array): Promise<number | null> } {
  let bytes: Uint8Array = new TextEncoder().encode(text);
  return {
    read(into) {
      if (bytes.length === 0) return Promise.resolve(null);
      const part = bytes.subarray(0, into.length);
      into.set(part);
      bytes = bytes.subarray(part.length);
      return Promise.resolve(part.length);
    },
  };
}

/** What is kept in a fake world. */
export type FakeStorage = Pick<Io, "storage" | "records">;

/** Keeps what several runs of the program leave, in this process. */
export function memoryStorage(
  tokens: TokenStore = createMemoryStore(),
): FakeStorage {
  const protection = {
    name: "kernel",
    reason: "A test says so",
    remembered: true,
  } as const;
  const description = describeProtection(protection);
  const secrets = createMemoryStore();
  const removeFrom = (store: TokenStore) => (partition: string) =>
    store.exclusively(partition, async (record) => {
      const wasThere = await record.read() !== undefined;
      await record.remove();
      return wasThere;
    });
  const remove = removeFrom(tokens);
  return {
    storage: () =>
      Promise.resolve({ protection, description, tokens, secrets }),
    records: () =>
      Promise.resolve({
        count: async () => {
          const records = (await tokens.list()).length;
          return records === 0 ? [] : [{ name: "kernel", records }];
        },
        remove,
        removeSecrets: removeFrom(secrets),
        removeAll: async () => {
          const all = await tokens.list();
          for (const partition of all) await remove(partition);
          return all.length;
        },
        lockVault: () => Promise.resolve(false),
        changePassphrase: () =>
          Promise.reject(new Error("no vault in this test")),
      }),
  };
}

/** Runs the program in a fake world. */
export async function runFake(
  argv: readonly string[],
  setting: FakeSetting = {},
): Promise<Ran> {
  const terminals = setting.terminals ?? [];
  const stdout = recorder(terminals.includes("stdout"));
  const stderr = recorder(terminals.includes("stderr"));
  const files = new Map(Object.entries(setting.files ?? {}));
  const env: Record<string, string> = { HOME: "/home/ada", ...setting.env };
  const ports = fakePorts({ start: START, ...setting });
  const io: Io = {
    stdout,
    stderr,
    stdin: createInput(piped(setting.stdin ?? ""), terminals.includes("stdin")),
    env: (name) => env[name],
    host: { os: "linux", isContainer: () => setting.container ?? false },
    files: fakeFiles(files),
    clock: setting.clock ?? stillClock(),
    remind: setting.remind ?? (() => {}),
    signal: setting.signal ?? new AbortController().signal,
    ports: (prompt) =>
      Promise.resolve(
        setting.realRedirect
          ? { ...ports, redirect: createRedirect(prompt) }
          : ports,
      ),
    ...memoryStorage(),
    ...setting.storage,
    diagnosis: () => Promise.resolve(WELL),
    startSandbox: () => Promise.reject(new Error("no sandbox in this test")),
    openInterface: () => Promise.reject(new Error("no interface in this test")),
    ...setting.replace,
  };
  const code = await runCli(argv, io);
  return { code, stdout: stdout.text, stderr: stderr.text, files, ports };
}

/** What in a text would act on a terminal, or could not be seen on it. */
export function unsafeCharacters(text: string): readonly string[] {
  return text.replaceAll("\n", "").match(/[\p{Cc}\p{Cf}]/gu) ?? [];
}

/** A profiles file with these profiles. */
export function profilesText(
  profiles: readonly Record<string, unknown>[],
  members: Record<string, unknown> = {},
): string {
  return JSON.stringify({ version: 1, ...members, profiles }, undefined, 2);
}
