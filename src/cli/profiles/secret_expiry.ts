import { formatDuration } from "../../engine/jwt/duration.ts";
import type { Profile } from "../../settings/profile.ts";

const DAY = 24 * 60 * 60_000;
/** A new secret has to be made and brought to its place in time. */
const SOON_MS = 30 * DAY;

/** How long a secret still serves. */
export interface SecretLife {
  /** The day on which it ends, as it is written. */
  readonly day: string;
  /** Whether it has ended. */
  readonly hasEnded: boolean;
  /** Whether it ends within 30 days. */
  readonly endsSoon: boolean;
  /** What is left of it, in words such as `12 days`; how long ago it ended. */
  readonly left: string;
}

/**
 * Tells how long a client secret still serves: to the end of its day, anywhere
 * in the world.
 *
 * @param day The day on which it ends, such as `2027-01-31`.
 * @param now Milliseconds since the epoch.
 * @returns How long.
 */
export function secretLife(day: string, now: number): SecretLife {
  const left = Date.parse(day) + DAY - now;
  return {
    day,
    hasEnded: left <= 0,
    endsSoon: left <= SOON_MS,
    left: formatDuration(Math.abs(left)),
  };
}

/**
 * Says when a profile's secret ends, in a few words.
 *
 * @param profile The profile.
 * @param now Milliseconds since the epoch.
 * @returns The words; nothing where it is not known.
 */
export function secretEnd(
  { secretExpires }: Pick<Profile, "secretExpires">,
  now: number,
): string {
  if (secretExpires === undefined) return "";
  const { day, hasEnded, endsSoon, left } = secretLife(secretExpires, now);
  if (hasEnded) return `${day}, ended ${left} ago`;
  return endsSoon ? `${day}, in ${left}` : day;
}

/**
 * Warns of a secret that has ended, or ends soon.
 *
 * @param day The day on which it ends; absent when it is not known.
 * @param now Milliseconds since the epoch.
 * @returns A sentence to be told as a warning; `undefined` when there is time.
 */
export function secretWarning(
  day: string | undefined,
  now: number,
): string | undefined {
  if (day === undefined) return undefined;
  const { hasEnded, endsSoon, left } = secretLife(day, now);
  if (hasEnded) {
    return `the client secret ended ${left} ago, on ${day}; make a new one and keep it with entrada config edit`;
  }
  return endsSoon
    ? `the client secret ends in ${left}, on ${day}; make a new one in time and keep it with entrada config edit`
    : undefined;
}
