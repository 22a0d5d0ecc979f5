import type { Authority } from "../authority.ts";
import { type ClaimsRequest, readClaims } from "../claims_request.ts";
import type { TenantPath } from "../directory.ts";
import { optional, type Parameters, required } from "../parameters.ts";
import { redirectPlatform } from "../redirect_uris.ts";
import { refusal } from "../refusals.ts";
import { parseScope, type ScopeRequest } from "../scopes.ts";
import { type Challenge, isChallenge } from "../token/pkce.ts";
import type { ClientSeed } from "../world.ts";
import {
  asksForToken,
  checkTokenRequest,
  readResponseTypes,
  type ResponseType,
} from "./response_type.ts";
import {
  hintedUser,
  type Prompt,
  readMaxAge,
  readPrompt,
} from "./sign_in_hints.ts";

export type ResponseMode = "query" | "fragment" | "form_post";

/** Where an answer goes; known before the rest of the request is checked. */
export interface ReturnAddress {
  readonly client: ClientSeed;
  readonly path: TenantPath;
  readonly redirectUri: string;
  readonly spa: boolean;
  readonly mode: ResponseMode;
  readonly state: string | undefined;
}

/** An authorization request in which nothing is wrong. */
export interface AuthorizeRequest extends ReturnAddress {
  readonly types: ReadonlySet<ResponseType>;
  readonly scope: ScopeRequest;
  readonly prompt: ReadonlySet<Prompt>;
  readonly maxAgeSeconds: number | undefined;
  /** The user that `login_hint` or `id_token_hint` names. */
  readonly loginHint: string | undefined;
  readonly nonce: string | undefined;
  readonly challenge: Challenge | undefined;
  readonly clientInfo: boolean;
  readonly claims: ClaimsRequest;
}

/**
 * Finds the client and its redirect URI. What is wrong here is shown on a page and never redirected.
 *
 * @throws {EntraRefusal} 90002, 900144, 700016, 50194, 9002332, 900971, 50011
 */
export function readReturnAddress(
  { directory }: Pick<Authority, "directory">,
  { tenant, parameters }: { tenant: string; parameters: Parameters },
): ReturnAddress {
  const path = directory.tenantPath(tenant);
  const clientId = required(parameters, "client_id");
  const client = directory.client(clientId, path);
  const redirectUri = optional(parameters, "redirect_uri");
  if (redirectUri === undefined) throw refusal(900971);
  const platform = redirectPlatform(client, redirectUri);
  if (platform === undefined) {
    throw refusal(50011, { redirect_uri: redirectUri, client_id: clientId });
  }
  return {
    client,
    path,
    redirectUri,
    spa: platform === "spa",
    mode: answerMode(parameters),
    state: parameters.get("state"),
  };
}

// Also the mode in which a wrong mode is reported: tokens never travel in a query.
function answerMode(parameters: Parameters): ResponseMode {
  const mode = parameters.get("response_mode");
  if (mode === "form_post" || mode === "fragment") return mode;
  return asksForToken(parameters) ? "fragment" : "query";
}

/**
 * Checks everything else.
 *
 * @throws {EntraRefusal} to be redirected
 */
export async function readAuthorizeRequest(
  authority: Authority,
  { address, parameters }: { address: ReturnAddress; parameters: Parameters },
): Promise<AuthorizeRequest> {
  const { directory } = authority;
  const types = readResponseTypes(parameters, address.client);
  checkUnsupported(parameters);
  const scope = parseScope(required(parameters, "scope"), {
    directory,
    tenantId: address.path.tenant?.id,
  });
  const nonce = optional(parameters, "nonce");
  if (nonce !== undefined && !scope.oidc.includes("openid")) {
    throw refusal(90023, { reason: "'nonce' needs the scope 'openid'" });
  }
  checkTokenRequest(types, { scope, nonce });
  const prompt = readPrompt(optional(parameters, "prompt"));
  const loginHint = await hintedUser(authority, { parameters, prompt });
  return {
    ...address,
    types,
    scope,
    prompt,
    loginHint,
    nonce,
    maxAgeSeconds: readMaxAge(optional(parameters, "max_age")),
    challenge: readChallenge(parameters, address.spa && types.has("code")),
    clientInfo: optional(parameters, "client_info") === "1",
    claims: readClaims(optional(parameters, "claims")),
  };
}

function checkUnsupported(parameters: Parameters): void {
  if (parameters.has("resource")) throw refusal(901002);
  // OpenID Connect Core, 6: the metadata says that request objects are not supported.
  for (const name of ["request", "request_uri", "registration"]) {
    if (parameters.has(name)) {
      throw refusal(90023, { reason: `'${name}' is not supported` });
    }
  }
}

function readChallenge(
  parameters: Parameters,
  isRequired: boolean,
): Challenge | undefined {
  const value = optional(parameters, "code_challenge");
  const method = parameters.get("code_challenge_method");
  if (method !== undefined && method !== "S256" && method !== "plain") {
    throw refusal(501491, { parameter: "code_challenge_method" });
  }
  if (value === undefined) {
    if (method !== undefined) {
      throw refusal(501491, { parameter: "code_challenge" });
    }
    if (isRequired) throw refusal(9002325);
    return undefined;
  }
  // RFC 7636, 4.3: without a method the challenge is the verifier itself.
  const challenge: Challenge = { value, method: method ?? "plain" };
  if (!isChallenge(challenge)) {
    throw refusal(501491, { parameter: "code_challenge" });
  }
  return challenge;
}
