import { render, renderToString } from "ink";
import type { TuiOptions, TuiOutput } from "./open.tsx";
import { createPlayer, type PlayerOptions } from "./runtime/player.ts";
import { playAll, type Recording, RecordingError } from "./runtime/replay.ts";
import { createLook } from "./theme/look.ts";
import { App } from "./view/app.tsx";
import { fitted, Replayed } from "./view/replayed.tsx";

export { readRecording, RecordingError } from "./runtime/replay.ts";

/** How a recording is shown. */
export type ReplayOptions =
  & Pick<TuiOptions, "stdin" | "stdout" | "color" | "ascii" | "guard">
  & PlayerOptions
  & {
    /** Ends it; its reason is what the call rejects with. */
    readonly signal: AbortSignal;
  };

function sizeOf({ columns, rows }: TuiOutput) {
  return { columns: columns || 80, rows: rows || 24 };
}

/** What a file leads to may be such that no view can draw it. */
function undrawable(
  { entries }: Recording,
  { played, cause }: { readonly played: number; readonly cause: unknown },
): RecordingError {
  const line = entries[played - 1]?.line ?? 1;
  const error = new RecordingError(line, "what it leads to cannot be drawn");
  return Object.assign(error, { cause });
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const reason = () => reject(signal.reason);
    signal.addEventListener("abort", reason, { once: true });
    if (signal.aborted) reason();
  });
}

/**
 * Plays a recording on a terminal, until the person leaves. There is no
 * engine, no network and no profile: nothing is done but drawing.
 *
 * @param recording The recording.
 * @param options The terminal, the time and the speed.
 * @throws {RecordingError} If a message makes no sense where it stands.
 */
export async function openReplay(
  recording: Recording,
  options: ReplayOptions,
): Promise<void> {
  const { color, ascii, stdin, stdout, signal } = options;
  const look = createLook({
    color: color === true && recording.look.color,
    ascii: ascii === true || recording.look.ascii,
  });
  const player = createPlayer(recording, options);
  const screen = render(
    <Replayed player={player} look={look} size={() => sizeOf(stdout)} />,
    {
      stdin,
      stdout,
      stderr: stdout,
      alternateScreen: true,
      incrementalRendering: true,
      interactive: true,
      exitOnCtrlC: false,
      patchConsole: false,
      maxFps: 60,
    },
  );
  const restore = () => screen.unmount();
  const unguard = options.guard?.(restore);
  const failed = screen.waitUntilExit().then(() => {}, (cause) => {
    throw undrawable(recording, { played: player.getState().played, cause });
  });
  try {
    await Promise.race([player.ended, failed, aborted(signal)]);
    signal.throwIfAborted();
  } finally {
    player.close();
    restore();
    unguard?.();
  }
}

const ESC = "\\u001b";
const BEL = "\\u0007";
/** What styles a text, and what makes it a link. */
const STYLES = new RegExp(
  `${ESC}(?:\\[[0-9;:]*m|\\]8;[^${ESC}${BEL}]*(?:${BEL}|${ESC}\\\\))`,
  "g",
);
/** No terminal is larger, whatever a file says. */
const LARGEST = { columns: 500, rows: 200 };

/**
 * The last frame of a recording as plain text.
 *
 * @param recording The recording.
 * @returns One line a row, blanks at line ends cut, with a final newline.
 * @throws {RecordingError} If a message makes no sense where it stands.
 */
export function lastFrame(recording: Recording): string {
  const state = fitted(playAll(recording), LARGEST);
  const look = createLook({ color: false, ascii: recording.look.ascii });
  const columns = Math.max(1, state.size.columns);
  let frame: string;
  try {
    frame = renderToString(<App look={look} state={state} />, { columns });
  } catch (cause) {
    const played = recording.entries.length;
    throw undrawable(recording, { played, cause });
  }
  const lines = frame.replace(STYLES, "").split("\n")
    .map((line) => line.trimEnd());
  return lines.join("\n").trimEnd() + "\n";
}
