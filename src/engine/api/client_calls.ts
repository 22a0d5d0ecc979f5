import type {
  AcquiredToken,
  AcquireOptions,
  Client,
  ClientOptions,
} from "../client.ts";
import { parseClaims } from "../entra/claims_request.ts";
import { isGuid } from "../entra/tenants.ts";
import { AuthError } from "../errors.ts";
import type { Fetch } from "../ports/mod.ts";
import { checkDestination, checkTransport, scopeAt } from "./resource_hosts.ts";

/** What a call of an API may say beside what `fetch` takes. */
export interface ApiRequestInit extends RequestInit {
  /** Scopes of the token; needed where the host is not one of Microsoft's APIs. */
  readonly scopes?: readonly string[];
  /**
   * Origins where the token may go although they are not its API's own, such
   * as that of a gateway. The token of an API whose identifier is no address,
   * such as `api://orders`, goes nowhere else.
   */
  readonly origins?: readonly string[];
  /** How the token is got. */
  readonly acquire?: AcquireOptions;
}

/** What an Azure SDK client asks a credential for. */
export interface CredentialOptions {
  /** Ends the call. */
  readonly abortSignal?: AbortSignalLike;
  /** Claims of a challenge, JSON text or as they were sent. */
  readonly claims?: string;
  /** Whether the caller answers claims challenges. */
  readonly enableCae?: boolean;
  /** The tenant that the API wants a token of. */
  readonly tenantId?: string;
}

/** An `AbortSignal`, or what the Azure SDK has in its place. */
export interface AbortSignalLike {
  /** Whether it is time to end. */
  readonly aborted: boolean;
  /** Hears when it is. */
  addEventListener(
    type: "abort",
    listener: (this: AbortSignalLike, event: unknown) => unknown,
    options?: unknown,
  ): void;
  /** Hears it no more. */
  removeEventListener(
    type: "abort",
    listener: (this: AbortSignalLike, event: unknown) => unknown,
    options?: unknown,
  ): void;
}

/** A token as an Azure SDK client takes it. */
export interface CredentialToken {
  /** The access token. */
  readonly token: string;
  /** End of validity, milliseconds since the epoch. */
  readonly expiresOnTimestamp: number;
  /** When to ask again, milliseconds since the epoch. */
  readonly refreshAfterTimestamp?: number;
  /** How it is sent. */
  readonly tokenType: "Bearer";
}

/**
 * A `TokenCredential` of the Azure SDK.
 *
 * @see {@link https://learn.microsoft.com/javascript/api/@azure/core-auth/tokencredential | TokenCredential}
 */
export interface Credential {
  /**
   * Gets a token.
   *
   * @param scopes One scope or several.
   * @returns The token.
   * @throws {AuthError} If none can be had.
   */
  getToken(
    scopes: string | string[],
    options?: CredentialOptions,
  ): Promise<CredentialToken>;
}

/** How one request gets its token and its answer. */
export interface SendTools {
  /** Gets a token, with the claims of a challenge where there was one. */
  readonly token: (claims?: string) => Promise<string>;
  /** The network; redirects are not followed. */
  readonly fetch: Fetch;
  /** Called when the API wants another token. */
  readonly onChallenge?: () => void;
}

function withToken(request: Request, token: string): Request {
  const headers = new Headers(request.headers);
  headers.set("authorization", `Bearer ${token}`);
  // The token is for this address, not for where that may point.
  return new Request(request, { headers, redirect: "manual" });
}

/** A challenge that makes no sense is no challenge: the answer stands. */
function claimsOf({ status, headers }: Response): string | undefined {
  const challenge = headers.get("www-authenticate");
  if (status !== 401 || challenge === null) return undefined;
  try {
    return parseClaims(challenge);
  } catch {
    return undefined;
  }
}

/**
 * Sends a request with a token, and once more if the API answers with a claims
 * challenge. A redirect is an answer like any other.
 *
 * @param request The request, where its token may go.
 * @param tools How the token and the answer are got.
 * @returns The answer; after a second challenge, that one.
 * @throws {AuthError} If no token can be had.
 * @see {@link https://learn.microsoft.com/entra/identity-platform/claims-challenge | Claims challenges}
 */
export async function sendWithToken(
  request: Request,
  { token, fetch, onChallenge }: SendTools,
): Promise<Response> {
  const again = request.clone();
  const answer = await fetch(withToken(request, await token()));
  const claims = claimsOf(answer);
  if (claims === undefined) {
    await again.body?.cancel();
    return answer;
  }
  await answer.body?.cancel();
  onChallenge?.();
  return await fetch(withToken(again, await token(claims)));
}

/** The client that calls are made for. */
export interface Caller {
  /** Gets the tokens. */
  readonly client: Pick<Client, "getToken">;
  /** What the client is. */
  readonly options: ClientOptions;
  /** The network of APIs. */
  readonly fetch: Fetch;
}

/**
 * Calls an API for a client.
 *
 * @param request What `fetch` takes, and where the token is from.
 * @param caller The client.
 * @returns The answer.
 * @throws {AuthError} If the token may not go there, or cannot be had.
 */
export async function fetchWithToken(
  { input, init }: {
    readonly input: string | URL | Request;
    readonly init: ApiRequestInit;
  },
  { client, options, fetch }: Caller,
): Promise<Response> {
  const { scopes: named, origins = [], acquire = {}, ...rest } = init;
  const request = new Request(input, rest);
  const url = new URL(request.url);
  checkTransport(url);
  const scopes = named ?? [scopeAt(url)];
  checkDestination(url, { scopes, origins });
  const { signal } = request;
  const asked = {
    ...acquire,
    signal: acquire.signal ? AbortSignal.any([signal, acquire.signal]) : signal,
    capabilities: acquire.capabilities ?? options.capabilities ?? ["cp1"],
  };
  return await sendWithToken(request, {
    fetch,
    token: async (claims = acquire.claims) => {
      const wish = claims === undefined ? asked : { ...asked, claims };
      return (await client.getToken(scopes, wish)).accessToken;
    },
  });
}

/** Tenants by name cannot be compared with one by id. */
function checkTenant(
  wanted: string | undefined,
  { tenantId = "" }: ClientOptions,
): void {
  if (wanted === undefined || !isGuid(wanted) || !isGuid(tenantId)) return;
  if (wanted.toLowerCase() === tenantId.toLowerCase()) return;
  throw new AuthError(
    "invalid_tenant",
    `Cannot get a token of the tenant "${wanted}": this client is of "${tenantId}"`,
    { hint: "Make a client for the tenant that the API belongs to" },
  );
}

function toSignal(like: AbortSignalLike): AbortSignal {
  if (like instanceof AbortSignal) return like;
  const controller = new AbortController();
  if (like.aborted) controller.abort();
  like.addEventListener("abort", () => controller.abort(), { once: true });
  return controller.signal;
}

function toCredentialToken(token: AcquiredToken): CredentialToken {
  const { accessToken, expiresAt, refreshAt } = token;
  return {
    token: accessToken,
    expiresOnTimestamp: expiresAt,
    ...(refreshAt === undefined ? {} : { refreshAfterTimestamp: refreshAt }),
    tokenType: "Bearer",
  };
}

/**
 * Gets a token for an Azure SDK client.
 *
 * @param asked What that client asks for.
 * @param caller Who gets the token.
 * @returns The token.
 * @throws {AuthError} If none can be had.
 */
export async function credentialToken(
  { scopes, options = {} }: {
    readonly scopes: string | string[];
    readonly options?: CredentialOptions | undefined;
  },
  caller: Omit<Caller, "fetch">,
): Promise<CredentialToken> {
  const { abortSignal, claims, enableCae, tenantId } = options;
  checkTenant(tenantId, caller.options);
  const token = await caller.client.getToken([scopes].flat(), {
    ...(abortSignal === undefined ? {} : { signal: toSignal(abortSignal) }),
    ...(claims === undefined ? {} : { claims }),
    ...(enableCae && caller.options.capabilities === undefined
      ? { capabilities: ["cp1"] }
      : {}),
  });
  return toCredentialToken(token);
}
