import { load } from "../../adapters/load.ts";
import type { startSandbox } from "../../sandbox/mod.ts";
import type { Context } from "../context.ts";
import { ConfigurationError, StorageError, UsageError } from "../errors.ts";
import type { SandboxFlags } from "../flags/sandbox.ts";
import type { Io } from "../io.ts";
import { sandboxSummary } from "../output/sandbox_summary.ts";
import { jsonText } from "../output/json.ts";

/** Starts the local authority. */
export type StartSandbox = typeof startSandbox;

type Options = NonNullable<Parameters<StartSandbox>[0]>;

async function readSeed(
  path: string,
  io: Io,
): Promise<NonNullable<Options["world"]>> {
  const { signal } = io;
  const text = await io.files.read(path, { signal }).catch((cause) => {
    signal.throwIfAborted();
    throw Object.assign(new StorageError(`Cannot read the seed ${path}`), {
      cause,
    });
  });
  if (text === undefined) {
    throw new UsageError(
      `Cannot find the seed ${path}`,
      "Check the path; it counts from the working directory",
    );
  }
  try {
    // What it says is checked by the sandbox, which owns its shape.
    return JSON.parse(text);
  } catch {
    const { locateJson } = await load<
      typeof import("../../settings/json_source.ts")
    >("../../settings/json_source.ts", import.meta.url);
    const at = locateJson(text).fault ?? { line: 1, column: 1 };
    throw new ConfigurationError(
      `Cannot read the seed: ${path}:${at.line}:${at.column}: this is not JSON`,
      "Mend it in an editor, or leave --seed out for the world that comes with it",
    );
  }
}

async function sandboxOptions(flags: SandboxFlags, io: Io): Promise<Options> {
  if (flags.interval === 0) {
    throw new UsageError(
      "Cannot let devices poll every 0 seconds",
      "Give --interval a whole number from 1 to 600",
    );
  }
  const approve = flags.autoApprove === true ||
    flags.autoApproveAfter !== undefined;
  return {
    signal: io.signal,
    ...(flags.port === undefined ? {} : { port: flags.port }),
    ...(flags.interval === undefined
      ? {}
      : { deviceIntervalSeconds: flags.interval }),
    ...(approve
      ? { autoApprove: { deviceAfterPolls: flags.autoApproveAfter ?? 1 } }
      : {}),
    ...(flags.seed === undefined
      ? {}
      : { world: await readSeed(flags.seed, io) }),
  };
}

/** The two mistakes that a user can make here; anything else is unexpected. */
function startError(error: unknown, flags: SandboxFlags): unknown {
  if (!(error instanceof Error)) return error;
  if (error.name === "AddrInUse" || error.name === "PermissionDenied") {
    return new UsageError(
      `Cannot listen on port ${flags.port}: it is taken or not allowed`,
      "Choose another one with --port, or leave it out",
    );
  }
  if (error instanceof TypeError && flags.seed !== undefined) {
    return new ConfigurationError(
      `Cannot use the seed ${flags.seed}: ${error.message}`,
    );
  }
  return error;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

/** Runs the local authority until the program is interrupted. */
export default async function sandbox(
  this: Context,
  flags: SandboxFlags,
): Promise<void> {
  const { io, messages } = this;
  const options = await sandboxOptions(flags, io);
  const running = await io.startSandbox(options).catch((error) => {
    throw startError(error, flags);
  });
  try {
    io.stdout.write(
      flags.json
        ? jsonText(running.ready) + "\n"
        : sandboxSummary(running.ready),
    );
    messages.note("Serving until you press Ctrl+C");
    await aborted(io.signal);
  } finally {
    await running.close();
    messages.note("The sandbox has stopped; its tokens are worth nothing now");
  }
}
