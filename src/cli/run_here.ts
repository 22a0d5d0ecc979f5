import { load } from "../adapters/load.ts";
import { remind, systemClock } from "../adapters/clock.ts";
import {
  environmentVariable,
  systemHost,
  withholdVariable,
} from "../adapters/environment.ts";
import { systemFiles } from "../adapters/files.ts";
import type { AdapterParts } from "../adapters/ports.ts";
import {
  endProgram,
  onEndSignal,
  prepareForInk,
  systemStderr,
  systemStdout,
} from "../adapters/process.ts";
import { type Input, systemInput } from "../adapters/stdin.ts";
import { createInterruptions } from "./interruptions.ts";
import type { Io } from "./io.ts";
import type { NamedCall } from "./kept_path.ts";
import { runCli } from "./run.ts";

/** Read from their files when they are used. */
const ADAPTER_PARTS: AdapterParts = {
  browser: () =>
    load<typeof import("../adapters/browser.ts")>(
      "../adapters/browser.ts",
      import.meta.url,
    ),
  command: () =>
    load<typeof import("../adapters/command.ts")>(
      "../adapters/command.ts",
      import.meta.url,
    ),
  redirect: () =>
    load<typeof import("../adapters/redirect.ts")>(
      "../adapters/redirect.ts",
      import.meta.url,
    ),
};

/** What is loaded when a command needs it. */
const LATE: Pick<
  Io,
  | "storage"
  | "records"
  | "diagnosis"
  | "runChild"
  | "copyNatively"
  | "startSandbox"
  | "openInterface"
> = {
  storage: async (options) => {
    const { openStorage } = await load<
      typeof import("../adapters/storage.ts")
    >("../adapters/storage.ts", import.meta.url);
    return await openStorage(options);
  },
  records: async (directory) => {
    const { openRecords } = await load<
      typeof import("../adapters/records.ts")
    >("../adapters/records.ts", import.meta.url);
    return openRecords(directory, environmentVariable);
  },
  diagnosis: async () => {
    const { systemDiagnosis } = await load<
      typeof import("../adapters/diagnosis/mod.ts")
    >("../adapters/diagnosis/mod.ts", import.meta.url);
    return systemDiagnosis;
  },
  runChild: async (argv, variables) => {
    const { runChild } = await load<typeof import("../adapters/child.ts")>(
      "../adapters/child.ts",
      import.meta.url,
    );
    return await runChild(argv, variables);
  },
  copyNatively: async (text) => {
    const { copyNatively } = await load<
      typeof import("../adapters/clipboard.ts")
    >("../adapters/clipboard.ts", import.meta.url);
    return await copyNatively(text);
  },
  startSandbox: async (options) => {
    const { startSandbox } = await load<typeof import("../sandbox/mod.ts")>(
      "../sandbox/mod.ts",
      import.meta.url,
    );
    return await startSandbox(options);
  },
  openInterface: async (io, options) => {
    const { openInterface } = await load<
      typeof import("./interface/open_interface.ts")
    >("./interface/open_interface.ts", import.meta.url);
    return await openInterface(io, options);
  },
};

function rememberCall(named: NamedCall): NonNullable<Io["rememberCall"]> {
  return async (answer) => {
    const { writeKeptCall } = await load<
      typeof import("../adapters/calls/write_kept_call.ts")
    >("../adapters/calls/write_kept_call.ts", import.meta.url);
    await writeKeptCall({ ...answer, ...named });
  };
}

/**
 * Makes the world of the program out of this process.
 *
 * @param signal Ends the program.
 * @param named What the call is called, if its answer may be remembered.
 * @returns The world.
 */
export function systemIo(signal: AbortSignal, named?: NamedCall): Io {
  let stdin: Input | undefined;
  return {
    ...LATE,
    prepareForInk,
    ...(named === undefined ? {} : { rememberCall: rememberCall(named) }),
    stdout: systemStdout(),
    stderr: systemStderr(),
    // Its buffer is made for those who read.
    get stdin() {
      return stdin ??= systemInput();
    },
    env: environmentVariable,
    withhold: withholdVariable,
    host: systemHost,
    files: systemFiles,
    clock: systemClock,
    remind,
    signal,
    ports: async (prompt) => {
      const { joinPorts } = await load<typeof import("../adapters/ports.ts")>(
        "../adapters/ports.ts",
        import.meta.url,
      );
      return joinPorts(ADAPTER_PARTS, { prompt });
    },
  };
}

/**
 * Joins the program to this process: the composition root.
 *
 * @param argv The arguments.
 * @param named What the call is called, if its answer may be remembered.
 * @returns The exit code.
 */
export async function runHere(
  argv: readonly string[],
  named?: NamedCall,
): Promise<number> {
  const end = new AbortController();
  onEndSignal(createInterruptions({
    now: systemClock.now,
    abort: (reason) => end.abort(reason),
    exit: endProgram,
  }));
  return await runCli(argv, systemIo(end.signal, named));
}
