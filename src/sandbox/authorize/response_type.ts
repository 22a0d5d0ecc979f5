import { type Parameters, required } from "../parameters.ts";
import { refusal } from "../refusals.ts";
import type { ScopeRequest } from "../scopes.ts";
import type { ClientSeed } from "../world.ts";

/** One word of `response_type`. */
export type ResponseType = "code" | "id_token" | "token";

// OAuth 2.0 Multiple Response Types, 3 and 5, as far as Entra has them; the order of the words means nothing.
const COMBINATIONS = [
  "code",
  "code id_token",
  "id_token",
  "id_token token",
  "token",
];

/** Whether a token comes back through the browser. */
export function asksForToken(parameters: Parameters): boolean {
  return /\b(id_token|token)\b/.test(parameters.get("response_type") ?? "");
}

/**
 * Checks mode and type of the response against each other and against the registration.
 *
 * @throws {EntraRefusal} 70007, 900144, 70005, 700054, 700051
 */
export function readResponseTypes(
  parameters: Parameters,
  client: ClientSeed,
): ReadonlySet<ResponseType> {
  const mode = parameters.get("response_mode");
  const known = ["query", "fragment", "form_post"];
  const refused = mode !== undefined && !known.includes(mode) ||
    mode === "query" && asksForToken(parameters);
  if (refused) throw refusal(70007, { response_mode: mode ?? "" });
  const type = required(parameters, "response_type");
  const words = type.split(" ").sort();
  if (!COMBINATIONS.includes(words.join(" "))) {
    throw refusal(70005, { response_type: type });
  }
  const types = new Set(words as ResponseType[]);
  if (types.has("id_token") && !client.enable_id_token_issuance) {
    throw refusal(700054);
  }
  if (types.has("token") && !client.enable_access_token_issuance) {
    throw refusal(700051);
  }
  return types;
}

/**
 * Checks what a token in the response needs.
 *
 * @throws {EntraRefusal} 90023, 900144, 700022
 */
export function checkTokenRequest(
  types: ReadonlySet<ResponseType>,
  { scope, nonce }: { scope: ScopeRequest; nonce: string | undefined },
): void {
  if (types.has("id_token")) {
    if (!scope.oidc.includes("openid")) {
      throw refusal(90023, { reason: "'id_token' needs the scope 'openid'" });
    }
    // OpenID Connect Core, 3.2.2.1: without it a token could be replayed into the browser.
    if (nonce === undefined) throw refusal(900144, { parameter: "nonce" });
  }
  if (types.has("token") && scope.resources.length > 1) {
    throw refusal(700022);
  }
}
