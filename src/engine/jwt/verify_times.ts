import { formatDuration } from "./duration.ts";
import { formatTime, relative, timeOf } from "./instant.ts";
import type { Members } from "./json_object.ts";
import { checkOf } from "./verify_check.ts";
import type { TokenCheck } from "./verify_result.ts";

/** By how much clocks may differ: what Microsoft's own libraries allow. */
export const SKEW_MS = 5 * 60_000;

const CLOCK_HINT = "Check the clock of this machine";

function malformed(name: string): string {
  return `The claim "${name}" is not a time`;
}

function checkExpiry(payload: Members, now: number): TokenCheck {
  const check = checkOf("expiry");
  if (!Object.hasOwn(payload, "exp")) {
    return check.fail(
      "expiry_missing",
      "The token does not say when it expires (exp)",
    );
  }
  const time = timeOf(payload.exp);
  if (time === undefined) {
    return check.fail("expiry_malformed", malformed("exp"));
  }
  const when = `${formatTime(time)}, ${relative(time, now)}`;
  if (now < time) return check.pass("not_expired", `Valid until ${when}`);
  return now < time + SKEW_MS
    ? check.pass(
      "expired_within_skew",
      `Expired ${when}: within the 5 minutes that clocks may differ`,
    )
    : check.fail("expired", `Expired ${when}`, "Get a new token");
}

function checkNotBefore(payload: Members, now: number): TokenCheck {
  const check = checkOf("not_before");
  if (!Object.hasOwn(payload, "nbf")) {
    return check.skip(
      "claim_absent",
      "The token does not say when it begins (nbf)",
    );
  }
  const time = timeOf(payload.nbf);
  if (time === undefined) {
    return check.fail("not_before_malformed", malformed("nbf"));
  }
  const when = `${formatTime(time)}, ${relative(time, now)}`;
  if (time <= now) return check.pass("already_valid", `Valid since ${when}`);
  return time <= now + SKEW_MS
    ? check.pass(
      "not_before_within_skew",
      `Valid from ${when}: within the 5 minutes that clocks may differ`,
    )
    : check.fail("not_yet_valid", `Not valid before ${when}`, CLOCK_HINT);
}

function checkIssued(payload: Members, now: number): TokenCheck {
  const check = checkOf("issued");
  if (!Object.hasOwn(payload, "iat")) {
    return check.skip(
      "claim_absent",
      "The token does not say when it was issued (iat)",
    );
  }
  const time = timeOf(payload.iat);
  if (time === undefined) {
    return check.fail("issued_malformed", malformed("iat"));
  }
  const when = `${formatTime(time)}, ${relative(time, now)}`;
  return time <= now + SKEW_MS
    ? check.pass("issued_in_past", `Issued ${when}`)
    : check.fail(
      "issued_in_future",
      `Issued ${when}: ${formatDuration(time - now)} from now`,
      CLOCK_HINT,
    );
}

/**
 * Checks the times of a token, allowing clocks to differ by five minutes.
 *
 * @param payload The claims.
 * @param now The time to go by, milliseconds since the epoch.
 * @returns A check each for `exp`, `nbf` and `iat`.
 * @see {@link https://www.rfc-editor.org/rfc/rfc7519.html#section-4.1.4 | RFC 7519, section 4.1.4}
 */
export function checkTimes(
  payload: Members,
  now: number,
): readonly TokenCheck[] {
  return [
    checkExpiry(payload, now),
    checkNotBefore(payload, now),
    checkIssued(payload, now),
  ];
}
