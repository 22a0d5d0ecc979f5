import type { AcquiredToken } from "../../engine/client.ts";
import type {
  ExplainedClaim,
  Explanation,
} from "../../engine/jwt/explanation.ts";
import { formatTime, timeOf as instantOf } from "../../engine/jwt/instant.ts";
import { Secret } from "../../engine/secret.ts";
import { sanitizeText } from "../../engine/text.ts";
import type {
  ClaimReading,
  HeldToken,
  ShownToken,
  TokenReading,
} from "../state/model.ts";

/** A shorter token would show too much of itself by its ends. */
const LEAST_MASKABLE = 24;

/**
 * Cleans every text of a value: nothing of the world enters the state unclean.
 *
 * @param value Texts, lists and records.
 * @returns The same shape with clean texts.
 */
export function clean<Value>(value: Value): Value {
  return cleaned(value) as Value;
}

function cleaned(value: unknown): unknown {
  if (typeof value === "string") return sanitizeText(value);
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, cleaned(member)]),
  );
}

/**
 * Makes a token ready to be shown.
 *
 * @param token The token's text.
 * @param explanation What it says.
 * @returns The token with clean texts.
 */
export function showToken(token: string, explanation: Explanation): ShownToken {
  const reading = readingOf(explanation);
  return {
    access: new Secret(token),
    ends: token.length < LEAST_MASKABLE
      ? ["", ""]
      : [sanitizeText(token.slice(0, 6)), sanitizeText(token.slice(-4))],
    reading,
    ...(reading.expiresAt === undefined
      ? {}
      : { expiresAt: reading.expiresAt }),
  };
}

/**
 * Makes a profile's token ready to be shown.
 *
 * @param token What the client answered.
 * @param options What the token says, and the time in milliseconds.
 * @returns The token with clean texts.
 */
export function holdToken(
  token: AcquiredToken,
  options: { readonly explanation: Explanation; readonly now: number },
): HeldToken {
  const { account, idToken } = token;
  const name = account?.username ?? account?.name ?? account?.oid;
  return {
    ...showToken(token.accessToken, options.explanation),
    expiresAt: token.expiresAt,
    acquiredAt: options.now,
    scopes: clean(token.scopes),
    source: token.source,
    flow: token.flow,
    canRefresh: token.refreshToken !== undefined,
    ...(name === undefined ? {} : { account: sanitizeText(name) }),
    ...(idToken === undefined ? {} : { id: new Secret(idToken) }),
  };
}

function readingOf({ token, ...explained }: Explanation): TokenReading {
  const { iat, nbf, exp } = token.payload;
  return {
    summary: sanitizeText(explained.summary),
    kind: token.kind,
    claims: [
      ...explained.claims.map(claimOf),
      ...Object.entries(token.header).map(headerOf),
    ],
    warnings: [
      ...explained.warnings.map(({ message }) => message),
      ...token.problems,
    ].map((text) => sanitizeText(text)),
    claimsJson: jsonOf(token.payload, 2),
    ...timeOf("issuedAt", iat),
    ...timeOf("notBefore", nbf),
    ...timeOf("expiresAt", exp),
  };
}

function timeOf<Name extends string>(
  name: Name,
  seconds: unknown,
): Partial<Record<Name, number>> {
  if (typeof seconds !== "number" || !Number.isFinite(seconds)) return {};
  return { [name]: seconds * 1000 } as Record<Name, number>;
}

function claimOf({ name, value, text, meaning, group }: ExplainedClaim) {
  const raw = valueOf(value);
  const words = text === undefined || text === raw
    ? raw
    : raw.length > 40
    ? text
    : `${text} (${raw})`;
  const instant = instantOf(value);
  // Any other number may be read as a moment, too.
  const isMoment = instant !== undefined &&
    text?.startsWith(formatTime(instant)) === true;
  return {
    name: sanitizeText(name),
    value: sanitizeText(words),
    raw: sanitizeText(raw),
    ...(isMoment ? { moment: instant } : {}),
    ...(meaning === undefined ? {} : { meaning: sanitizeText(meaning) }),
    group,
  } satisfies ClaimReading;
}

function headerOf([name, value]: readonly [string, unknown]): ClaimReading {
  const text = sanitizeText(valueOf(value));
  return {
    name: sanitizeText(name),
    value: text,
    raw: text,
    group: "header",
  };
}

function valueOf(value: unknown): string {
  if (typeof value === "string") return value;
  const isList = Array.isArray(value) &&
    value.every((one) => typeof one === "string");
  return isList ? value.join(", ") : jsonOf(value);
}

/** A hostile token may nest deeper than the stack is. */
function jsonOf(value: unknown, indent?: number): string {
  try {
    return JSON.stringify(value, null, indent) ?? "";
  } catch {
    return "(cannot be written as JSON)";
  }
}
