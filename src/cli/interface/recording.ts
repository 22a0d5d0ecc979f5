import {
  LineFileError,
  type LineFileProblem,
} from "../../adapters/recording_file.ts";
import { load } from "../../adapters/load.ts";
import { sanitizeText } from "../../engine/text.ts";
import type { TuiOptions } from "../../tui/open.tsx";
import { StorageError, UsageError } from "../errors.ts";
import { VERSION } from "../version.ts";

/** A session that is being recorded. */
export interface OpenRecording {
  /** What the interface is told. */
  readonly record: NonNullable<TuiOptions["record"]>;
  /** Closes the file. */
  readonly close: () => void;
}

const REASONS: Readonly<
  Record<LineFileProblem, readonly [why: string, hint: string]>
> = {
  is_there: [
    "something is in its place",
    "Name a file that is not there: a recording never replaces one",
  ],
  no_folder: ["its folder is not there", "Make the folder, or name another"],
  failed: [
    "it cannot be written",
    "Check that the folder is yours and not full or read-only",
  ],
};

function told(error: unknown, path: string): unknown {
  if (!(error instanceof LineFileError)) return error;
  const [why, hint] = REASONS[error.problem];
  const message = `Cannot record into "${sanitizeText(path)}": ${why}`;
  const mistake = error.problem === "failed"
    ? new StorageError(message, hint)
    : new UsageError(message, hint);
  return Object.assign(mistake, { cause: error });
}

/**
 * Begins to record the interface. Nothing secret is recorded.
 *
 * @param path A file that is not there yet.
 * @returns What the interface is told.
 * @throws {UsageError} If something is there, or there is no such folder.
 * @throws {StorageError} If the file cannot be written.
 */
export async function openRecording(path: string): Promise<OpenRecording> {
  const { createLineFile } = await load<
    typeof import("../../adapters/recording_file.ts")
  >("../../adapters/recording_file.ts", import.meta.url);
  const { createRecorder } = await load<
    typeof import("../../tui/runtime/recording.ts")
  >("../../tui/runtime/recording.ts", import.meta.url);
  try {
    const file = createLineFile(path);
    const sink = { program: VERSION, write: file.write };
    return {
      record: (start) => createRecorder(sink, start),
      close: file.close,
    };
  } catch (error) {
    throw told(error, path);
  }
}
