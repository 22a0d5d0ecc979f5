import { AuthError } from "../errors.ts";
import { decodeToken } from "../jwt/decode.ts";
import { relative, timeOf } from "../jwt/instant.ts";
import type { Secret } from "../secret.ts";

/** What a source of assertions is told. */
export interface AssertionContext {
  /** Whom the assertion is for, when it is not for Entra's token exchange. */
  readonly audience?: string;
  /** Ends the wait; its reason is what the source rejects with. */
  readonly signal?: AbortSignal;
}

/**
 * Gets an assertion: a JWT in which an issuer that the registration trusts says
 * who this is. It is asked on every use, so that none is kept past its end.
 */
export type AssertionSource = (context: AssertionContext) => Promise<Secret>;

const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

function unusable(reason: string, hint: string): AuthError {
  return new AuthError(
    "credential_invalid",
    `Cannot use the assertion: ${reason}`,
    { hint },
  );
}

/**
 * Checks an assertion before it is sent: the server's answer to a bad one tells
 * less.
 *
 * @param assertion What the source gave.
 * @param now Milliseconds since the epoch; without it, the time is not checked.
 * @returns The assertion's text.
 * @throws {AuthError} `credential_invalid` if it is no JWT or has expired.
 * @see {@link https://www.rfc-editor.org/rfc/rfc7523.html#section-3 | RFC 7523, section 3}
 */
export function checkAssertion(assertion: Secret, now?: number): string {
  const text = assertion.reveal().trim();
  if (text === "") {
    throw unusable("it is empty", "Check where the assertion comes from");
  }
  const token = JWT.test(text) ? decodeToken(text) : undefined;
  if (token === undefined || token.problems.length > 0) {
    throw unusable(
      "it is no JWT",
      "Its source must give the signed token alone, three parts joined by dots",
    );
  }
  const end = timeOf(token.payload.exp);
  if (end !== undefined && now !== undefined && end <= now) {
    throw unusable(
      `it expired ${relative(end, now)}`,
      "Have its issuer make a new one; the source is asked again on every use",
    );
  }
  return text;
}
