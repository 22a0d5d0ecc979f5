import type { TokenEndpointResponse } from "oauth4webapi";
import type { BrowserFlowEvent } from "../events.ts";
import type {
  AuthorizationRequest,
  ResponseType,
} from "../protocol/authorization.ts";
import type { FlowOptions } from "../protocol/conversation.ts";
import { type VerifiedIdToken, verifyIdToken } from "../protocol/id_token.ts";
import { step } from "../protocol/step.ts";
import { accountOf, toToken } from "../protocol/token_response.ts";
import type { Token } from "../token.ts";
import {
  type BrowserFlowPorts,
  type SignedIn,
  signInWithBrowser,
} from "./browser_sign_in.ts";

/** What the implicit flow can bring. */
export type ImplicitResponseType = Exclude<
  ResponseType,
  "code" | "code id_token"
>;

/** What {@linkcode implicit} may ask for. */
export interface ImplicitRequest extends AuthorizationRequest {
  /** What is to come back; by default `id_token token`. */
  readonly responseType?: ImplicitResponseType;
}

async function verify(
  { talk, pending, answer }: SignedIn,
): Promise<VerifiedIdToken | undefined> {
  const text = answer.get("id_token");
  if (text === null) return undefined;
  const accessToken = answer.get("access_token");
  return await verifyIdToken(text, talk, {
    nonce: pending.nonce,
    ...(accessToken === null ? {} : { accessToken }),
  });
}

/** RFC 8693, section 2.2.1 has this word for what is no access token. */
const NO_ACCESS_TOKEN = "N_A";

function onlyIdToken(
  idToken: VerifiedIdToken,
  { talk: { request }, answer }: SignedIn,
): Token {
  const account = accountOf(idToken, answer.get("client_info"));
  return {
    accessToken: "",
    tokenType: NO_ACCESS_TOKEN,
    expiresAt: (idToken.claims.exp ?? 0) * 1000,
    scopes: request.scopes,
    ...(account.tid === "" ? {} : { tenantId: account.tid }),
    clientId: request.clientId,
    account,
    idToken: idToken.text,
  };
}

async function readTokens(signedIn: SignedIn): Promise<Token> {
  const { talk, pending, answer } = signedIn;
  const idToken = await verify(signedIn);
  if (idToken !== undefined && pending.responseType === "id_token") {
    return onlyIdToken(idToken, signedIn);
  }
  const { token_type = "", ...members } = Object.fromEntries(answer);
  // The same members as those of a token endpoint, all of them texts.
  const response = { ...members, token_type } as unknown;
  return toToken(response as TokenEndpointResponse, {
    request: talk.request,
    now: talk.clock.now(),
    idToken,
  });
}

/**
 * Runs the implicit flow: tokens come straight from the sign-in page, with no
 * refresh token and nothing that proves who asked. It is legacy and says so.
 *
 * @param request The client, what the token is for, and how to come back.
 * @param ports Network, time, randomness, browser and the way back.
 * @param options The signal that ends the run, and kept keys.
 * @returns Events, then the token; with the response type `id_token` its access token is empty.
 * @throws {AuthError} `id_token_invalid`, `response_invalid`, `access_denied` if the user says no, or what went wrong on the way.
 * @see {@link https://learn.microsoft.com/entra/identity-platform/v2-oauth2-implicit-grant-flow | Implicit flow}
 */
export async function* implicit(
  request: ImplicitRequest,
  ports: BrowserFlowPorts,
  options: FlowOptions = {},
): AsyncGenerator<BrowserFlowEvent, Token> {
  const { responseType = "id_token token" } = request;
  yield {
    type: "warning",
    code: "implicit_legacy",
    message:
      "The implicit flow is legacy: tokens pass through the browser; prefer authorization-code with PKCE",
  };
  const asked = { responseMode: "fragment" as const, ...request };
  const how = { ports, options, responseType };
  const signedIn = yield* signInWithBrowser(asked, how);
  return yield* step(signedIn.talk.wire, {
    action: "Cannot sign in",
    run: () => readTokens(signedIn),
  });
}
