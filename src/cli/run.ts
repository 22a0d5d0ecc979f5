import { load } from "../adapters/load.ts";
import type { Failure } from "./application.ts";
import { EXIT, exitCodeOf } from "./exit_codes.ts";
import { type GlobalOptions, takeGlobalOptions } from "./global_options.ts";
import type { Io } from "./io.ts";
import { createMessages } from "./messages.ts";
import { refuseSecretOptions } from "./secret_options.ts";
import { usesColor } from "./style.ts";

const DEFAULTS: GlobalOptions = {
  verbose: false,
  quiet: false,
  trace: false,
  color: "auto",
};

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
  await run(createApplication((failure) => failures.push(failure)), argv, {
    process,
    io,
    options,
    messages: createMessages(io, options),
  });
  const [first] = failures;
  if (first !== undefined) throw await first();
}

async function openDoor(
  argv: readonly string[],
  { io, options }: { readonly io: Io; readonly options: GlobalOptions },
): Promise<number> {
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
  try {
    const taken = takeGlobalOptions(argv);
    options = taken.options;
    return await openDoor(taken.rest, { io, options });
  } catch (error) {
    await tellError(error, { io, options });
    return exitCodeOf(error);
  }
}
