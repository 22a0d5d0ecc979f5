import type { Screen, State } from "../model.ts";

/** How long a notice stays, in milliseconds. */
const NOTICE_MS = 5000;

/** Shows a short text that goes away by itself. */
export function notice(
  state: State,
  told: { readonly text: string; readonly tone: "ok" | "warn" },
): State {
  return { ...state, notice: { ...told, until: state.now + NOTICE_MS } };
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
  return { ...rest, scroll: 0 };
}
