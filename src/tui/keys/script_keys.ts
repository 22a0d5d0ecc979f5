import { lastScriptRow } from "../document/script.ts";
import { isAtWork, type ScriptOverlay } from "../state/script.ts";
import type { State } from "../state/model.ts";
import { frontOverlay } from "../state/select.ts";
import type { Binding } from "./keymap.ts";

function whenScript(
  fits: (overlay: ScriptOverlay) => boolean,
): (state: State) => boolean {
  return (state) => {
    const front = frontOverlay(state);
    return front?.kind === "script" && fits(front);
  };
}

/** A permission below the last row has to be seen before it can be allowed. */
function hasSeenAll(state: State): boolean {
  return whenScript((overlay) =>
    overlay.stage === "asking" &&
    overlay.scroll >= lastScriptRow(overlay, state.size)
  )(state);
}

const isAsking = whenScript(({ stage }) => stage === "asking");
const hasEnded = whenScript(({ stage }) => stage === "ended");
const runs = whenScript(isAtWork);
const hasOutput = whenScript(({ lines }) => lines.length > 0);

/** Keys of a user's script: Enter is none of them, it may be meant for the palette. */
export const SCRIPT_KEYS: readonly Binding[] = [
  {
    id: "script.allow",
    keys: ["y"],
    help: "run it, and do not ask again until the file changes",
    short: "run, and remember",
    when: hasSeenAll,
    message: { type: "allow_script", remember: true },
  },
  {
    id: "script.once",
    keys: ["o"],
    help: "run it this once",
    short: "run once",
    when: hasSeenAll,
    message: { type: "allow_script", remember: false },
  },
  {
    id: "script.unseen",
    keys: ["pagedown", "y", "o"],
    help: "see the rest of what it asks for, before it can be allowed",
    short: "see the rest",
    when: (state) => isAsking(state) && !hasSeenAll(state),
    message: { type: "move", distance: "page_down" },
  },
  {
    id: "script.stop",
    keys: ["escape"],
    help: "stop the script and all that it has started",
    short: "stop",
    when: runs,
    message: { type: "stop_script" },
  },
  {
    id: "script.again",
    keys: ["r"],
    help: "run it again",
    short: "again",
    when: hasEnded,
    message: { type: "run_script" },
  },
  {
    id: "script.copy",
    keys: ["c"],
    help: "copy what it wrote",
    short: "copy",
    when: hasOutput,
    reason: "It has written nothing yet",
    message: { type: "copy_script" },
  },
  {
    id: "script.close",
    keys: ["escape", "q"],
    help: "close it",
    short: "close",
    when: whenScript((overlay) => !isAtWork(overlay)),
    message: { type: "back" },
  },
];
