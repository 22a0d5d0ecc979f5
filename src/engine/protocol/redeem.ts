import * as oauth from "oauth4webapi";
import { AuthError } from "../errors.ts";
import type { ExchangeEvent } from "../events.ts";
import type { Token } from "../token.ts";
import type { Conversation } from "./conversation.ts";
import { over, type WireOptions } from "./grant.ts";
import {
  type IdTokenExpectation,
  type VerifiedIdToken,
  verifyIdToken,
} from "./id_token.ts";
import { step } from "./step.ts";
import { toToken } from "./token_response.ts";

/** What an answer may have to say of the user. */
export type UserExpectation =
  | "nobody"
  | IdTokenExpectation & {
    /** Whether an answer without an ID token is wrong. */
    readonly required?: boolean;
  };

/** One grant on its way to the token endpoint. */
export interface Redemption {
  /** What a failure is called, such as `Cannot redeem the code`. */
  readonly action: string;
  /** Sends the request. */
  readonly send: (options: WireOptions) => Promise<Response>;
  /** Of whom the answer tells: of nobody, when the application acts for itself. */
  readonly user: UserExpectation;
}

async function readIdToken(
  text: unknown,
  { talk, user }: {
    readonly talk: Conversation;
    readonly user: UserExpectation;
  },
): Promise<VerifiedIdToken | undefined> {
  if (user === "nobody") return undefined;
  if (typeof text === "string") return await verifyIdToken(text, talk, user);
  if (text === undefined && !user.required) return undefined;
  throw new AuthError(
    "id_token_invalid",
    "Cannot accept the answer: there is no ID token in it",
    { hint: "Check that the authority speaks OpenID Connect" },
  );
}

/**
 * Turns an answer of the token endpoint into a token. The library judges all
 * but the ID token, which is judged in one place for all flows.
 *
 * @param response The answer.
 * @param context The conversation in which it came, and of whom it must tell.
 * @returns The token.
 * @throws {AuthError} `id_token_invalid`, `response_invalid`, or why the keys could not be had.
 */
export async function readToken(
  response: Response,
  context: {
    readonly talk: Conversation;
    readonly user: UserExpectation;
  },
): Promise<Token> {
  const { talk } = context;
  const { request, grant, clock } = talk;
  const now = clock.now();
  const { id_token, ...body } = await response.json();
  const answer = await oauth.processGenericTokenEndpointResponse(
    grant.as,
    grant.client,
    Response.json(body),
  );
  const idToken = await readIdToken(id_token, context);
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
  { action, send, user }: Redemption,
): AsyncGenerator<ExchangeEvent, Token> {
  const { wire, request } = talk;
  return step(wire, {
    action,
    async run() {
      const { authority } = request;
      const response = await send(over(wire, { step: "token", authority }));
      return await readToken(response, { talk, user });
    },
  });
}
