import type { Message } from "../state/message.ts";
import type { State } from "../state/model.ts";
import type { InitialOptions } from "../state/initial.ts";
import { createSecretMemory, maskForeign } from "./recording_masks.ts";
import { createOutputHolder } from "./recording_output.ts";
import { recordedMessage } from "./recording_rules.ts";
import { encodeValue } from "./recording_values.ts";

/** What a recording says of itself; raised when an old program cannot read it. */
export const RECORDING_VERSION = 1;
/** What is longer could not be replayed. */
export const LONGEST_RECORDING = 16 * 1024 * 1024;

/** How the interface was drawn. */
export interface RecordedLook {
  readonly color: boolean;
  readonly ascii: boolean;
}

/** Where a recording goes. */
export interface RecordingSink {
  /** The program's version. */
  readonly program: string;
  /**
   * Writes one line, at once.
   *
   * @param line The line without its end.
   * @throws {Error} If it cannot be written.
   */
  readonly write: (line: string) => void;
}

/** Records one session. */
export interface Recorder {
  /** Takes a message, and the interface before it. */
  readonly take: (state: State, message: Message) => void;
}

/** What a recording begins with. */
export interface RecordingStart {
  readonly initial: Omit<InitialOptions, "flows">;
  readonly look: RecordedLook;
  /** Hears once that nothing more is recorded, in one sentence. */
  readonly onEnd: (text: string) => void;
}

function headerOf(
  { program }: RecordingSink,
  { initial, look }: RecordingStart,
): string {
  const plain = { text: maskForeign, secret: () => {} };
  return JSON.stringify({
    entrada: "recording",
    version: RECORDING_VERSION,
    program,
    look,
    initial: encodeValue(initial, plain),
  });
}

/** Writes lines until one cannot be written, or there are too many. */
function createWriter(
  { write }: RecordingSink,
  onEnd: RecordingStart["onEnd"],
): (line: string) => void {
  let length = 0;
  let hasEnded = false;
  const end = (text: string) => {
    hasEnded = true;
    onEnd(text);
  };
  return (line) => {
    if (hasEnded) return;
    length += line.length;
    if (length > LONGEST_RECORDING) {
      return end("The recording has become too long, and ends here");
    }
    try {
      write(line);
    } catch {
      end("The recording cannot be written any more, and ends here");
    }
  };
}

/**
 * Begins to record a session: a line of JSON for its beginning, then one for
 * each message, written as it comes, so that a crash leaves what was there.
 *
 * @param sink Where it goes.
 * @param start The interface before anything happened.
 * @returns Takes what happens.
 * @throws {Error} If not even the first line can be written.
 */
export function createRecorder(
  sink: RecordingSink,
  start: RecordingStart,
): Recorder {
  const memory = createSecretMemory();
  const holder = createOutputHolder();
  const { initial: { now }, onEnd } = start;
  sink.write(headerOf(sink, start));
  const write = createWriter(sink, onEnd);
  const timeOf = (state: State, message: Message) =>
    message.type === "tick" ? message.now : state.now;
  const record = (state: State, message: Message) => {
    const ms = timeOf(state, message) - now;
    const recorded = recordedMessage(message, { state, memory });
    write(JSON.stringify({ ms, message: recorded }));
  };
  return {
    take(state, message) {
      if (holder.hold(message, timeOf(state, message))) return;
      const held = holder.release();
      if (held !== undefined) {
        record(state, { type: "tick", now: state.now });
        record(state, held);
      }
      record(state, message);
    },
  };
}
