import * as oauth from "oauth4webapi";
import type { ExchangeEvent } from "../events.ts";
import type { Token } from "../token.ts";
import type { Conversation } from "./conversation.ts";
import { over, type WireOptions } from "./grant.ts";
import type { VerifiedIdToken } from "./id_token.ts";
import { step } from "./step.ts";
import { toToken } from "./token_response.ts";

/**
 * Judges the ID token of an answer, whatever stands in its place.
 *
 * @returns The verified token; none where none had to be.
 * @throws {AuthError} `id_token_invalid`, or why the keys could not be had.
 */
export type ReadUser = (
  idToken: unknown,
  talk: Conversation,
) => Promise<VerifiedIdToken | undefined>;

/** One grant on its way to the token endpoint. */
export interface Redemption {
  /** What a failure is called, such as `Cannot redeem the code`. */
  readonly action: string;
  /** Sends the request. */
  readonly send: (options: WireOptions) => Promise<Response>;
  /** Reads of whom the answer tells; absent when the application acts for itself. */
  readonly readUser?: ReadUser;
}

/**
 * Turns an answer of the token endpoint into a token. The library judges all
 * but the ID token, which is judged in one place for all flows.
 *
 * @param response The answer.
 * @param context The conversation in which it came, and who reads of whom it tells.
 * @returns The token.
 * @throws {AuthError} `id_token_invalid`, `response_invalid`, or why the keys could not be had.
 */
export async function readToken(
  response: Response,
  { talk, readUser }: {
    readonly talk: Conversation;
    readonly readUser?: ReadUser | undefined;
  },
): Promise<Token> {
  const { request, grant, clock } = talk;
  const now = clock.now();
  const { id_token, ...body } = await response.json();
  const answer = await oauth.processGenericTokenEndpointResponse(
    grant.as,
    grant.client,
    Response.json(body),
  );
  const idToken = await readUser?.(id_token, talk);
  return toToken(answer, { request, now, idToken });
}

/**
 * Sends a grant to the token endpoint and reads the answer.
 *
 * @param talk The conversation.
 * @param redemption The grant.
 * @returns Exchange events, then the token.
 * @throws {AuthError} What the authority refused, or what is wrong with its answer.
 */
export function redeem(
  talk: Conversation,
  { action, send, readUser }: Redemption,
): AsyncGenerator<ExchangeEvent, Token> {
  const { wire, request } = talk;
  return step(wire, {
    action,
    async run() {
      const { authority } = request;
      const response = await send(over(wire, { step: "token", authority }));
      return await readToken(response, { talk, readUser });
    },
  });
}
