import type { Clock } from "../../engine/ports/clock.ts";
import type { State } from "../state/model.ts";
import { playEntry, type RecordedEntry, type Recording } from "./replay.ts";

/** A recording that is being played. */
export interface Playing {
  /** The interface now. */
  readonly state: State;
  /** How many messages were played. */
  readonly played: number;
  /** How many there are. */
  readonly total: number;
  /** Where it is, in milliseconds since the beginning. */
  readonly ms: number;
  /** How long it is, in milliseconds. */
  readonly lastMs: number;
  readonly isPaused: boolean;
}

/** Plays a recording. */
export interface Player {
  readonly getState: () => Playing;
  /** Hears of changes; the answer ends that. */
  readonly subscribe: (listener: () => void) => () => void;
  /** Pauses, or goes on. */
  readonly toggle: () => void;
  /** Pauses, and plays what happened next. */
  readonly step: () => void;
  /** Ends it. */
  readonly close: () => void;
  /** Resolves when it is closed; rejects if a message cannot be played. */
  readonly ended: Promise<void>;
}

/** How a recording is played. */
export interface PlayerOptions {
  readonly clock: Clock;
  /** 2 is twice as fast; `Infinity` waits for nothing. */
  readonly speed: number;
}

/** Time alone changes little: the message behind it is what a person did. */
function groupFrom(
  entries: readonly RecordedEntry[],
  from: number,
): readonly RecordedEntry[] {
  const at = entries.findIndex((one, index) =>
    index >= from && one.message.type !== "tick"
  );
  return entries.slice(from, at < 0 ? entries.length : at + 1);
}

/** What is shown now, and who hears of it. */
function createShown({ initial, entries }: Recording) {
  const listeners = new Set<() => void>();
  let now: Playing = {
    state: initial,
    played: 0,
    total: entries.length,
    ms: 0,
    lastMs: entries.at(-1)?.ms ?? 0,
    isPaused: false,
  };
  return {
    getState: () => now,
    set(after: Partial<Playing>) {
      now = { ...now, ...after };
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** What playing needs. */
interface Stage extends PlayerOptions {
  readonly entries: readonly RecordedEntry[];
  readonly shown: ReturnType<typeof createShown>;
  readonly play: (group: readonly RecordedEntry[]) => void;
}

/** Plays what is due until there is nothing more, or until it is paused. */
async function run(
  { entries, shown, play, clock, speed }: Stage,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const { played, ms } = shown.getState();
    const entry = entries[played];
    if (entry === undefined) return;
    const wait = (entry.ms - ms) / speed;
    try {
      if (wait > 0) await clock.sleep(wait, signal);
    } catch {
      return;
    }
    play([entry]);
  }
}

function played(
  { state, ms, played }: Playing,
  group: readonly RecordedEntry[],
): Partial<Playing> {
  return {
    state: group.reduce(playEntry, state),
    ms: Math.max(ms, group.at(-1)?.ms ?? ms),
    played: played + group.length,
  };
}

/**
 * Begins to play a recording.
 *
 * @param recording The recording.
 * @param options The time and the speed.
 * @returns The player.
 */
export function createPlayer(
  recording: Recording,
  options: PlayerOptions,
): Player {
  const ended = Promise.withResolvers<void>();
  const shown = createShown(recording);
  let wake = new AbortController();
  const play = (group: readonly RecordedEntry[]) => {
    try {
      shown.set(played(shown.getState(), group));
    } catch (error) {
      wake.abort();
      ended.reject(error);
    }
  };
  const pause = () => {
    wake.abort();
    shown.set({ isPaused: true });
  };
  const stage = { ...options, entries: recording.entries, shown, play };
  const start = () => {
    wake = new AbortController();
    shown.set({ isPaused: false });
    void run(stage, wake.signal);
  };
  start();
  return {
    ...shown,
    toggle: () => shown.getState().isPaused ? start() : pause(),
    step() {
      pause();
      play(groupFrom(recording.entries, shown.getState().played));
    },
    close() {
      wake.abort();
      ended.resolve();
    },
    ended: ended.promise,
  };
}
