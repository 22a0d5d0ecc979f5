import * as oauth from "oauth4webapi";
import { expectedIssuer } from "../entra/authority.ts";
import { AuthError } from "../errors.ts";
import type { AuthorizationResponse } from "../ports/mod.ts";
import { hasPart, type PendingAuthorization } from "./authorization.ts";
import type { Conversation } from "./conversation.ts";
import { toServerError } from "./failure.ts";
import { readServerError } from "./server_answer.ts";

const ACTION = "Cannot use the answer of the sign-in page";

/** What an answer may bring, and which part of the response type asks for it. */
const PARTS = [
  ["code", "code", "code"],
  ["id_token", "id_token", "ID token"],
  ["access_token", "token", "access token"],
] as const;

/** What the library takes for a mistake in any answer but a code alone. */
const OF_TOKENS = ["id_token", "access_token", "token_type", "expires_in"];

/** RFC 9207: an `iss` that is there must be right; Entra's is a template until the tenant is known. */
function issuerOf(
  parameters: URLSearchParams,
  { request: { authority } }: PendingAuthorization,
): string {
  const iss = parameters.get("iss");
  if (iss === null) return authority.issuer;
  const tid = iss.slice(authority.origin.length).split("/")[1];
  return expectedIssuer(authority, tid) ?? authority.issuer;
}

async function toCallbackError(
  error: unknown,
  parameters: URLSearchParams,
): Promise<AuthError> {
  if (error instanceof oauth.AuthorizationResponseError) {
    const answer = Object.fromEntries(parameters);
    return await toServerError(
      readServerError(answer, { now: 0 }),
      "Cannot sign in",
    );
  }
  return new AuthError(
    "response_invalid",
    `${ACTION}: ${(error as Error).message}`,
    {
      cause: error,
      hint: "Start again; if it happens again, check the authority's address",
    },
  );
}

function checkState(
  { parameters, hasState }: AuthorizationResponse,
  { state }: PendingAuthorization,
): void {
  if (!hasState || parameters.get("state") === state) return;
  throw new AuthError(
    "state_mismatch",
    `${ACTION}: it belongs to another sign-in`,
    { hint: "Start again and use the answer of the page that was opened last" },
  );
}

/** The library reads what every answer has; the tokens are set aside for it. */
function withoutTokens(parameters: URLSearchParams): URLSearchParams {
  const rest = new URLSearchParams(parameters);
  for (const name of OF_TOKENS) rest.delete(name);
  return rest;
}

/** What was not asked for is refused: it may be somebody else's. */
function checkParts(
  parameters: URLSearchParams,
  { responseType }: PendingAuthorization,
): void {
  for (const [name, part, label] of PARTS) {
    const found = parameters.getAll(name).filter((value) => value !== "");
    const wanted = hasPart(responseType, part) ? 1 : 0;
    if (found.length === wanted) continue;
    const what = found.length < wanted
      ? "no"
      : wanted === 0
      ? "an"
      : "a second";
    throw new AuthError(
      "response_invalid",
      `${ACTION}: there is ${what} ${label} in it`,
      {
        hint: found.length < wanted
          ? "Paste the whole address that the browser shows at the end"
          : "Start again; if it happens again, check the authority's address",
      },
    );
  }
}

/**
 * Checks the answer of the authorization endpoint, but for the tokens in it.
 *
 * @param answer What came back.
 * @param context The request that it must answer, and the conversation.
 * @returns The parameters without tokens, marked as checked for the code's redemption.
 * @throws {AuthError} `access_denied`, `state_mismatch`, `response_invalid` or what the authority refused.
 */
export async function checkAnswer(
  answer: AuthorizationResponse,
  { pending, talk }: {
    readonly pending: PendingAuthorization;
    readonly talk: Conversation;
  },
): Promise<URLSearchParams> {
  const { parameters, hasState } = answer;
  checkState(answer, pending);
  const as = { ...talk.grant.as, issuer: issuerOf(parameters, pending) };
  const expected = hasState ? pending.state : oauth.skipStateCheck;
  let checked: URLSearchParams;
  try {
    checked = oauth.validateAuthResponse(
      as,
      talk.grant.client,
      withoutTokens(parameters),
      expected,
    );
  } catch (error) {
    throw await toCallbackError(error, parameters);
  }
  checkParts(parameters, pending);
  return checked;
}
