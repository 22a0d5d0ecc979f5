import { decodeToken } from "../../engine/jwt/mod.ts";
import type { ScriptToken } from "../../tui/state/script.ts";

/** Who the token is for stands in it, unless it cannot be read. */
function claimOf(token: string, ...names: readonly string[]): string | null {
  const { payload } = decodeToken(token);
  const found = names.map((name) => payload[name])
    .find((value) => typeof value === "string");
  return typeof found === "string" ? found : null;
}

/**
 * Writes what a script is given on its standard input.
 *
 * @param token The token; absent where it needs none.
 * @returns One line of JSON with the names of `get-token -o json`, or nothing.
 */
export function inputOf(token: ScriptToken | undefined): string {
  if (token === undefined) return "";
  const { access, expiresAt, scopes, profile, clientId, account } = token;
  const text = access.reveal();
  return JSON.stringify({
    access_token: text,
    token_type: "Bearer",
    expires_at: expiresAt === undefined
      ? null
      : new Date(expiresAt).toISOString(),
    scopes,
    profile: profile ?? null,
    tenant_id: claimOf(text, "tid"),
    client_id: clientId ?? claimOf(text, "appid", "azp"),
    account: account ?? null,
  }) + "\n";
}
