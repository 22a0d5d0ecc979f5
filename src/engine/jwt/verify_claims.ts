import { CONSUMERS_TENANT_ID, isGuid, tenantKind } from "../entra/tenants.ts";
import { nameOfParty } from "./explain_claim.ts";
import { type Members, ownMember } from "./json_object.ts";
import { subjectOf } from "./subject.ts";
import { checkOf, listed, quoted } from "./verify_check.ts";
import type { ExpectedToken, TokenCheck } from "./verify_result.ts";

/** Issuers of version 1.0; those of version 2.0 end in the version. */
const V1_ISSUER = /^https?:\/\/(?:sts\.|[^/]+\/(?:adfs|sts)\/)/;
const V2_ISSUER = /\/v2\.0\/?$/;

function textOf(payload: Members, name: string): string | undefined {
  const value = ownMember(payload, name);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/**
 * Reads the permissions that a user's token has.
 *
 * @param payload The claims.
 * @returns The scopes; `undefined` where the claim is missing.
 */
export function scopesOf(payload: Members): readonly string[] | undefined {
  return textOf(payload, "scp")?.split(/\s+/).filter((each) => each !== "");
}

/**
 * Reads the roles that a token has.
 *
 * @param payload The claims.
 * @returns The roles; `undefined` where the claim is missing.
 */
export function rolesOf(payload: Members): readonly string[] | undefined {
  const roles = ownMember(payload, "roles");
  if (typeof roles === "string") return [roles];
  return Array.isArray(roles)
    ? roles.filter((each) => typeof each === "string")
    : undefined;
}

function isAdmitted(tid: string, expected: string): boolean {
  const tenant = tid.toLowerCase();
  switch (expected.toLowerCase()) {
    case "common":
      return isGuid(tenant);
    case "organizations":
      return isGuid(tenant) && tenant !== CONSUMERS_TENANT_ID;
    case "consumers":
      return tenant === CONSUMERS_TENANT_ID;
    default:
      return tenant === expected.toLowerCase();
  }
}

/**
 * Checks the tenant of a token.
 *
 * @param payload The claims.
 * @param expected The tenant's id, or `common` and the like; a domain has to be
 * looked up before.
 * @returns The check.
 */
export function checkTenant(
  payload: Members,
  expected: string | undefined,
): TokenCheck {
  const check = checkOf("tenant");
  const tid = textOf(payload, "tid");
  if (expected === undefined) {
    return check.skip(
      "not_asked",
      tid === undefined
        ? "The token names no tenant, and none was asked for"
        : `Of the tenant ${quoted(tid)}; none was asked for`,
      "Anybody can have a tenant: name the one that is trusted by --tenant",
    );
  }
  if (tid === undefined) {
    return check.fail("tenant_missing", "The token names no tenant (tid)");
  }
  if (tenantKind(expected) === "domain") {
    return check.fail(
      "tenant_unknown",
      `Of the tenant ${quoted(tid)}; which one ${
        quoted(expected)
      } is could not be looked up`,
      "Name the tenant by its id",
    );
  }
  return isAdmitted(tid, expected)
    ? check.pass("tenant_matches", `Of the tenant ${quoted(tid)}`)
    : check.fail(
      "tenant_mismatch",
      `Of the tenant ${quoted(tid)}, not of ${quoted(expected)}`,
      "Sign in at the right tenant: a guest has to name it",
    );
}

function versionOfIssuer(issuer: unknown): string | undefined {
  if (typeof issuer !== "string") return undefined;
  if (V2_ISSUER.test(issuer)) return "2.0";
  return V1_ISSUER.test(issuer) ? "1.0" : undefined;
}

function checkVersion(
  payload: Members,
  expected: ExpectedToken["version"],
): TokenCheck {
  const check = checkOf("version");
  const version = textOf(payload, "ver");
  if (version === undefined) {
    const message = "The token names no version (ver)";
    return expected === undefined
      ? check.skip("claim_absent", message)
      : check.fail("version_mismatch", message);
  }
  const issued = versionOfIssuer(ownMember(payload, "iss"));
  if (issued !== undefined && issued !== version) {
    return check.fail(
      "version_mismatch",
      `It calls itself version ${
        quoted(version)
      }, and its issuer is that of version ${issued}`,
      "No token of Entra mixes the two: ask who made this one",
    );
  }
  if (expected === undefined) {
    return check.pass("version_consistent", `Version ${version}`);
  }
  return expected === version
    ? check.pass("version_matches", `Version ${version}`)
    : check.fail(
      "version_mismatch",
      `Version ${quoted(version)}, not ${expected}`,
      "The API decides: requestedAccessTokenVersion in its app registration",
    );
}

/** A token has the permission alone, without the API's name before it. */
function permissionOf(scope: string): string {
  return scope.slice(scope.lastIndexOf("/") + 1);
}

function checkScopes(
  payload: Members,
  expected: readonly string[],
): TokenCheck {
  const check = checkOf("scope");
  const granted = scopesOf(payload);
  const wanted = expected.filter((each) => permissionOf(each) !== ".default");
  if (wanted.length === 0) {
    return check.skip(
      "not_asked",
      granted === undefined
        ? "The token has no scopes, and none was asked for"
        : `Scopes: ${granted.join(" ")}; none was asked for`,
    );
  }
  if (granted === undefined) {
    const hasRoles = rolesOf(payload) !== undefined;
    return check.fail(
      "scope_absent",
      hasRoles
        ? "The token has roles and no scopes (scp): no user is behind it"
        : "The token has no scopes (scp)",
      "Scopes come with a user: sign in with a flow that has one",
    );
  }
  const missing = wanted.filter((each) =>
    !granted.includes(each) && !granted.includes(permissionOf(each))
  );
  return missing.length === 0
    ? check.pass("scope_granted", `Has the scope ${listed(wanted)}`)
    : check.fail(
      "scope_missing",
      `Lacks the scope ${listed(missing)}; has ${listed(granted)}`,
      "Ask for the scope by name; the user or an administrator has to consent to it",
    );
}

function checkRoles(payload: Members, expected: readonly string[]): TokenCheck {
  const check = checkOf("role");
  const granted = rolesOf(payload);
  if (expected.length === 0) {
    return check.skip(
      "not_asked",
      granted === undefined
        ? "The token has no roles, and none was asked for"
        : `Roles: ${granted.join(", ")}; none was asked for`,
    );
  }
  if (granted === undefined) {
    return check.fail(
      "role_absent",
      "The token has no roles",
      "An administrator assigns roles to the user or grants them to the application, then a new token is needed",
    );
  }
  const missing = expected.filter((each) => !granted.includes(each));
  return missing.length === 0
    ? check.pass("role_granted", `Has the role ${listed(expected)}`)
    : check.fail(
      "role_missing",
      `Lacks the role ${listed(missing)}; has ${listed(granted)}`,
      "An administrator assigns or grants it, then a new token is needed",
    );
}

function checkClient(
  payload: Members,
  expected: string | undefined,
): TokenCheck {
  const check = checkOf("client");
  const client = textOf(payload, "azp") ?? textOf(payload, "appid");
  const name = client === undefined ? undefined : nameOfParty(client);
  const shown = quoted(client) + (name === undefined ? "" : ` (${name})`);
  if (expected === undefined) {
    return check.skip(
      "not_asked",
      client === undefined
        ? "The token names no client, and none was asked for"
        : `Issued to the client ${shown}; none was asked for`,
    );
  }
  if (client === undefined) {
    return check.fail(
      "client_missing",
      "The token names no client (azp, appid)",
    );
  }
  return client.toLowerCase() === expected.toLowerCase()
    ? check.pass("client_matches", `Issued to the client ${shown}`)
    : check.fail(
      "client_mismatch",
      `Issued to the client ${shown}, not to ${quoted(expected)}`,
    );
}

const SUBJECTS = {
  app: "an application itself",
  user: "a user",
  unknown: "nobody that could be told",
} as const;

function checkSubject(
  payload: Members,
  expected: ExpectedToken["subject"],
): TokenCheck {
  const check = checkOf("subject");
  const subject = subjectOf(payload);
  const message = `Speaks for ${SUBJECTS[subject]}`;
  if (expected === undefined) {
    return check.skip("not_asked", `${message}; neither was asked for`);
  }
  if (subject === "unknown") {
    return check.fail(
      "subject_unknown",
      "Whether it speaks for a user or an application cannot be told",
      "Add the optional claim idtyp to the API's app registration",
    );
  }
  return subject === expected
    ? check.pass("subject_matches", message)
    : check.fail(
      "subject_mismatch",
      `${message}, not for ${SUBJECTS[expected]}`,
      expected === "user"
        ? "Sign in with a flow that has a user"
        : "Get it with client-credentials",
    );
}

/**
 * Checks what a token may do, through whom and for whom.
 *
 * @param payload The claims.
 * @param expected What it has to be.
 * @returns A check each for version, scope, role, client and subject.
 * @see {@link https://learn.microsoft.com/entra/identity-platform/claims-validation | Validate claims}
 */
export function checkClaims(
  payload: Members,
  expected: ExpectedToken,
): readonly TokenCheck[] {
  return [
    checkVersion(payload, expected.version),
    checkScopes(payload, expected.scopes ?? []),
    checkRoles(payload, expected.roles ?? []),
    checkClient(payload, expected.client),
    checkSubject(payload, expected.subject),
  ];
}
