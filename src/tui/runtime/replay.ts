import { FLOWS } from "../../engine/flows/flow_names.ts";
import { type InitialOptions, initialState } from "../state/initial.ts";
import type { Message } from "../state/message.ts";
import type { State } from "../state/model.ts";
import { update } from "../state/update.ts";
import { type RecordedLook, RECORDING_VERSION } from "./recording.ts";
import { decodeValue } from "./recording_values.ts";

/** A file is no recording that can be replayed. */
export class RecordingError extends Error {
  /** `"RecordingError"`. */
  override readonly name = "RecordingError";
  /** The line, from 1. */
  readonly line: number;

  /**
   * Makes an error about a line.
   *
   * @param line The line, from 1.
   * @param message What is wrong: the end of a sentence.
   */
  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

/** One message of a recording. */
export interface RecordedEntry {
  /** When, in milliseconds since the beginning. */
  readonly ms: number;
  /** Its line, from 1. */
  readonly line: number;
  readonly message: Message;
}

/** A session that can be played. */
export interface Recording {
  readonly look: RecordedLook;
  readonly initial: State;
  readonly entries: readonly RecordedEntry[];
  /** Whether its last line has no end, as after a crash. */
  readonly isCut: boolean;
}

type Members = Readonly<Record<string, unknown>>;

function membersOf(value: unknown): Members | undefined {
  const isRecord = typeof value === "object" && value !== null &&
    !Array.isArray(value);
  return isRecord ? value as Members : undefined;
}

function parsed(text: string, line: number): Members {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new RecordingError(line, "it is not JSON");
  }
  const members = membersOf(value);
  if (members !== undefined) return members;
  throw new RecordingError(line, "it is not a JSON object");
}

function stateOf(initial: unknown): State {
  const options = membersOf(decodeValue(initial));
  const size = membersOf(options?.size);
  const numbers = [options?.now, size?.columns, size?.rows];
  if (!numbers.every((one) => Number.isFinite(one) && Number(one) >= 0)) {
    throw new RecordingError(1, "it has no time and size to begin with");
  }
  const flows = FLOWS.map(({ name, summary }) => ({ name, summary }));
  try {
    return initialState({ ...options as unknown as InitialOptions, flows });
  } catch {
    throw new RecordingError(1, "its beginning makes no sense");
  }
}

function readHeader(text: string): Pick<Recording, "look" | "initial"> {
  const { entrada, version, look, initial } = parsed(text, 1);
  if (entrada !== "recording") {
    throw new RecordingError(1, "it is no recording of Entrada");
  }
  if (version !== RECORDING_VERSION) {
    const isNewer = typeof version === "number" && version > RECORDING_VERSION;
    throw new RecordingError(
      1,
      isNewer
        ? `it has version ${version}, which is newer than this program`
        : "it has no version that is known",
    );
  }
  const { color, ascii } = membersOf(look) ?? {};
  try {
    return {
      look: { color: color === true, ascii: ascii === true },
      initial: stateOf(initial),
    };
  } catch (error) {
    if (error instanceof RecordingError) throw error;
    throw new RecordingError(1, "its beginning makes no sense");
  }
}

function readEntry(text: string, line: number): RecordedEntry {
  const { ms, message } = parsed(text, line);
  if (typeof ms !== "number" || !Number.isFinite(ms)) {
    throw new RecordingError(line, "it does not say when it happened");
  }
  try {
    const members = membersOf(decodeValue(message));
    if (typeof members?.type === "string") {
      return { ms, line, message: members as unknown as Message };
    }
  } catch {
    // Told below: it makes no difference what exactly is wrong.
  }
  throw new RecordingError(line, "it is no message that is known");
}

/**
 * Reads a recording. A last line without an end is what a crash leaves, and
 * is passed over.
 *
 * @param text The file.
 * @returns What can be played.
 * @throws {RecordingError} If it is damaged, too new, or something else.
 */
export function readRecording(text: string): Recording {
  const lines = text.split("\n");
  const last = lines.pop() ?? "";
  const [first] = lines;
  if (first === undefined) {
    throw new RecordingError(1, "it is no recording of Entrada");
  }
  const entries = lines.slice(1).map((one, index) => readEntry(one, index + 2));
  return { ...readHeader(first), entries, isCut: last !== "" };
}

/**
 * Plays one message; nothing of what it would do to the world is done.
 *
 * @param state The interface.
 * @param entry The message.
 * @returns The interface afterwards.
 * @throws {RecordingError} If it makes no sense here.
 */
export function playEntry(
  state: State,
  { message, line }: RecordedEntry,
): State {
  try {
    return update(state, message)[0];
  } catch {
    throw new RecordingError(line, "it makes no sense where it stands");
  }
}

/**
 * Plays a recording as fast as possible.
 *
 * @param recording The recording.
 * @returns The interface at its end.
 * @throws {RecordingError} If a message makes no sense where it stands.
 */
export function playAll({ initial, entries }: Recording): State {
  return entries.reduce(playEntry, initial);
}
