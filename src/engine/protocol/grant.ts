import * as oauth from "oauth4webapi";
import type { ExchangeStep } from "../events.ts";
import { AuthError } from "../errors.ts";
import { type Authority, expectedIssuer } from "../entra/authority.ts";
import { isGuid } from "../entra/tenants.ts";
import { decodeToken } from "../jwt/decode.ts";
import {
  clientAuth,
  type ClientAuthentication,
} from "./client_authentication.ts";
import type { Wire } from "./wire.ts";

/** What every grant needs to know. */
export interface GrantRequest {
  /** Where to ask. */
  readonly authority: Authority;
  /** Application (client) id. */
  readonly clientId: string;
  /** How the client authenticates. */
  readonly authentication: ClientAuthentication;
  /** What the token is for. */
  readonly scopes: readonly string[];
  /** `claims` to ask for, JSON text. */
  readonly claims?: string;
}

/** The same request as `oauth4webapi` takes it. */
export interface Grant {
  readonly as: oauth.AuthorizationServer;
  readonly client: oauth.Client;
  readonly auth: oauth.ClientAuth;
}

/** Seconds by which clocks may differ. */
const CLOCK_TOLERANCE_S = 300;

/** What `oauth4webapi` needs on every request. */
export type WireOptions =
  & { [oauth.customFetch]: FetchOfLibrary }
  & { [oauth.allowInsecureRequests]: boolean };
type FetchOfLibrary = (
  url: string,
  options: oauth.CustomFetchOptions<string, URLSearchParams | undefined>,
) => Promise<Response>;

/**
 * Prepares a request for `oauth4webapi`.
 *
 * @param request The request.
 * @returns Server, client and authentication.
 * @throws {AuthError} `invalid_client_id` if the client id is not a GUID.
 */
export function toGrant(request: GrantRequest): Grant {
  if (!isGuid(request.clientId)) {
    throw new AuthError(
      "invalid_client_id",
      `Cannot use the client id "${request.clientId}"`,
      {
        hint:
          "It is the application (client) id of the app registration, a GUID",
      },
    );
  }
  const { authority } = request;
  return {
    as: {
      issuer: authority.issuer,
      authorization_endpoint: authority.authorizationEndpoint,
      token_endpoint: authority.tokenEndpoint,
      device_authorization_endpoint: authority.deviceAuthorizationEndpoint,
      jwks_uri: authority.jwksUri,
    },
    client: {
      client_id: request.clientId,
      [oauth.clockTolerance]: CLOCK_TOLERANCE_S,
    },
    auth: clientAuth(request.authentication),
  };
}

/** Routes the library's requests over the wire. */
export function over(
  wire: Wire,
  { step, authority }: {
    readonly step: ExchangeStep;
    readonly authority: Authority;
  },
): WireOptions {
  return {
    [oauth.customFetch]: (url, { method, headers, body }) =>
      wire.send(step, url, { method, headers, body }),
    [oauth.allowInsecureRequests]: authority.insecure,
  };
}

/** The parameters that Entra takes on every token request. */
export function entraParameters(request: GrantRequest): Record<string, string> {
  return {
    client_info: "1",
    ...(request.claims === undefined ? {} : { claims: request.claims }),
  };
}

/**
 * Names the issuer that the ID token in an answer must have, so that the
 * library compares the right one.
 *
 * @throws {AuthError} `id_token_invalid` if no tenant that may answer did.
 */
export async function serverFor(
  grant: Grant,
  { response, authority }: {
    readonly response: Response;
    readonly authority: Authority;
  },
): Promise<oauth.AuthorizationServer> {
  const body = await response.clone().json();
  if (typeof body.id_token !== "string") return grant.as;
  const issuer = expectedIssuer(
    authority,
    decodeToken(body.id_token).payload.tid,
  );
  if (issuer !== undefined) return { ...grant.as, issuer };
  throw new AuthError(
    "id_token_invalid",
    "Cannot accept the ID token: another tenant issued it",
    {
      hint:
        `The authority that was asked is ${authority.origin}/${authority.tenant}; nothing was kept`,
    },
  );
}
