import type { WorldMessage } from "../message.ts";
import type { Screen, State } from "../model.ts";
import { placeOf } from "../select.ts";

/** How long a notice stays, in milliseconds. */
const NOTICE_MS = 5000;
/** A warning is longer to read, and nobody asked for it. */
const WARNING_MS = 12_000;
/** So many warnings can be read again. */
const WARNINGS_KEPT = 5;

/** Shows a short text that goes away by itself. */
export function notice(
  state: State,
  told: { readonly text: string; readonly tone: "ok" | "warn" },
): State {
  return { ...state, notice: { ...told, until: state.now + NOTICE_MS } };
}

/** Shows a warning that can be read again in the help. */
export function warn(state: State, text: string): State {
  const others = state.warnings.filter((one) => one !== text);
  return {
    ...state,
    warnings: [...others, text].slice(-WARNINGS_KEPT),
    notice: { text, tone: "warn", until: state.now + WARNING_MS },
  };
}

/** Tells what a small effect did, to a person who still is where it was asked for. */
export function noticed(
  state: State,
  { text, tone, place }: Extract<WorldMessage, { type: "noticed" }>,
): State {
  return place === placeOf(state) ? notice(state, { text, tone }) : state;
}

/** Moves the time on, and ends what has lasted long enough. */
export function passTime(state: State, now: number): State {
  if (now === state.now) return state;
  const { notice: shown, ...rest } = state;
  return {
    ...rest,
    now,
    screen: hideAgain(state.screen, now),
    ...(shown !== undefined && shown.until > now ? { notice: shown } : {}),
  };
}

function hideAgain(screen: Screen, now: number): Screen {
  if (screen.kind !== "token" || screen.revealedUntil === undefined) {
    return screen;
  }
  if (screen.revealedUntil > now) return screen;
  const { revealedUntil: _over, ...rest } = screen;
  return { ...rest, at: { ...rest.at, raw: 0 } };
}
