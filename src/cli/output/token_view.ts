import type { AcquiredToken } from "../../engine/client.ts";
import { AuthError } from "../../engine/errors.ts";

/** What is known of a token when it is written. */
export interface TokenContext {
  /** Now, milliseconds since the epoch. */
  readonly now: number;
  /** The tenant that was asked for, by its id or domain. */
  readonly tenant?: string;
  /** The profile that was used, if one was. */
  readonly profile?: string;
  /** Whether the refresh token is written too. */
  readonly includeRefreshToken?: boolean;
  /** `apiVersion` that kubectl asked for. */
  readonly execApiVersion?: string;
}

/** A token as `-o json` shows it; members are added, never changed. */
export interface TokenView {
  /** The access token. */
  readonly access_token: string;
  /** Normally `Bearer`. */
  readonly token_type: string;
  /** End of validity, seconds since the epoch. */
  readonly expires_on: number;
  /** End of validity, ISO 8601 in UTC. */
  readonly expires_at: string;
  /** Seconds until then, at the time of writing. */
  readonly expires_in: number;
  /** Granted scopes, separated by blanks. */
  readonly scope: string;
  /** Granted scopes. */
  readonly scopes: readonly string[];
  /** The tenant that issued it, else the one that was asked for. */
  readonly tenant_id: string | null;
  /** The client it was issued to. */
  readonly client_id: string;
  /** The user, or `null` for an application's own token. */
  readonly account: {
    readonly username: string | null;
    readonly oid: string;
    readonly tid: string;
    readonly home_account_id: string;
  } | null;
  /** The ID token, when one was issued. */
  readonly id_token?: string;
  /** The refresh token, when it was asked for and issued. */
  readonly refresh_token?: string;
  /** `cache`, `refresh` or `flow`. */
  readonly source: string;
  /** The flow that it first came from. */
  readonly flow: string;
  /** The profile that was used, or `null`. */
  readonly profile: string | null;
}

/**
 * Shows a token.
 *
 * @param token The token.
 * @param context What else is known.
 * @returns The token as scripts get it.
 */
export function viewToken(
  token: AcquiredToken,
  context: TokenContext,
): TokenView {
  const { account } = token;
  return {
    access_token: token.accessToken,
    token_type: token.tokenType,
    expires_on: Math.floor(token.expiresAt / 1_000),
    expires_at: new Date(token.expiresAt).toISOString(),
    expires_in: Math.floor((token.expiresAt - context.now) / 1_000),
    scope: token.scopes.join(" "),
    scopes: token.scopes,
    tenant_id: token.tenantId ?? context.tenant ?? null,
    client_id: token.clientId,
    account: account && {
      username: account.username ?? null,
      oid: account.oid,
      tid: account.tid,
      home_account_id: account.homeAccountId,
    },
    ...(token.idToken === undefined ? {} : { id_token: token.idToken }),
    ...(context.includeRefreshToken && token.refreshToken !== undefined
      ? { refresh_token: token.refreshToken.reveal() }
      : {}),
    source: token.source,
    flow: token.flow,
    profile: context.profile ?? null,
  };
}

/**
 * Checks that a token, or the ID token that came alone, can be put where text is read by a program: into a
 * header, a shell, a configuration file. RFC 6750 allows it visible ASCII only.
 *
 * @param token The token.
 * @throws {AuthError} `response_invalid` if it has anything else.
 * @see {@link https://www.rfc-editor.org/rfc/rfc6750.html#section-2.1 | RFC 6750, section 2.1}
 */
export function checkPrintable(token: AcquiredToken): void {
  const { accessToken, idToken = "" } = token;
  if (/^[\x21-\x7e]+$/.test(accessToken || idToken)) return;
  throw new AuthError(
    "response_invalid",
    "Cannot write the token: it has characters that no token may have",
    { hint: "Check the authority's address; it does not answer like one" },
  );
}
