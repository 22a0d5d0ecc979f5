import { type EngineContext, type EngineError, engineError } from "./engine.ts";

/** A refusal in Entra's terms. */
export interface Refusal {
  readonly error: string;
  readonly status: number;
  /** AADSTS number; none for the few errors that have none. */
  readonly code?: number;
  readonly text: string;
  /** The engine's own words, or that the layer refused. */
  readonly debug: { readonly by: "engine" | "layer"; readonly words: string };
}

/** The OAuth error of each AADSTS code where it is not `invalid_request`. */
const ERRORS: Readonly<Record<number, string>> = {
  16000: "interaction_required",
  50013: "invalid_grant",
  50034: "invalid_grant",
  50057: "invalid_grant",
  50058: "login_required",
  50076: "invalid_grant",
  50126: "invalid_grant",
  50173: "invalid_grant",
  54005: "invalid_grant",
  65004: "access_denied",
  70000: "invalid_grant",
  70003: "unsupported_grant_type",
  70005: "unsupported_response_type",
  70008: "invalid_grant",
  70011: "invalid_scope",
  70016: "authorization_pending",
  70018: "bad_verification_code",
  70019: "expired_token",
  90002: "invalid_tenant",
  240002: "invalid_grant",
  500011: "invalid_resource",
  500131: "invalid_grant",
  500133: "invalid_grant",
  501481: "invalid_grant",
  700016: "unauthorized_client",
  700024: "invalid_client",
  700025: "invalid_client",
  700027: "invalid_client",
  700051: "unsupported_response_type",
  700054: "unsupported_response_type",
  700082: "invalid_grant",
  5002730: "invalid_client",
  7000215: "invalid_client",
  7000218: "invalid_client",
  7000222: "invalid_client",
};

/** Which AADSTS code the engine's words stand for; the first match counts. */
const CODES: readonly (readonly [words: RegExp, code: number])[] = [
  [/^expired_token:/, 70019],
  [
    /missing required|content-type bodies|no client authentication|client_assertion_type must be provided/,
    900144,
  ],
  [/must not be provided twice/, 9002313],
  [/client not found/, 700016],
  [/requested grant type is not allowed/, 7000218],
  [/client secret is expired/, 7000222],
  [/invalid secret provided/, 7000215],
  [/alg mismatch/, 5002730],
  [
    /invalid_client: .*(jwt expired|"exp"|not active|issued in the future)/,
    700024,
  ],
  [
    /invalid_client: .*(iss|sub|jti|aud|signature|used once|must be|invalid|jwt|expiration)/,
    700027,
  ],
  [/invalid client_assertion format|id_token_hint/, 50027],
  [/unsupported_grant_type/, 70003],
  [/invalid_redirect_uri/, 50011],
  [/redirect_uri mismatch/, 50011],
  [/code_verifier|invalid_grant: .*code_challenge/, 501481],
  [/already (consumed|used)/, 54005],
  [/grant not found|grant is expired/, 50173],
  [/device code not found/, 70018],
  [/refresh token is expired/, 700082],
  [/code is expired/, 70008],
  [/not found|client mismatch/, 70000],
  [/authorization_pending/, 70016],
  [/only a single resource indicator value is supported/, 70011],
  [/only a single resource indicator/, 28000],
  [/invalid_target/, 500011],
  [/invalid_scope/, 70011],
  [/unsupported_response_mode|requested response_mode/, 70007],
  [/unsupported_response_type/, 70005],
  [/code_challenge/, 501491],
  [/policy requires PKCE/, 9002325],
  [/login_required/, 50058],
  [/access_denied/, 65004],
];

/** Makes the engine refuse with an AADSTS code, for a rule of Entra's that it cannot know. */
export function refuse(code: number, text: string): EngineError {
  const failure = engineError(ERRORS[code] ?? "invalid_request", text);
  failure.aadsts = code;
  return failure;
}

function wordsOf(failure: EngineError): string {
  const { error = "server_error", error_description, error_detail } = failure;
  const words = [error_description, error_detail].filter((each) =>
    each !== undefined
  );
  return `${error}: ${words.join("; ") || failure.message}`;
}

/** The engine only says that the client should authenticate otherwise. */
function unexpectedCredential(context: EngineContext): number {
  const { client, params } = context.oidc;
  if (client.clientAuthMethod === "none") return 700025;
  if (params.client_assertion !== undefined) return 700027;
  return params.client_secret === undefined &&
      context.get("authorization") === ""
    ? 7000218
    : 7000215;
}

function codeOf(failure: EngineError, context: EngineContext) {
  if (failure.aadsts !== undefined) return failure.aadsts;
  const words = wordsOf(failure);
  const { grant_type = "" } = context.oidc.params ?? {};
  if (/missing .*redirect_uri\W*$/.test(words) && grant_type === "") {
    return 900971;
  }
  // The same words for every kind of code.
  if (/client mismatch/.test(words) && /device_code$/.test(grant_type)) {
    return 70018;
  }
  if (/authentication mechanism does not match/.test(words)) {
    return unexpectedCredential(context);
  }
  if (/response_type is not allowed for this client/.test(words)) {
    const type = context.oidc.params.response_type ?? "";
    return type.includes("id_token") ? 700054 : 700051;
  }
  const found = CODES.find(([pattern]) => pattern.test(words))?.[1];
  if (found !== undefined) return found;
  return failure.error?.startsWith("invalid_request") ||
      failure.error?.endsWith("_not_supported")
    ? 90023
    : undefined;
}

/** Says in Entra's terms what the engine refused. */
export function refusalOf(
  failure: EngineError,
  context: EngineContext,
): Refusal {
  const code = codeOf(failure, context);
  const error = code === undefined
    ? failure.error ?? "server_error"
    : ERRORS[code] ?? "invalid_request";
  // A redirect URI that differs at redemption makes the grant unfit (RFC 6749, 5.2).
  const renamed = code === 50011 && failure.error === "invalid_grant"
    ? "invalid_grant"
    : error;
  return {
    error: renamed,
    status: failure.error === undefined
      ? 500
      : renamed === "invalid_client"
      ? 401
      : 400,
    ...(code === undefined ? {} : { code }),
    text: failure.error_description ?? failure.message,
    debug: {
      by: failure.aadsts === undefined ? "engine" : "layer",
      words: wordsOf(failure),
    },
  };
}

/** A refusal before any engine is asked. */
export function layerRefusal(code: number, text: string): Refusal {
  const error = ERRORS[code] ?? "invalid_request";
  return {
    error,
    status: error === "invalid_client" ? 401 : 400,
    code,
    text,
    debug: { by: "layer", words: text },
  };
}

/** The members of an error answer; in a redirect the first four. */
export function errorMembers(
  { error, code, text, debug }: Refusal,
  origin: string,
): Record<string, unknown> {
  const timestamp = new Date().toISOString().replace("T", " ")
    .replace(/\.\d+/, "");
  const [traceId, correlationId] = [crypto.randomUUID(), crypto.randomUUID()];
  return {
    error,
    error_description: [
      code === undefined ? text : `AADSTS${code}: ${text}`,
      `Trace ID: ${traceId}`,
      `Correlation ID: ${correlationId}`,
      `Timestamp: ${timestamp}`,
    ].join("\r\n"),
    ...(code === undefined
      ? {}
      : { error_uri: `${origin}/error?code=${code}` }),
    _oidc_provider: `${debug.by}: ${debug.words}`,
    error_codes: code === undefined ? [] : [code],
    timestamp,
    trace_id: traceId,
    correlation_id: correlationId,
  };
}
