import { load } from "../adapters/load.ts";
import type { Failure } from "./application.ts";
import type { Context } from "./context.ts";
import { UsageError } from "./errors.ts";
import { EXIT, exitCodeOf } from "./exit_codes.ts";
import { type GlobalOptions, takeGlobalOptions } from "./global_options.ts";
import type { Io } from "./io.ts";
import { createMessages } from "./terminal/messages.ts";
import { refuseSecretOptions } from "./secret_options.ts";
import { usesColor } from "./terminal/style.ts";

const DEFAULTS: GlobalOptions = {
  verbose: false,
  quiet: false,
  trace: false,
  color: "auto",
};

/** Options of other commands are not read for the one that is called most. */
async function rootOf([word]: readonly string[]) {
  if (word === "get-token" || word === "token") {
    const { TOKEN_ROOT } = await load<
      typeof import("./commands/get_token_route.ts")
    >("./commands/get_token_route.ts", import.meta.url);
    return TOKEN_ROOT;
  }
  const { ROOT } = await load<typeof import("./commands/routes.ts")>(
    "./commands/routes.ts",
    import.meta.url,
  );
  return ROOT;
}

/** Nothing is read for what hardly any call asks for. */
async function traceOf(
  parts: Pick<Context, "io" | "options" | "messages">,
): Promise<Pick<Context, "trace">> {
  const { trace, traceOut } = parts.options;
  if (!trace && traceOut === undefined) return {};
  const { openTrace } = await load<typeof import("./tracing/trace_session.ts")>(
    "./tracing/trace_session.ts",
    import.meta.url,
  );
  return { trace: openTrace(parts) };
}

async function runCommand(
  argv: readonly string[],
  { io, options, stdout }: {
    readonly io: Io;
    readonly options: GlobalOptions;
    readonly stdout: "stdout" | "stderr";
  },
): Promise<void> {
  const failures: Failure[] = [];
  const colored = usesColor(options.color, { io, stream: stdout });
  const process = {
    stdout: {
      write: (text: string) => io[stdout].write(text),
      getColorDepth: () => colored ? 4 : 1,
    },
    // Only errors come here, and those are told below.
    stderr: { write: () => {} },
    exitCode: null as number | null,
  };
  const { createApplication, run } = await load<
    typeof import("./application.ts")
  >("./application.ts", import.meta.url);
  const root = await rootOf(argv);
  const application = createApplication(
    root,
    (failure) => failures.push(failure),
  );
  const parts = { io, options, messages: createMessages(io, options) };
  const traced = await traceOf(parts);
  await run(application, argv, { process, ...parts, ...traced });
  await traced.trace?.close({ hasFailed: failures.length > 0 });
  const [first] = failures;
  if (first !== undefined) throw await first(argv);
}

function opensInterface([command]: readonly string[]): boolean {
  return command === undefined || command === "demo";
}

/** No other command can be heard in another way. */
function refuseScreenReader(argv: readonly string[]): void {
  if (opensInterface(argv)) return;
  throw new UsageError(
    "--screen-reader is for the interface, and this command does not open it",
    "Use entrada --screen-reader, or entrada demo --screen-reader",
  );
}

/** There is nothing to record but the interface. */
function refuseRecording(argv: readonly string[], io: Io): void {
  if (!opensInterface(argv)) {
    throw new UsageError(
      "--record records the interface, and this command does not open it",
      "Use entrada --record FILE, or entrada demo --record FILE",
    );
  }
  if (io.stdin.isTerminal && io.stderr.isTerminal) return;
  throw new UsageError(
    "--record records the interface, which needs a terminal",
    "Run it on a terminal",
  );
}

async function openDoor(
  argv: readonly string[],
  { io, options }: { readonly io: Io; readonly options: GlobalOptions },
): Promise<number> {
  if (options.record !== undefined) refuseRecording(argv, io);
  if (options.screenReader) refuseScreenReader(argv);
  if (/^--(replay|speed)(=|$)/.test(argv[0] ?? "")) {
    const { replay } = await load<typeof import("./interface/replay.ts")>(
      "./interface/replay.ts",
      import.meta.url,
    );
    return await replay(argv, { io, options });
  }
  if (argv.length > 0) {
    refuseSecretOptions(argv);
    await runCommand(argv, { io, options, stdout: "stdout" });
    return EXIT.ok;
  }
  const isTerminal = io.stdin.isTerminal && io.stderr.isTerminal;
  const isDumb = io.env("TERM") === "dumb";
  if (isTerminal && !isDumb) return await io.openInterface(io, options);
  if (isTerminal) {
    createMessages(io, options).say(
      "The interface needs a terminal that can move its cursor, and TERM says dumb; the commands work as they are:\n",
    );
  }
  await runCommand(["--help"], { io, options, stdout: "stderr" });
  return EXIT.usage;
}

/** Without a working directory there is no project to be found. */
function withoutProject(io: Io): Io {
  return { ...io, host: { ...io.host, cwd: () => undefined } };
}

/** What Ink is told by the environment is no wish of whoever reads an error. */
function withColorOfNow(io: Io): Io {
  const forced = io.env("FORCE_COLOR");
  const env = (name: string) => name === "FORCE_COLOR" ? forced : io.env(name);
  return { ...io, env };
}

async function tellError(
  error: unknown,
  { io, options }: { readonly io: Io; readonly options: GlobalOptions },
): Promise<void> {
  const { describeError } = await load<typeof import("./describe_error.ts")>(
    "./describe_error.ts",
    import.meta.url,
  );
  const { style } = createMessages(io, options);
  const text = describeError(error, { style, verbose: options.verbose });
  if (text !== "") io.stderr.write(text + "\n");
}

/**
 * Runs the program without a process.
 *
 * @param argv The arguments.
 * @param io All that it may do to the world.
 * @returns The exit code.
 */
export async function runCli(
  argv: readonly string[],
  io: Io,
): Promise<number> {
  let options = DEFAULTS;
  const told = withColorOfNow(io);
  try {
    const taken = takeGlobalOptions(argv);
    options = taken.options;
    const world = options.noProject ? withoutProject(io) : io;
    return await openDoor(taken.rest, { io: world, options });
  } catch (error) {
    await tellError(error, { io: told, options });
    return exitCodeOf(error);
  }
}
