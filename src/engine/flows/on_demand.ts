/**
 * What a program may ask of the engine, each part loaded when it is used: a
 * program runs one flow or two, and all of them would triple the time that the
 * engine takes to start.
 *
 * @module
 */
import type { AuthorityAddress } from "../entra/authority_address.ts";
import type { Authority } from "../entra/authority.ts";
import type { ErrorAdvice } from "../entra/explain_error.ts";
import type { ServerErrorDetails } from "../errors.ts";
import type {
  BrowserFlowEvent,
  CommandEvent,
  DeviceCodeEvent,
  ExchangeEvent,
  ExchangeOnlyEvent,
  FlowEvent,
  ManagedIdentityEvent,
  PasswordEvent,
} from "../events.ts";
import type { TokenDiff } from "../jwt/diff_result.ts";
import type { DecodedToken } from "../jwt/explanation.ts";
import type { Rejection, RejectionTarget } from "../jwt/reject.ts";
import type { Verification, VerifyOptions } from "../jwt/verify_result.ts";
import type { Ports } from "../ports/mod.ts";
import type { AuthorizationRequest } from "../protocol/authorization.ts";
import type { FlowOptions } from "../protocol/conversation.ts";
import type { DiscoveryContext } from "../protocol/discover.ts";
import type { GrantRequest } from "../protocol/grant.ts";
import type { Token } from "../token.ts";
import type { AuthorizationCodeRequest } from "./authorization_code.ts";
import type { BorrowedRequest } from "./borrowed.ts";
import type { BrowserFlowPorts } from "./browser_sign_in.ts";
import type { DeviceCodePorts, DeviceCodeRequest } from "./device_code.ts";
import type { FlowName } from "./flow_names.ts";
import type { ImplicitRequest } from "./implicit.ts";
import type {
  ManagedIdentityPorts,
  ManagedIdentityRequest,
} from "./managed_identity.ts";
import type { OnBehalfOfRequest } from "./on_behalf_of.ts";
import type { PasswordRequest } from "./password.ts";
import type { FlowPreview } from "./preview.ts";
import type { RefreshTokenRequest } from "./refresh_token.ts";
import type { FlowRequest } from "./run_flow.ts";

/** A flow: a request, what it may do to the world, and how it is run. */
export type Flow<Request, Needs, Event> = (
  request: Request,
  ports: Needs,
  options?: FlowOptions,
) => AsyncGenerator<Event, Token>;

function onDemand<Request, Needs, Event extends FlowEvent>(
  load: () => Promise<Flow<Request, Needs, Event>>,
): Flow<Request, Needs, Event> {
  return async function* (request, ports, options) {
    const flow = await load();
    return yield* flow(request, ports, options);
  };
}

/**
 * Runs the client credentials grant: a token for the application itself.
 *
 * @see {@link https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow | Client credentials flow}
 */
export const clientCredentials: Flow<
  GrantRequest,
  Pick<Ports, "fetch" | "clock">,
  ExchangeOnlyEvent
> = onDemand(async () =>
  (await import("./client_credentials.ts")).clientCredentials
);

/**
 * Runs the device authorization grant: the user enters a code on another
 * device while this one polls. The first poll waits one interval; `slow_down`
 * lengthens it for good; lost connections and busy servers do not end it.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc8628.html | RFC 8628}
 */
export const deviceCode: Flow<
  DeviceCodeRequest,
  DeviceCodePorts,
  DeviceCodeEvent
> = onDemand(async () => (await import("./device_code.ts")).deviceCode);

/**
 * Runs the authorization code grant with PKCE: the user signs in with a
 * browser, and the code that comes back becomes a token.
 *
 * @see {@link https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow | Authorization code flow}
 */
export const authorizationCode: Flow<
  AuthorizationCodeRequest,
  BrowserFlowPorts,
  BrowserFlowEvent
> = onDemand(async () =>
  (await import("./authorization_code.ts")).authorizationCode
);

/**
 * Signs the user in with this machine's browser: the authorization code grant
 * on a loopback address, with the browser opened.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc8252.html#section-7.3 | RFC 8252, section 7.3}
 */
export const interactive: Flow<
  AuthorizationCodeRequest,
  BrowserFlowPorts,
  BrowserFlowEvent
> = onDemand(async () => (await import("./interactive.ts")).interactive);

/**
 * Runs the refresh token grant; may ask for another resource than the first one.
 *
 * @see {@link https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#refresh-the-access-token | Refresh the access token}
 */
export const refreshToken: Flow<
  RefreshTokenRequest,
  Pick<Ports, "fetch" | "clock">,
  ExchangeOnlyEvent
> = onDemand(async () => (await import("./refresh_token.ts")).refreshToken);

/**
 * Runs the hybrid flow, `code id_token`: who signed in is known, and proven to
 * belong to the code, before the code is redeemed.
 *
 * @see {@link https://openid.net/specs/openid-connect-core-1_0.html#HybridFlowAuth | OpenID Connect Core, section 3.3}
 */
export const hybrid: Flow<
  AuthorizationRequest,
  BrowserFlowPorts,
  BrowserFlowEvent
> = onDemand(async () => (await import("./hybrid.ts")).hybrid);

/**
 * Runs the implicit flow, which is legacy: tokens come straight from the
 * sign-in page. With the response type `id_token` the access token is empty.
 *
 * @see {@link https://learn.microsoft.com/entra/identity-platform/v2-oauth2-implicit-grant-flow | Implicit flow}
 */
export const implicit: Flow<
  ImplicitRequest,
  BrowserFlowPorts,
  BrowserFlowEvent
> = onDemand(async () => (await import("./implicit.ts")).implicit);

/**
 * Runs the password grant, which is discouraged and says so.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc9700.html#section-2.4 | RFC 9700, section 2.4}
 */
export const password: Flow<
  PasswordRequest,
  Pick<Ports, "fetch" | "clock" | "prompt">,
  PasswordEvent
> = onDemand(async () => (await import("./password.ts")).password);

/**
 * Runs the on-behalf-of grant: an API that received a user's token gets one
 * for the next API, still in the user's name.
 *
 * @see {@link https://learn.microsoft.com/entra/identity-platform/v2-oauth2-on-behalf-of-flow | On-behalf-of flow}
 */
export const onBehalfOf: Flow<
  OnBehalfOfRequest,
  Pick<Ports, "fetch" | "clock">,
  ExchangeOnlyEvent
> = onDemand(async () => (await import("./on_behalf_of.ts")).onBehalfOf);

/**
 * Gets a token of the identity that Azure gave this machine.
 *
 * @see {@link https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token | Get a token on a virtual machine}
 */
export const managedIdentity: Flow<
  ManagedIdentityRequest,
  ManagedIdentityPorts,
  ManagedIdentityEvent
> = onDemand(async () =>
  (await import("./managed_identity.ts")).managedIdentity
);

/**
 * Borrows a token from a tool that is signed in already: the Azure CLI, Azure
 * PowerShell or the Azure Developer CLI.
 *
 * @see {@link https://learn.microsoft.com/cli/azure/account#az-account-get-access-token | az account get-access-token}
 */
export const borrowed: Flow<
  BorrowedRequest,
  Pick<Ports, "command">,
  CommandEvent
> = onDemand(async () => (await import("./borrowed.ts")).borrowed);

/**
 * Tells what a flow would send first, and sends nothing.
 *
 * @param flow The flow.
 * @param request What is asked.
 * @param options The world, of which only randomness and time are used.
 * @returns The first thing that the flow would do.
 * @throws {AuthError} What the flow refuses before it sends anything.
 */
export async function previewFlow(
  flow: FlowName,
  request: FlowRequest,
  { ports }: { readonly ports: Ports },
): Promise<FlowPreview> {
  const { preview } = await import("./preview.ts");
  const { runFlow } = await import("./run_flow.ts");
  return await preview(
    (looking) => runFlow(flow, request, { ports: looking }),
    ports,
  );
}

/**
 * Asks an authority for its endpoints. A redirect is refused, and so is a
 * document that speaks for somebody else.
 *
 * @param address The authority.
 * @param context The network, the time and the signal.
 * @returns The exchange, then the endpoints.
 * @throws {AuthError} `invalid_authority` if the document cannot be trusted, or what went wrong on the way.
 * @see {@link https://openid.net/specs/openid-connect-discovery-1_0.html | OpenID Connect Discovery}
 */
export async function* discover(
  address: AuthorityAddress,
  context: DiscoveryContext,
): AsyncGenerator<ExchangeEvent, Authority> {
  const { discover } = await import("../protocol/discover.ts");
  return yield* discover(address, context);
}

/**
 * Tells what an error of the authority means, who can do something about it,
 * and what. Goes by the AADSTS numbers, then `suberror`, then `error`; the
 * wording of a description is never looked at.
 *
 * @param error What the authority said, or pasted text with it: an AADSTS
 * number, a message, a JSON answer, a redirect address.
 * @returns The advice; a general one when nothing is known.
 * @see {@link https://learn.microsoft.com/entra/identity-platform/reference-error-codes | AADSTS error codes}
 *
 * @example Explain an error from a log
 * ```ts
 * import { explainError } from "./on_demand.ts";
 *
 * const advice = await explainError("AADSTS50076: Due to a configuration change");
 * if (!advice.interactive) throw new Error("a sign-in would help");
 * ```
 */
export async function explainError(
  error: ServerErrorDetails | string,
): Promise<ErrorAdvice> {
  const { explainError } = await import("../entra/explain_error.ts");
  return await explainError(error);
}

/**
 * Verifies a token: who signed it, whom it is for, and what else it has to be.
 * Keys are asked for at Microsoft's hosts, at the authority that is trusted
 * and at the issuer that is expected, never at an address of the token's own
 * choice.
 *
 * @param token The token, or text with a token in it.
 * @param options The keys, the time, and what the token has to be.
 * @returns Every check, and whether the token is valid.
 * @throws {AuthError} `token_malformed` if the text is empty or too long;
 * `network_error`, `server_error`, `response_invalid`, `invalid_authority` if
 * the keys cannot be had.
 * @see {@link https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-tokens | Validate tokens}
 *
 * @example Refuse what is not signed
 * ```ts
 * import { verifyToken } from "./on_demand.ts";
 *
 * const { valid, checks } = await verifyToken("eyJhbGciOiJub25lIn0.e30.", {
 *   keys: { jwks: { keys: [] } },
 *   now: 1_700_000_000_000,
 *   expected: { audience: "api://orders" },
 * });
 * if (valid) throw new Error("anybody could have made it");
 * if (!checks.some(({ code }) => code === "algorithm_none")) throw new Error();
 * ```
 */
export async function verifyToken(
  token: string,
  options: VerifyOptions,
): Promise<Verification> {
  const { verifyToken } = await import("../jwt/verify.ts");
  return await verifyToken(token, options);
}

/**
 * Compares two tokens claim by claim: lists as sets, times as differences.
 * Neither is verified.
 *
 * @param first The token, or text with a token in it.
 * @param second The other one.
 * @param options `now`: the time to go by, milliseconds since the epoch.
 * @returns The differences, in the order in which claims are shown.
 * @throws {AuthError} `token_malformed` if a text is empty or too long.
 */
export async function diffTokens(
  first: string | DecodedToken,
  second: string | DecodedToken,
  options: { readonly now: number },
): Promise<TokenDiff> {
  const { diffTokens } = await import("../jwt/diff.ts");
  return diffTokens(first, second, options);
}

/**
 * Tells why an API will reject a token: audience, scope, role, tenant, version
 * and time. Nothing is sent, and the signature is not verified.
 *
 * @param token The token, or text with a token in it.
 * @param target The API: its identifier URI, application id or preset, alone
 * or with what it asks for.
 * @param options `now`: the time to go by, milliseconds since the epoch.
 * @returns The reasons; none is no promise, since an API may have rules of its own.
 * @throws {AuthError} `token_malformed`, or `invalid_parameter` if no preset has such a name.
 */
export async function explainRejection(
  token: string | DecodedToken,
  target: string | RejectionTarget,
  options: { readonly now: number },
): Promise<Rejection> {
  const { explainRejection } = await import("../jwt/reject.ts");
  return explainRejection(token, target, options);
}
