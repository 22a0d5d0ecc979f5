import { NotUtf8Error, UnsafeFileError } from "../../adapters/files.ts";
import { load } from "../../adapters/load.ts";
import { sanitizeText } from "../../engine/text.ts";
import { StorageError, UsageError } from "../errors.ts";
import { EXIT } from "../exit_codes.ts";
import type { GlobalOptions } from "../global_options.ts";
import type { Io } from "../io.ts";
import { usesColor } from "../terminal/style.ts";

/** What is replayed, and how. */
interface Wish {
  readonly path: string;
  readonly speed: number;
}

const FASTEST = 1000;

function speedOf(text: string | undefined): number {
  if (text === "max") return Infinity;
  const speed = /^\d+(\.\d+)?$/.test(text ?? "") ? Number(text) : NaN;
  if (speed > 0 && speed <= FASTEST) return speed;
  throw new UsageError(
    text === undefined
      ? "--speed needs a value"
      : `Cannot use --speed "${sanitizeText(text)}"`,
    `It is a number up to ${FASTEST}, such as 2 for twice as fast, or max`,
  );
}

/** Options that stand alone or before an equals sign. */
function wishOf(argv: readonly string[]): Wish {
  const words = argv.flatMap((word) => {
    const [, name, value] = /^(--(?:replay|speed))=(.*)$/s.exec(word) ?? [];
    return name === undefined ? [word] : [name, value ?? ""];
  });
  let path: string | undefined;
  let speed = 1;
  for (let index = 0; index < words.length; index += 2) {
    const name = words[index];
    const value = words[index + 1];
    if (name === "--replay") path = value;
    else if (name === "--speed") speed = speedOf(value);
    else {
      throw new UsageError(
        `Cannot use "${sanitizeText(name ?? "")}" with --replay`,
        "Only --speed goes with it",
      );
    }
  }
  if (path !== undefined && path !== "") return { path, speed };
  throw new UsageError(
    "--replay needs a file",
    "Name a file that entrada --record has written",
  );
}

async function textOf(path: string, io: Io): Promise<string> {
  const shown = sanitizeText(path);
  let text: string | undefined;
  try {
    text = await io.files.read(path, { fatal: true, signal: io.signal });
  } catch (error) {
    io.signal.throwIfAborted();
    if (error instanceof NotUtf8Error || error instanceof UnsafeFileError) {
      throw new UsageError(
        `Cannot replay "${shown}": it is no recording of Entrada`,
        "Name a file that entrada --record has written",
      );
    }
    throw Object.assign(
      new StorageError(
        `Cannot replay "${shown}": it cannot be read`,
        "Check that it is a file, and that you may read it",
      ),
      { cause: error },
    );
  }
  if (text !== undefined) return text;
  throw new UsageError(
    `Cannot replay "${shown}": there is no such file`,
    "Check the path",
  );
}

function replayModule({ prepareForInk }: Io) {
  // React looks at the environment when it is loaded.
  prepareForInk?.();
  return load<typeof import("../../tui/open_replay.tsx")>(
    "../../tui/open_replay.tsx",
    import.meta.url,
  );
}

async function play(
  text: string,
  { io, options, speed }: {
    readonly io: Io;
    readonly options: GlobalOptions;
    readonly speed: number;
  },
): Promise<void> {
  const { lastFrame, openReplay, readRecording } = await replayModule(io);
  const recording = readRecording(text);
  if (recording.isCut) {
    io.stderr.write("The last line is cut, and is passed over\n");
  }
  const drawable = io.stdin.isTerminal && io.stderr.isTerminal &&
    io.env("TERM") !== "dumb";
  if (!drawable) return io.stdout.write(lastFrame(recording));
  const { openTerminal } = await load<
    typeof import("../../adapters/process_terminal.ts")
  >("../../adapters/process_terminal.ts", import.meta.url);
  const { createEndings } = await load<typeof import("./endings.ts")>(
    "./endings.ts",
    import.meta.url,
  );
  const streams = await openTerminal();
  await openReplay(recording, {
    ...streams,
    color: usesColor(options.color, { io, stream: "stderr" }),
    clock: io.clock,
    speed,
    ...createEndings(io, streams),
  });
}

/**
 * Replays a recording of the interface: on a terminal as it was, elsewhere its
 * last frame as plain text on standard output. Nothing else is done: there is
 * no engine, no network, no profile and nothing kept.
 *
 * @param argv The arguments, `--replay` first.
 * @param context The world and the options of every command.
 * @returns The exit code.
 * @throws {UsageError} If there is no such file, or it is no good recording.
 */
export async function replay(
  argv: readonly string[],
  { io, options }: { readonly io: Io; readonly options: GlobalOptions },
): Promise<number> {
  const { path, speed } = wishOf(argv);
  const text = await textOf(path, io);
  const { RecordingError } = await replayModule(io);
  try {
    await play(text, { io, options, speed });
    return EXIT.ok;
  } catch (error) {
    if (!(error instanceof RecordingError)) throw error;
    const { line, message } = error;
    throw new UsageError(
      `Cannot replay "${sanitizeText(path)}": line ${line}: ${message}`,
      "Name a file that entrada --record of this version has written",
    );
  }
}
