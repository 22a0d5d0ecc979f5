import * as oauth from "oauth4webapi";
import type { ExchangeStep } from "../events.ts";
import { AuthError } from "../errors.ts";
import type { Authority } from "../entra/authority.ts";
import { isGuid } from "../entra/tenants.ts";
import {
  clientAuth,
  type ClientAuthentication,
} from "./client_authentication.ts";
import {
  checkExtraParameters,
  type ExtraParameters,
  withExtraQuery,
} from "./extra_parameters.ts";
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
  /** Parameters beyond those of the protocol. */
  readonly extraParameters?: ExtraParameters;
}

/** The same request as `oauth4webapi` takes it. */
export interface Grant {
  readonly as: oauth.AuthorizationServer;
  readonly client: oauth.Client;
  readonly auth: oauth.ClientAuth;
}

/** What `oauth4webapi` needs on every request. */
export type WireOptions =
  & { [oauth.customFetch]: FetchOfLibrary }
  & { [oauth.allowInsecureRequests]: boolean };
type FetchOfLibrary = (
  url: string,
  options: oauth.CustomFetchOptions<string, URLSearchParams | undefined>,
) => Promise<Response>;

/** RFC 6749, appendix A.1: visible ASCII. */
const CLIENT_ID = /^[\x20-\x7e]+$/;

function checkClientId({ clientId, authority }: GrantRequest): void {
  const isEntra = authority.kind === "entra";
  if (isEntra ? isGuid(clientId) : CLIENT_ID.test(clientId)) return;
  throw new AuthError(
    "invalid_client_id",
    `Cannot use the client id "${clientId}"`,
    {
      hint: isEntra
        ? "It is the application (client) id of the app registration, a GUID"
        : "It is the client id of the registration at the provider",
    },
  );
}

/**
 * Prepares a request for `oauth4webapi`.
 *
 * @param request The request.
 * @returns Server, client and authentication.
 * @throws {AuthError} `invalid_client_id` if Entra could not have issued the client id, or `invalid_parameter`.
 */
export function toGrant(request: GrantRequest): Grant {
  checkClientId(request);
  const { authority, extraParameters: extra } = request;
  if (extra !== undefined) checkExtraParameters(extra);
  const device = authority.deviceAuthorizationEndpoint;
  return {
    as: {
      issuer: authority.issuer,
      authorization_endpoint: authority.authorizationEndpoint,
      token_endpoint: withExtraQuery(authority.tokenEndpoint, extra),
      ...(device === undefined
        ? {}
        : { device_authorization_endpoint: withExtraQuery(device, extra) }),
      jwks_uri: authority.jwksUri,
    },
    client: { client_id: request.clientId },
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
    [oauth.customFetch]: (url, { method, headers, body, signal }) =>
      wire.send(step, url, { method, headers, body, signal }),
    [oauth.allowInsecureRequests]: authority.insecure,
  };
}

/** The parameters that go with every device and token request. */
export function bodyParameters(request: GrantRequest): Record<string, string> {
  return {
    ...request.extraParameters?.body,
    // Elsewhere it is an unknown parameter, and strict servers refuse those.
    ...(request.authority.kind === "entra" ? { client_info: "1" } : {}),
    ...(request.claims === undefined ? {} : { claims: request.claims }),
  };
}
