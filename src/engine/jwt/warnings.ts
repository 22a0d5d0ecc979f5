import { resourceName } from "../entra/well_known.ts";
import { formatDuration } from "./duration.ts";
import { isProofOfPossession } from "./explain_claim.ts";
import type { DecodedToken, TokenWarning } from "./explanation.ts";
import { unusualHeader } from "./header_warnings.ts";
import { formatTime, timeOf } from "./instant.ts";
import { type Members, ownMember } from "./json_object.ts";

const MINUTE = 60_000;
/** What verifiers commonly allow clocks to differ. */
const SKEW = 5 * MINUTE;
/** A day, and the five minutes by which Entra dates tokens back. */
const LONG_LIFE = 24 * 60 * MINUTE + SKEW;
const SKEW_WORDS = "5 minutes of clock difference, as most do,";

/**
 * Finds what a reader should know about a token.
 *
 * @param token The token.
 * @param now Milliseconds since the epoch.
 * @returns The warnings, the gravest first.
 */
export function warningsOf(
  token: DecodedToken,
  now: number,
): readonly TokenWarning[] {
  const { kind, header, payload, problems } = token;
  if (kind === "opaque") {
    return [{ code: "opaque", message: problems.join("; ") }];
  }
  if (kind === "jwe") {
    return [{ code: "encrypted", message: problems.join("; ") }];
  }
  return [
    ...problems.map((message) => ({ code: "damaged", message }) as const),
    ...brokenTimes(payload),
    ...expired(payload, now),
    ...notYetValid(payload, now),
    ...unusualHeader(header, payload),
    ...microsoftApi(header, payload),
    ...groupsOverage(payload),
    ...longLived(token),
  ];
}

function brokenTimes(payload: Members): TokenWarning[] {
  return ["exp", "nbf", "iat"]
    .filter((name) =>
      Object.hasOwn(payload, name) && timeOf(payload[name]) === undefined
    )
    .map((name) => ({
      code: "damaged",
      message:
        `The claim "${name}" is not a time, so verifiers refuse the token`,
    }));
}

function expired(payload: Members, now: number): TokenWarning[] {
  const time = timeOf(ownMember(payload, "exp"));
  if (time === undefined || now < time) return [];
  const past = now - time;
  const mercy = past < SKEW
    ? `: an API that allows ${SKEW_WORDS} may still take it`
    : "";
  const message = `Expired ${formatDuration(past)} ago${mercy}`;
  return [{ code: "expired", message }];
}

function notYetValid(payload: Members, now: number): TokenWarning[] {
  const time = timeOf(ownMember(payload, "nbf"));
  if (time === undefined || time <= now) return [];
  const ahead = time - now;
  const when = `Not valid before ${formatTime(time)}, in ${
    formatDuration(ahead)
  }`;
  const mercy = ahead <= SKEW
    ? `: an API that allows ${SKEW_WORDS} takes it already; check this clock`
    : ": check this clock if the token is new";
  return [{ code: "not_yet_valid", message: when + mercy }];
}

function microsoftApi(header: Members, payload: Members): TokenWarning[] {
  const audience = ownMember(payload, "aud");
  const name = typeof audience === "string"
    ? resourceName(audience)
    : undefined;
  // Graph signs over the hash of the nonce, not over the header as it is sent.
  if (typeof ownMember(header, "nonce") === "string") {
    return [{
      code: "microsoft_api",
      message: `Made for ${
        name ?? "an API of Microsoft's"
      }: with the nonce in its header nobody else can verify the signature`,
    }];
  }
  return name === undefined ? [] : [{
    code: "microsoft_api",
    message:
      `Made for ${name} alone: others should not verify or rely on it, its form may change`,
  }];
}

function groupsOverage(payload: Members): TokenWarning[] {
  const sources = ownMember(payload, "_claim_names");
  const isOver = (typeof sources === "object" && sources !== null &&
    Object.hasOwn(sources, "groups")) ||
    [true, "true"].some((yes) => ownMember(payload, "hasgroups") === yes) ||
    Object.keys(payload).some((name) => name.startsWith("groups:src"));
  return isOver
    ? [{
      code: "groups_overage",
      message:
        "The groups do not fit into the token: ask Microsoft Graph for them (/me/getMemberObjects)",
    }]
    : [];
}

function longLived(token: DecodedToken): TokenWarning[] {
  const { payload } = token;
  if (!Object.hasOwn(payload, "exp")) {
    return isProofOfPossession(token) || Object.keys(payload).length === 0
      ? []
      : [{ code: "long_lived", message: "Names no time at which it expires" }];
  }
  const end = timeOf(payload.exp);
  const start = timeOf(ownMember(payload, "nbf")) ??
    timeOf(ownMember(payload, "iat"));
  if (end === undefined || start === undefined || end - start <= LONG_LIFE) {
    return [];
  }
  const means = canBeChallenged(payload)
    ? "its API can end it earlier (continuous access evaluation)"
    : "whoever holds it can use it that long";
  const message = `Valid for ${formatDuration(end - start)} in all: ${means}`;
  return [{ code: "long_lived", message }];
}

function canBeChallenged(payload: Members): boolean {
  const capabilities = ownMember(payload, "xms_cc");
  return Array.isArray(capabilities) &&
    capabilities.some((one) =>
      typeof one === "string" && one.toLowerCase() === "cp1"
    );
}
