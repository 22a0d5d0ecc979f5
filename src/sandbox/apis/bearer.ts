/**
 * APIs that take the sandbox's tokens: a Graph-like one and a sample of an own one. May import the sandbox's
 * keys, stores and seeds.
 *
 * @module
 */
import type { JWTPayload } from "jose";
import type { Authority } from "../authority.ts";
import { issuerV1, issuerV2 } from "../claims.ts";
import type { Trace } from "../error_body.ts";
import { verifyToken } from "../tokens.ts";
import type { ApiSeed } from "../world.ts";

/** A request to an API. */
export interface ApiRequest {
  readonly authorization: string | undefined;
  readonly trace: Trace;
}

export class ApiRefusal extends Error {
  override readonly name = "ApiRefusal";
  constructor(
    message: string,
    readonly details: {
      readonly status: number;
      readonly code: string;
      /** Claims that a token has to be asked for with, to get further. */
      readonly claims?: Readonly<Record<string, unknown>>;
    },
  ) {
    super(message);
  }
}

export function invalidToken(message: string): ApiRefusal {
  return new ApiRefusal(message, {
    status: 401,
    code: "InvalidAuthenticationToken",
  });
}

export function forbidden(message: string): ApiRefusal {
  return new ApiRefusal(message, {
    status: 403,
    code: "Authorization_RequestDenied",
  });
}

export function canAnswerChallenges(claims: JWTPayload): boolean {
  const capabilities = claims["xms_cc"];
  return Array.isArray(capabilities) && capabilities.includes("cp1");
}

/**
 * The claims of a token that is meant for the API and still good.
 *
 * @throws {ApiRefusal}
 */
export async function bearerClaims(
  authority: Authority,
  { authorization, api }: {
    authorization: string | undefined;
    api: ApiSeed | undefined;
  },
): Promise<JWTPayload> {
  const token = authorization?.match(/^Bearer +(\S+)$/i)?.[1];
  if (token === undefined) throw invalidToken("Access token is empty.");
  const claims = await readClaims(authority, token);
  const { directory, origin } = authority;
  if (api === undefined || directory.api(String(claims.aud)) !== api) {
    throw invalidToken("Access token validation failure. Invalid audience.");
  }
  const tenantId = String(claims["tid"]);
  const issuers = [issuerV1(origin, tenantId), issuerV2(origin, tenantId)];
  if (!issuers.includes(String(claims.iss))) {
    throw invalidToken("Invalid issuer.");
  }
  checkEvents(authority, { api, claims });
  return claims;
}

async function readClaims(
  authority: Authority,
  token: string,
): Promise<JWTPayload> {
  const known = authority.store.opaqueTokens.get(token);
  if (known === undefined) {
    return await verifyToken(token, authority).catch((cause: unknown) => {
      throw cause instanceof Error && cause.name === "JWTExpired"
        ? expired()
        : invalidToken(
          "The token cannot be read or its signature is not valid.",
        );
    });
  }
  if ((known.exp ?? 0) * 1000 <= authority.clock.now()) throw expired();
  return known;
}

function expired(): ApiRefusal {
  return invalidToken("Lifetime validation failed, the token is expired.");
}

// Continuous access evaluation: only a client that declared `cp1` is asked for a newer token.
function checkEvents(
  { store }: Authority,
  { api, claims }: { api: ApiSeed; claims: JWTPayload },
): void {
  if (!api.cae || !canAnswerChallenges(claims)) return;
  const since = store.challenged.get(subjectOf(claims));
  if (since === undefined || (claims.nbf ?? 0) >= since) return;
  throw new ApiRefusal(
    "Continuous access evaluation asks for a token that is newer than the last event.",
    {
      status: 401,
      code: "InvalidAuthenticationToken",
      claims: { nbf: { essential: true, value: String(since) } },
    },
  );
}

function subjectOf(claims: JWTPayload): string {
  const id = claims["idtyp"] === "app"
    ? claims["azp"] ?? claims["appid"]
    : claims["oid"];
  return String(id).toLowerCase();
}

/** Answers for an API: what it does, or what it refuses in the words of RFC 6750. */
export async function answerApi(
  { origin }: Authority,
  { api, trace, respond }: {
    api: ApiSeed | undefined;
    trace: Trace;
    respond: () => Promise<Record<string, unknown>>;
  },
): Promise<Response> {
  const ids = {
    "request-id": trace.traceId,
    "client-request-id": trace.correlationId,
  };
  const headers = { ...ids, "cache-control": "private" };
  try {
    return Response.json(await respond(), { headers });
  } catch (error) {
    if (!(error instanceof ApiRefusal)) throw error;
    const { message, details: { status, code, claims } } = error;
    const date = trace.timestamp.replace(" ", "T").replace("Z", "");
    const innerError = { date, ...ids };
    return Response.json({ error: { code, message, innerError } }, {
      status,
      headers: {
        ...headers,
        ...(status === 401
          ? { "www-authenticate": challenge(origin, { api, claims }) }
          : {}),
      },
    });
  }
}

function challenge(
  origin: string,
  { api, claims }: {
    api: ApiSeed | undefined;
    claims: Readonly<Record<string, unknown>> | undefined;
  },
): string {
  return [
    'Bearer realm=""',
    `authorization_uri="${origin}/common/oauth2/authorize"`,
    `client_id="${api?.id}"`,
    ...(claims === undefined ? [] : [
      'error="insufficient_claims"',
      `claims="${btoa(JSON.stringify({ access_token: claims }))}"`,
    ]),
  ].join(", ");
}
