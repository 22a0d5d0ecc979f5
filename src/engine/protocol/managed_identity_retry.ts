import type { ManagedIdentitySource } from "../entra/managed_identity_source.ts";
import type { ServerErrorDetails } from "../errors.ts";

const RETRIES = 3;
/** While the metadata service is updated it answers 410, for 70 seconds at most. */
const UPDATE_RETRIES = 7;
const UPDATE_PAUSE_MS = 10_000;
const FIRST_PAUSE_MS = 1_000;
/** An endpoint that asks for more than this is as good as gone. */
const LONGEST_PAUSE_MS = 60_000;

const PASSING = [404, 408, 429, 500, 503, 504];

/**
 * Tells how long to wait before an identity endpoint is asked again.
 *
 * @param source Which endpoint; the metadata service has rules of its own.
 * @param refusal What it said, and how often it has been asked, 1 or more.
 * @returns The pause in milliseconds, or `undefined` when asking again is of no use.
 */
export function identityPause(
  source: ManagedIdentitySource["name"],
  { details, count }: {
    readonly details: ServerErrorDetails;
    readonly count: number;
  },
): number | undefined {
  const { status = 0, retryAfterMs = 0 } = details;
  if (source === "imds" && status === 410) {
    return count <= UPDATE_RETRIES ? UPDATE_PAUSE_MS : undefined;
  }
  const passes = PASSING.includes(status) ||
    (source === "imds" && status >= 500);
  if (!passes || count > RETRIES) return undefined;
  const pauseMs = source === "imds"
    ? FIRST_PAUSE_MS * 2 ** (count - 1)
    : FIRST_PAUSE_MS;
  const longest = Math.max(pauseMs, retryAfterMs);
  return longest <= LONGEST_PAUSE_MS ? longest : undefined;
}
