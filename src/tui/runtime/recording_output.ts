import type { Message } from "../state/message.ts";
import { SCRIPT_LINES_KEPT, type ScriptNews } from "../state/script.ts";

type Written = Extract<ScriptNews, { kind: "wrote" }>;

/** A replay that shows nothing for longer seems to hang. */
const LONGEST_HOLD_MS = 30_000;

/** What a script wrote. */
interface Output {
  /** When the first of it came. */
  readonly since: number;
  readonly scriptId: number;
  readonly news: Written;
}

/** Holds back what a script writes too much of. */
export interface OutputHolder {
  /**
   * Takes a message.
   *
   * @param message What happened.
   * @param at When.
   * @returns Whether it shall not be recorded now: output is held back, and so
   *   is the time that passes meanwhile.
   */
  readonly hold: (message: Message, at: number) => boolean;
  /** Gives what was held back: the lines that are still in sight. */
  readonly release: () => Message | undefined;
}

function joined(before: Written | undefined, { lines, dropped }: Written) {
  const all = [...before?.lines ?? [], ...lines];
  const kept = all.slice(-SCRIPT_LINES_KEPT);
  const gone = all.length - kept.length;
  return {
    kind: "wrote",
    lines: kept,
    dropped: (before?.dropped ?? 0) + dropped + gone,
  } as const;
}

/**
 * Makes what holds back the output of scripts: as many lines as are kept are
 * recorded as they come, later ones only when something else happens, since
 * whoever writes without end would fill the recording.
 *
 * @returns Nothing is held back yet.
 */
export function createOutputHolder(): OutputHolder {
  const recorded = new Map<number, number>();
  let held: Output | undefined;
  return {
    hold(message, at) {
      if (message.type === "tick") {
        return held !== undefined && at - held.since < LONGEST_HOLD_MS;
      }
      if (message.type !== "script_news") return false;
      const { scriptId, news } = message;
      if (news.kind !== "wrote") return false;
      if (held !== undefined && held.scriptId !== scriptId) return false;
      const count = (recorded.get(scriptId) ?? 0) + news.lines.length;
      recorded.set(scriptId, count);
      if (count <= SCRIPT_LINES_KEPT) return false;
      const since = held?.since ?? at;
      held = { since, scriptId, news: joined(held?.news, news) };
      return true;
    },
    release() {
      if (held === undefined) return undefined;
      const { scriptId, news } = held;
      held = undefined;
      return { type: "script_news", scriptId, news };
    },
  };
}
