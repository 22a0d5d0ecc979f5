import { tenantName } from "../entra/well_known.ts";
import { nameOfParty, short } from "./explain_claim.ts";
import type { DecodedToken, Explanation } from "./explanation.ts";
import { type Members, ownMember } from "./json_object.ts";

/** Claims that only people have, the best name first. */
const PERSON = [
  "preferred_username",
  "upn",
  "unique_name",
  "email",
  "name",
  "family_name",
  "given_name",
];

/**
 * Tells whether a token speaks for a user or for an application. `idtyp` is the
 * sure sign, but optional; then come the permissions, which only one of the
 * two can have.
 *
 * @param payload Claims of the token.
 * @returns Whose it is.
 * @see {@link https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference | Access token claims}
 */
export function subjectOf(payload: Members): Explanation["subject"] {
  const kind = ownMember(payload, "idtyp");
  if (kind === "app" || kind === "user") return kind;
  if (kind !== undefined) return "unknown";
  if (textOf(payload, "scp") !== undefined) return "user";
  const oid = textOf(payload, "oid");
  if (oid !== undefined && oid === textOf(payload, "sub")) return "app";
  if (firstOf(payload, PERSON) !== undefined) return "user";
  return Array.isArray(ownMember(payload, "roles")) ? "app" : "unknown";
}

/**
 * Says in one sentence whose token it is, and what for.
 *
 * @param token The token.
 * @param subject Whose it is.
 * @returns The sentence, with text of the token in it.
 */
export function summaryOf(
  { kind, payload }: DecodedToken,
  subject: Explanation["subject"],
): string {
  if (kind === "jwe") {
    return "Encrypted token that only the API it is for can read";
  }
  if (kind === "opaque") {
    return "Opaque token that only the service which issued it can read";
  }
  if (Object.keys(payload).length === 0) return "Token without readable claims";
  return [
    whoOf(payload, subject),
    originOf(payload),
    audienceOf(payload),
    subject === "app" ? "" : clientOf(payload),
  ].join("");
}

function whoOf(payload: Members, subject: Explanation["subject"]): string {
  if (subject === "user") {
    return `User ${firstOf(payload, [...PERSON, "oid", "sub"]) ?? "unknown"}`;
  }
  if (subject === "app") {
    return `Application ${
      nameOfClient(payload) ?? firstOf(payload, ["oid", "sub"]) ?? "unknown"
    }`;
  }
  return `Subject ${firstOf(payload, ["sub", "oid"]) ?? "unknown"}`;
}

function originOf(payload: Members): string {
  const tenant = textOf(payload, "tid");
  if (tenant !== undefined) {
    return ` in tenant ${tenantName(tenant) ?? short(tenant)}`;
  }
  const issuer = textOf(payload, "iss");
  return issuer === undefined ? "" : ` from ${short(issuer)}`;
}

function audienceOf(payload: Members): string {
  const audience = ownMember(payload, "aud");
  const first: unknown = Array.isArray(audience) ? audience[0] : audience;
  if (typeof first !== "string") return "";
  return `, for ${nameOfParty(first) ?? short(first)}`;
}

function clientOf(payload: Members): string {
  const client = nameOfClient(payload);
  return client === undefined ? "" : `, through ${client}`;
}

function nameOfClient(payload: Members): string | undefined {
  const id = textOf(payload, "azp") ?? textOf(payload, "appid");
  return firstOf(payload, ["app_displayname"]) ??
    (id === undefined ? undefined : nameOfParty(id) ?? short(id));
}

function firstOf(
  payload: Members,
  names: readonly string[],
): string | undefined {
  const found = names.map((name) => textOf(payload, name))
    .find((text) => text !== undefined);
  return found === undefined ? undefined : short(found);
}

function textOf(payload: Members, name: string): string | undefined {
  const value = ownMember(payload, name);
  return typeof value === "string" && value !== "" ? value : undefined;
}
