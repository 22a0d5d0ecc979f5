import type { State, TokenScreen } from "./model.ts";
import {
  ANNOUNCEMENTS,
  contextOf,
  EXPIRING_MS,
  profilesInSight,
} from "./select.ts";

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
  const waits = [noticeMs(state), changeMs(state), revealMs(state)]
    .filter((ms) => ms !== undefined);
  if (waits.length === 0) return undefined;
  return Math.max(1, Math.min(...waits));
}

function changeMs(state: State): number | undefined {
  return state.screenReader ? spokenMs(state) : screenMs(state);
}

/** Spoken frames change when there is something to say, and never by the second. */
function spokenMs(state: State): number | undefined {
  const waits = endsInSight(state).map((end) => end - state.now)
    .filter((left) => left > 0)
    .map((left) => left - (ANNOUNCEMENTS.find((at) => at < left) ?? 0));
  return waits.length === 0 ? undefined : Math.min(...waits);
}

function endsInSight(state: State): readonly number[] {
  const { screen, tokens } = state;
  if (screen.kind === "device") return [screen.expiresAt];
  if (screen.kind === "token") return [screen.token.expiresAt ?? 0];
  if (screen.kind !== "home") return [];
  return profilesInSight(state).map(({ name }) =>
    tokens.get(name)?.expiresAt ?? 0
  );
}

function noticeMs({ notice, now }: State): number | undefined {
  return notice === undefined ? undefined : notice.until - now;
}

function revealMs(
  { screen, now, settings, screenReader }: State,
): number | undefined {
  if (screen.kind !== "token" || screen.revealedUntil === undefined) {
    return undefined;
  }
  const left = screen.revealedUntil - now;
  return screenReader ? left : toStep(left, stepOf(settings));
}

function screenMs(state: State): number | undefined {
  const { screen, now } = state;
  const step = stepOf(state.settings);
  if (screen.kind === "device" && screen.expiresAt > now) {
    return toStep(screen.expiresAt - now, step);
  }
  if (state.run !== undefined) return step;
  if (contextOf(state) === "help") return undefined;
  if (screen.kind === "token") return tokenMs(screen, { now, step });
  return screen.kind === "home" ? listMs(state) : undefined;
}

/** Every moment of a token is told by how far it is. */
function tokenMs(
  { token }: TokenScreen,
  { now, step }: { readonly now: number; readonly step: number },
): number | undefined {
  const moments = token.reading.claims.flatMap(({ moment }) =>
    moment === undefined ? [] : [distanceMs(moment - now, step)]
  );
  const life = lifeMs((token.expiresAt ?? 0) - now, step);
  const waits = life === undefined ? moments : [life, ...moments];
  return waits.length === 0 ? undefined : Math.min(...waits);
}

/** How far a moment is changes with the minute, and near it with the second. */
function distanceMs(ahead: number, step: number): number {
  if (ahead > 0) return lifeMs(ahead, step) ?? step;
  const gone = -ahead;
  return gone < 2 * MINUTE ? step - gone % step : MINUTE - gone % MINUTE;
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
