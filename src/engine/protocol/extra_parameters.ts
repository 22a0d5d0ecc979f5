import { AuthError } from "../errors.ts";

/** Parameters beyond those of the protocol, by name. */
export interface ExtraParameters {
  /** Added to the query of the authorization, device and token endpoints. */
  readonly query?: Readonly<Record<string, string>>;
  /** Added to the form of device and token requests. */
  readonly body?: Readonly<Record<string, string>>;
}

/** What the flows decide themselves; another value would break their promises. */
const OWN = new Set([
  "actor_token",
  "assertion",
  "claims",
  "client_assertion",
  "client_assertion_type",
  "client_id",
  "client_info",
  "client_secret",
  "code",
  "code_challenge",
  "code_challenge_method",
  "code_verifier",
  "device_code",
  "domain_hint",
  "grant_type",
  "login_hint",
  "mkt",
  "nonce",
  "password",
  "prompt",
  "redirect_uri",
  "refresh_token",
  "request",
  "request_uri",
  "requested_token_use",
  "response_mode",
  "response_type",
  "scope",
  "state",
  "subject_token",
  "username",
]);

/**
 * Checks that extra parameters change nothing that a flow decides.
 *
 * @param extra The parameters.
 * @throws {AuthError} `invalid_parameter` if one of them is the flow's own.
 */
export function checkExtraParameters(extra: ExtraParameters): void {
  const names = [extra.query, extra.body].flatMap((each) =>
    Object.keys(each ?? {})
  );
  const own = names.find((name) => OWN.has(name.trim().toLowerCase()));
  if (own === undefined && !names.includes("")) return;
  throw new AuthError(
    "invalid_parameter",
    `Cannot add the parameter "${own ?? ""}": the flow sets it itself`,
    { hint: "Use the option that stands for it, or leave it out" },
  );
}

/**
 * Adds extra parameters to an endpoint's address; what the address has stays.
 *
 * @param endpoint The address.
 * @param extra The parameters.
 * @returns The address with them.
 */
export function withExtraQuery(
  endpoint: string,
  extra: ExtraParameters | undefined,
): string {
  const query = Object.entries(extra?.query ?? {});
  if (query.length === 0) return endpoint;
  const url = new URL(endpoint);
  for (const [name, value] of query) url.searchParams.set(name, value);
  return url.href;
}
