import { EntraRefusal, refusal } from "./refusals.ts";

/** What the `claims` parameter asks of the access token (OpenID Connect Core, 5.5). */
export interface ClaimsRequest {
  /** The client declares the capability `cp1`: it can answer challenges (continuous access evaluation). */
  readonly cae: boolean;
  /** The token must not be older, in seconds since the epoch. */
  readonly notBefore?: number;
  /** Authentication contexts, such as `c1`. */
  readonly contexts: readonly string[];
  /** Conditional Access policies that a challenge of the token endpoint named. */
  readonly policies: readonly string[];
}

export const NO_CLAIMS: ClaimsRequest = {
  cae: false,
  contexts: [],
  policies: [],
};

/** @throws {EntraRefusal} 90023 */
export function readClaims(claims: string | undefined): ClaimsRequest {
  if (claims === undefined) return NO_CLAIMS;
  const request = member(parsed(claims), "access_token");
  const notBefore = Number(valuesOf(request, "nbf")[0]);
  return {
    cae: valuesOf(request, "xms_cc").some((value) =>
      value.toLowerCase() === "cp1"
    ),
    ...(Number.isSafeInteger(notBefore) && notBefore > 0 ? { notBefore } : {}),
    contexts: valuesOf(request, "acrs"),
    policies: valuesOf(request, "capolids"),
  };
}

/** What a grant was given with, and what is asked for now. */
export function mergedClaims(
  before: ClaimsRequest,
  now: ClaimsRequest,
): ClaimsRequest {
  const notBefore = Math.max(before.notBefore ?? 0, now.notBefore ?? 0);
  return {
    cae: before.cae || now.cae,
    ...(notBefore > 0 ? { notBefore } : {}),
    contexts: [...new Set([...before.contexts, ...now.contexts])],
    policies: [...new Set([...before.policies, ...now.policies])],
  };
}

/** Only a second factor satisfies an authentication context or a policy. */
export function asksForSecondFactor(
  { contexts, policies }: ClaimsRequest,
): boolean {
  return contexts.length > 0 || policies.length > 0;
}

// The one policy of the sandbox: users with a second factor have to use it.
export const SECOND_FACTOR_POLICY = "b5c0f1d2-83a7-4e69-9f14-6d0e2a7c8b31";

const POLICY_CLAIMS = {
  capolids: { essential: true, values: [SECOND_FACTOR_POLICY] },
};

/** The refusal that tells a client to ask the user again, with these claims. */
export function secondFactorRefusal(
  code: 50076 | 50079,
  { error, claims = POLICY_CLAIMS }: {
    error: "interaction_required" | "invalid_grant";
    claims?: unknown;
  },
): EntraRefusal {
  const { message } = refusal(code);
  return new EntraRefusal(message, {
    code,
    status: 400,
    error,
    suberror: "basic_action",
    claims: JSON.stringify({ access_token: claims }),
  });
}

function valuesOf(request: unknown, name: string): readonly string[] {
  const asked = member(request, name);
  const values = member(asked, "values") ?? [member(asked, "value")];
  return Array.isArray(values)
    ? values.filter((value) => value !== undefined).map(String)
    : [];
}

function parsed(claims: string): object {
  const invalid = refusal(90023, { reason: "'claims' is not a JSON object" });
  try {
    const value: unknown = JSON.parse(claims);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return value;
    }
  } catch {
    throw invalid;
  }
  throw invalid;
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
