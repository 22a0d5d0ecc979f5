import type { State } from "./model.ts";
import { contextOf, EXPIRING_MS, profilesInSight } from "./select.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** Where motion is reduced, a countdown goes by so much. */
const SLOW = 10 * SECOND;

/**
 * When something on screen changes by time alone.
 *
 * @param state The interface.
 * @returns Milliseconds until then, or `undefined` when nothing does.
 */
export function nextTickMs(state: State): number | undefined {
  if (state.leaving !== undefined) return undefined;
  const waits = [noticeMs(state), screenMs(state), revealMs(state)]
    .filter((ms) => ms !== undefined);
  if (waits.length === 0) return undefined;
  const soonest = Math.max(1, Math.min(...waits));
  return state.screenReader ? Math.max(soonest, MINUTE) : soonest;
}

function noticeMs({ notice, now }: State): number | undefined {
  return notice === undefined ? undefined : notice.until - now;
}

function revealMs({ screen, now, settings }: State): number | undefined {
  if (screen.kind !== "token" || screen.revealedUntil === undefined) {
    return undefined;
  }
  return toStep(screen.revealedUntil - now, stepOf(settings));
}

function screenMs(state: State): number | undefined {
  const { screen, now } = state;
  const step = stepOf(state.settings);
  if (screen.kind === "device" && screen.expiresAt > now) {
    return toStep(screen.expiresAt - now, step);
  }
  if (state.run !== undefined) return step;
  if (contextOf(state) === "help") return undefined;
  if (screen.kind === "token") {
    return lifeMs((screen.token.expiresAt ?? 0) - now, step);
  }
  return screen.kind === "home" ? listMs(state) : undefined;
}

/** A thousand tokens would wake it many times a second, for rows that nobody sees. */
function listMs(state: State): number | undefined {
  let soonest: number | undefined;
  for (const { name } of profilesInSight(state)) {
    const expiresAt = state.tokens.get(name)?.expiresAt ?? 0;
    const ms = lifeMs(expiresAt - state.now, stepOf(state.settings));
    if (ms !== undefined && ms < (soonest ?? Infinity)) soonest = ms;
  }
  return soonest;
}

/** A life is shown to the minute, and to the second when little is left. */
function lifeMs(left: number, step: number): number | undefined {
  if (left <= 0) return undefined;
  if (left < 2 * MINUTE) return toStep(left, step);
  const toMinute = left % MINUTE + 1;
  return left > EXPIRING_MS ? Math.min(toMinute, left - EXPIRING_MS) : toMinute;
}

function stepOf({ motion }: State["settings"]): number {
  return motion === "reduced" ? SLOW : SECOND;
}

/** A countdown changes when whole steps are left. */
function toStep(left: number, step: number): number {
  return left % step || step;
}
