import { AuthError, type ServerErrorDetails } from "../errors.ts";
import {
  type AnswerContext,
  readServerError,
} from "../protocol/server_answer.ts";
import type { Token } from "../token.ts";

type Body = Readonly<Record<string, unknown>>;

/** Two hours: tokens that live longer are renewed when half of it has passed. */
const LONG_LIFE_MS = 2 * 60 * 60_000;

/** Epoch seconds as a number or text, or a date, as each source likes it. */
export function readInstant(value: unknown): number | undefined {
  const seconds = Number(typeof value === "string" ? value.trim() : value);
  if (value !== "" && value !== null && Number.isFinite(seconds)) {
    return seconds * 1000;
  }
  const instant = typeof value === "string" ? Date.parse(value) : NaN;
  return Number.isFinite(instant) ? instant : undefined;
}

function expiryOf(body: Body, now: number): number {
  const at = readInstant(body.expires_on);
  if (at !== undefined) return at;
  const seconds = Number(body.expires_in ?? NaN);
  if (Number.isFinite(seconds) && seconds >= 0) return now + seconds * 1000;
  throw new AuthError(
    "response_invalid",
    "Cannot use the token: the answer does not say how long it is valid",
    { hint: "Check that the address is that of Azure's identity endpoint" },
  );
}

/**
 * Reads the answer of an identity endpoint.
 *
 * @param body The parsed body.
 * @param context What was asked for, and the time in milliseconds since the epoch.
 * @returns The token.
 * @throws {AuthError} `response_invalid` if there is none in it.
 */
export function readIdentityToken(
  body: Body,
  { scopes, now }: { readonly scopes: readonly string[]; readonly now: number },
): Token {
  const { access_token: accessToken, client_id: clientId } = body;
  if (typeof accessToken !== "string" || accessToken === "") {
    throw new AuthError(
      "response_invalid",
      "Cannot use the answer of the identity endpoint: there is no token in it",
      { hint: "Check that the address is that of Azure's identity endpoint" },
    );
  }
  const expiresAt = expiryOf(body, now);
  const life = expiresAt - now;
  return {
    accessToken,
    tokenType: "Bearer",
    expiresAt,
    ...(life >= LONG_LIFE_MS ? { refreshAt: now + life / 2 } : {}),
    scopes,
    clientId: typeof clientId === "string" ? clientId : "",
    account: null,
  };
}

/**
 * Reads the refusal of an identity endpoint, of which there are three shapes.
 *
 * @param text The body.
 * @param context Status, headers and time.
 * @returns What it said.
 */
export function readIdentityRefusal(
  text: string,
  context: AnswerContext,
): ServerErrorDetails {
  let body: Body = {};
  try {
    const parsed: unknown = JSON.parse(text);
    if (parsed !== null && typeof parsed === "object") body = parsed as Body;
  } catch {
    // Some refusals have no body; the status says enough.
  }
  const { error, message, correlationId } = body;
  const inner = error !== null && typeof error === "object"
    ? error as Body
    : undefined;
  return readServerError({
    ...body,
    error: inner === undefined ? error : inner.code,
    error_description: body.error_description ?? inner?.message ?? message,
    correlation_id: body.correlation_id ?? correlationId,
  }, context);
}
