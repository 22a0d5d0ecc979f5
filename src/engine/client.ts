/**
 * The client: silent first, then a flow.
 *
 * @module
 */
import type { ApiRequestInit, Credential } from "./api/client_calls.ts";
import type { ManagedIdentityId } from "./entra/managed_identity_source.ts";
import type { FlowEvent } from "./events.ts";
import type { FlowName } from "./flows/flow_names.ts";
import type { ImplicitResponseType } from "./flows/implicit.ts";
import type { FlowPreview } from "./flows/preview.ts";
import { runFlow } from "./flows/run_flow.ts";
import { openClient } from "./open_client.ts";
import type { EngineParts } from "./parts.ts";
import type { Ports, ResponseMode, TokenStore } from "./ports/mod.ts";
import type { ClientAuthentication } from "./protocol/client_authentication.ts";
import type { ExtraParameters } from "./protocol/extra_parameters.ts";
import type { Secret } from "./secret.ts";
import type { Account, Token } from "./token.ts";

/** What a client is: a registration in a tenant of a cloud. */
export interface ClientOptions {
  /** Tenant id, verified domain, `common`, `organizations` or `consumers`. */
  readonly tenantId?: string;
  /** Application (client) id. */
  readonly clientId: string;
  /** How the client authenticates; none means a public client. */
  readonly auth?: ClientAuthentication;
  /** `public` (default), `usgov` or `china`. */
  readonly cloud?: string;
  /** A whole authority address, tenant included, in place of cloud and tenant. */
  readonly authority?: string;
  /** What the client can handle: `cp1` means that it answers claims challenges. */
  readonly capabilities?: readonly string[];
  /** `claims` that every token is asked for with; JSON text. */
  readonly claims?: string;
  /** The flow of calls that name none; without it, the client chooses. */
  readonly flow?: FlowName;
  /** `prompt` of every sign-in; unlike a call's own, it asks for none. */
  readonly prompt?: string;
  /** User name to fill in at every sign-in; kept tokens may be another's. */
  readonly loginHint?: string;
  /** Where tokens outlive this client; without it, they end with it. */
  readonly cache?: TokenStore;
  /** The record's name in the store; by default, what tells registrations apart. */
  readonly partition?: string;
}

/** What one call may ask for. */
export interface AcquireOptions {
  /** The flow to run when nothing kept can serve; none lets the client choose. */
  readonly flow?: FlowName;
  /** Skip the kept access token; with `flow`, run that flow whatever is kept. */
  readonly force?: boolean;
  /** Fail with `interaction_required` before a flow that needs the user. */
  readonly noInteraction?: boolean;
  /** Life that the token must still have, in milliseconds. */
  readonly minTtlMs?: number;
  /** Ends the call; its reason is what the call rejects with. */
  readonly signal?: AbortSignal;
  /**
   * `claims` to ask for now: JSON, its base64 text, or a whole
   * `WWW-Authenticate` header. The kept access token is passed over, since it
   * is the one that was not good enough.
   */
  readonly claims?: string;
  /** The account that is meant: user name, object id or home account id. */
  readonly account?: string;
  /** Takes the place of the client's own capabilities. */
  readonly capabilities?: readonly string[];
  /** Parameters beyond those of the protocol. */
  readonly extraParameters?: ExtraParameters;
  /** User name to fill in on the sign-in page; another user's token is passed over. */
  readonly loginHint?: string;
  /** Domain that skips home realm discovery. */
  readonly domainHint?: string;
  /**
   * `prompt`: `login`, `consent`, `select_account`, `none` or `create`. All but
   * `none` have the user sign in, whatever is kept.
   */
  readonly prompt?: string;
  /** The registered redirect URI. */
  readonly redirectUri?: string;
  /** Loopback ports to try, first to last. */
  readonly redirectPorts?: readonly number[];
  /** `response_mode` of the authorization endpoint. */
  readonly responseMode?: ResponseMode;
  /** Open the browser: default yes for `interactive`, no for `authorization-code`. */
  readonly openBrowser?: boolean;
  /** What the implicit flow is to bring; by default `id_token token`. */
  readonly responseType?: ImplicitResponseType;
  /** `state`; random unless it is given. */
  readonly state?: string;
  /** `nonce`; random unless it is given. */
  readonly nonce?: string;
  /** Language of the device code message, such as `de-DE`. */
  readonly market?: string;
  /** Whether a device code that expires is followed by a new one. */
  readonly renewCode?: boolean;
  /** The user's access token for this client, for `on-behalf-of`. */
  readonly assertion?: Secret;
  /** A refresh token from elsewhere, for `refresh-token`. */
  readonly refreshToken?: Secret;
  /** The user's name, for `password`; a kept token must be this user's. */
  readonly username?: string;
  /** The password, for `password`; without it the user is asked. Never kept. */
  readonly password?: Secret;
  /** A user-assigned identity, for `managed-identity`. */
  readonly identity?: ManagedIdentityId;
}

/** Whose tokens to forget. */
export interface LogoutOptions {
  /** User name, object id or home account id; everybody's without it. */
  readonly account?: string;
  /** Ends the wait for the store. */
  readonly signal?: AbortSignal;
}

/** A token and where it came from. */
export interface AcquiredToken extends Token {
  /** Kept, refreshed, or fresh from a flow. */
  readonly source: "cache" | "refresh" | "flow";
  /** The flow that it first came from. */
  readonly flow: FlowName;
}

/** A run that yields events and ends with a token. */
export type FlowRun = AsyncGenerator<FlowEvent, AcquiredToken>;

/** Gets tokens for one client and keeps them. */
export interface Client {
  /**
   * Gets a token, silently if it can be, and tells what happens meanwhile.
   *
   * @param scopes Scopes, or `<resource>/.default`.
   * @returns Events, then the token.
   * @throws {AuthError} If no token can be had.
   */
  acquire(scopes: readonly string[], options?: AcquireOptions): FlowRun;
  /**
   * Gets a token; concurrent calls for the same one share one request.
   *
   * @param scopes Scopes, or `<resource>/.default`.
   * @returns The token.
   * @throws {AuthError} If no token can be had.
   */
  getToken(
    scopes: readonly string[],
    options?: AcquireOptions & {
      /** Hears what happens meanwhile. */
      readonly onEvent?: (event: FlowEvent) => void;
    },
  ): Promise<AcquiredToken>;
  /**
   * Runs one flow, whatever is kept, and keeps its token.
   *
   * @param flow The flow.
   * @param scopes Scopes, or `<resource>/.default`.
   * @returns Events, then the token.
   * @throws {AuthError} What the flow throws.
   */
  run(
    flow: FlowName,
    scopes: readonly string[],
    options?: AcquireOptions,
  ): FlowRun;
  /**
   * Tells what a flow would send first, and sends nothing. Kept tokens are not
   * looked at, but `refresh-token` needs a kept refresh token or a pasted one.
   *
   * @param scopes Scopes, or `<resource>/.default`.
   * @returns The request, the page or the command, secrets redacted.
   * @throws {AuthError} What the flow refuses before it sends anything.
   */
  preview(
    scopes: readonly string[],
    options?: AcquireOptions,
  ): Promise<FlowPreview>;
  /**
   * The token kept for a call, expired or not, in this process or in the
   * store; nothing is sent, and nobody is asked.
   *
   * @param scopes Scopes, or `<resource>/.default`.
   * @throws {StoreError} If the store cannot be read.
   */
  find(
    scopes: readonly string[],
    options?: AcquireOptions,
  ): Promise<AcquiredToken | undefined>;
  /** The token that this process knows for these scopes, expired or not. */
  peek(scopes: readonly string[], flow?: FlowName): AcquiredToken | undefined;
  /**
   * Who is signed in, the newest first.
   *
   * @throws {StoreError} If the store cannot be read.
   */
  accounts(signal?: AbortSignal): Promise<readonly Account[]>;
  /**
   * Forgets every kept token, or those of one account; in the store too.
   *
   * @returns Whether there was anything to forget.
   * @throws {StoreError} If the store could not forget.
   */
  logout(options?: LogoutOptions): Promise<boolean>;
  /**
   * Makes this client a credential of the Azure SDK.
   *
   * @example Give it to a client of the Azure SDK
   * ```ts
   * import { createClient } from "./mod.ts";
   *
   * const credential = createClient({
   *   tenantId: "contoso.onmicrosoft.com",
   *   clientId: "11111111-2222-3333-4444-555555555555",
   *   auth: { secret: "from a safe place" },
   * }).asCredential();
   * // new SecretClient("https://contoso.vault.azure.net", credential);
   * console.log(typeof credential.getToken);
   * ```
   *
   * @returns What every `@azure/*` client takes in place of a credential.
   */
  asCredential(): Credential;
  /**
   * Calls an API as `fetch` does, with a token. A claims challenge is answered
   * once. The token goes to https addresses of its API and of
   * `init.origins`, and never where a redirect points: that is an answer
   * like any other. Without `init.scopes` the host of one of Microsoft's APIs
   * tells them.
   *
   * @example Ask Microsoft Graph who signed in
   * ```ts
   * import { createClient } from "./mod.ts";
   *
   * const client = createClient({
   *   tenantId: "contoso.onmicrosoft.com",
   *   clientId: "11111111-2222-3333-4444-555555555555",
   * });
   * const me = () => client.fetch("https://graph.microsoft.com/v1.0/me", { scopes: ["User.Read"] });
   * console.log(typeof me);
   * ```
   *
   * @param input Where to.
   * @param init What `fetch` takes, scopes, and how the token is got.
   * @returns The answer, whatever its status.
   * @throws {AuthError} `invalid_parameter` if the token may not go there,
   * `invalid_scope` if no scope is known; or no token can be had.
   * @throws {TypeError} If the API cannot be reached.
   */
  fetch(
    input: string | URL | Request,
    init?: ApiRequestInit,
  ): Promise<Response>;
}

/** All that the engine has. */
const PARTS: EngineParts = {
  runFlow,
  discovery: () => import("./protocol/discover.ts"),
  preview: () => import("./flows/preview.ts"),
  api: () => import("./api/client_calls.ts"),
};

/**
 * Makes a client. Neither tenant nor authority is needed for flows that ask
 * only this machine, such as `managed-identity`.
 *
 * @param options The registration, and the authority that knows it.
 * @param ports What the client may do to the world.
 * @returns The client.
 * @throws {AuthError} `invalid_tenant` or `invalid_authority`.
 */
export function createClient(options: ClientOptions, ports: Ports): Client {
  return openClient(options, { ports, parts: PARTS });
}
