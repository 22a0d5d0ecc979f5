import { load } from "../adapters/load.ts";
import { remind, systemClock } from "../adapters/clock.ts";
import { environmentVariable, systemHost } from "../adapters/environment.ts";
import { systemFiles } from "../adapters/files.ts";
import type { AdapterParts } from "../adapters/ports.ts";
import {
  endProgram,
  onEndSignal,
  systemStderr,
  systemStdout,
} from "../adapters/process.ts";
import { type Input, systemInput } from "../adapters/stdin.ts";
import { createInterruptions } from "./interruptions.ts";
import type { Io } from "./io.ts";
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

function systemIo(signal: AbortSignal): Io {
  let stdin: Input | undefined;
  return {
    stdout: systemStdout(),
    stderr: systemStderr(),
    // Its buffer is made for those who read.
    get stdin() {
      return stdin ??= systemInput();
    },
    env: environmentVariable,
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
    startSandbox: async (options) => {
      const { startSandbox } = await load<typeof import("../sandbox/mod.ts")>(
        "../sandbox/mod.ts",
        import.meta.url,
      );
      return await startSandbox(options);
    },
    openInterface: async (io, options) => {
      const { openInterface } = await load<
        typeof import("./open_interface.ts")
      >("./open_interface.ts", import.meta.url);
      return await openInterface(io, options);
    },
  };
}

/**
 * Joins the program to this process: the composition root.
 *
 * @param argv The arguments.
 * @returns The exit code.
 */
export async function runHere(argv: readonly string[]): Promise<number> {
  const end = new AbortController();
  onEndSignal(createInterruptions({
    now: systemClock.now,
    abort: (reason) => end.abort(reason),
    exit: endProgram,
  }));
  return await runCli(argv, systemIo(end.signal));
}
