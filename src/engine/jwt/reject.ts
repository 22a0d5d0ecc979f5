import { resourcePreset } from "../entra/presets.ts";
import { isGuid } from "../entra/tenants.ts";
import {
  resourceName,
  RESOURCES,
  type WellKnownResource,
} from "../entra/well_known.ts";
import { decodeToken } from "./decode.ts";
import type { DecodedToken } from "./explanation.ts";
import { type Members, ownMember } from "./json_object.ts";
import { subjectOf } from "./subject.ts";
import { checkAudience } from "./verify_audience.ts";
import { checkOf } from "./verify_check.ts";
import {
  checkClaims,
  checkTenant,
  rolesOf,
  scopesOf,
} from "./verify_claims.ts";
import { checkAlgorithm } from "./verify_header.ts";
import { checkTimes } from "./verify_times.ts";
import type { ExpectedToken, TokenCheck } from "./verify_result.ts";

/** An API that a token is meant to be sent to. */
export interface RejectionTarget
  extends Omit<ExpectedToken, "audience" | "issuer"> {
  /** Its identifier URI or application id, or a preset such as `graph`. */
  readonly resource: string;
  /** The cloud that a preset is meant in; the public one unless given. */
  readonly cloud?: string;
}

/** Whether an API will reject a token, and why. */
export interface Rejection {
  /** The API, by its name where it has one. */
  readonly target: string;
  /** The audiences that it goes by. */
  readonly audiences: readonly string[];
  /** Whether there is a reason to reject the token. */
  readonly rejected: boolean;
  /** The checks that failed: the reasons. */
  readonly reasons: readonly TokenCheck[];
  /** Every check. */
  readonly checks: readonly TokenCheck[];
}

const GRAPH = "00000003-0000-0000-c000-000000000000";
const DEFAULT = "/.default";

function withoutSlash(text: string): string {
  return text.replace(/\/+$/, "").toLowerCase();
}

function namesOf(resource: WellKnownResource): readonly string[] {
  return [resource.uri, ...resource.otherUris ?? [], resource.id ?? ""]
    .filter((name) => name !== "");
}

function wellKnown(resource: string): WellKnownResource | undefined {
  const wanted = withoutSlash(resource);
  return RESOURCES.find((each) =>
    namesOf(each).some((name) => withoutSlash(name) === wanted)
  );
}

/** Microsoft's APIs take their names with and without the final slash. */
function bothForms(name: string): readonly string[] {
  if (!name.includes("://")) return [name];
  const bare = name.replace(/\/+$/, "");
  return [bare, `${bare}/`];
}

/** An API of one's own: version 2.0 tokens name it by the id that its URI may hold. */
function ownAudiences(resource: string): readonly string[] {
  const id = /^api:\/\/([0-9a-f-]{36})$/i.exec(resource)?.[1];
  if (id !== undefined && isGuid(id)) return [resource, id];
  return isGuid(resource) ? [resource, `api://${resource}`] : [resource];
}

/** A preset is a word; everything else has a scheme, a dot or is a GUID. */
function identifierOf({ resource, cloud }: RejectionTarget): string {
  const name = resource.endsWith(DEFAULT)
    ? resource.slice(0, -DEFAULT.length)
    : resource;
  return /^[a-z]+(?:[ -][a-z]+)*$/i.test(name)
    ? resourcePreset(name, cloud)
    : name;
}

/** Without who it was issued to and what it may do, it tells a client who signed in. */
function checkKind(payload: Members): TokenCheck {
  const check = checkOf("type");
  const isAccess = ["azp", "appid", "scp", "roles"]
    .some((name) => Object.hasOwn(payload, name));
  return isAccess || typeof ownMember(payload, "aud") !== "string"
    ? check.pass("type_allowed", "Not an ID token")
    : check.fail(
      "id_token",
      "This looks like an ID token: it tells a client who signed in, and no API takes it",
      "Send the access token, which comes beside it",
    );
}

/** Graph permits nothing that the token does not name; others may have lists of their own. */
function checkPermissions(
  payload: Members,
  isGraph: boolean,
): readonly TokenCheck[] {
  const named = (scopesOf(payload) ?? []).length +
    (rolesOf(payload) ?? []).length;
  if (!isGraph || named > 0) return [];
  const isApp = subjectOf(payload) === "app";
  return [
    checkOf(isApp ? "role" : "scope").fail(
      isApp ? "role_absent" : "scope_absent",
      "The token names no permission, so Microsoft Graph permits next to nothing",
      isApp
        ? "An administrator has to grant application permissions of Microsoft Graph"
        : "Ask for scopes of Microsoft Graph by name",
    ),
  ];
}

/** Of what cannot be read, only that much can be said. */
function unreadable({ kind }: DecodedToken): readonly TokenCheck[] {
  const what = kind === "jwe" ? "encrypted" : "opaque";
  return [
    checkOf("form").skip(
      what,
      `The token is ${what}: only the API that it is for can tell`,
      "Microsoft's own APIs have such tokens for personal accounts; other APIs take none",
    ),
  ];
}

function checksOf(
  token: DecodedToken,
  { target, audiences, now }: {
    readonly target: RejectionTarget;
    readonly audiences: readonly string[];
    readonly now: number;
  },
): readonly TokenCheck[] {
  if (token.kind !== "jws") return unreadable(token);
  const { header, payload } = token;
  return [
    checkKind(payload),
    checkAlgorithm(header),
    checkTenant(payload, target.tenant),
    checkAudience(payload, audiences),
    ...checkTimes(payload, now),
    ...checkClaims(payload, target),
    ...checkPermissions(payload, audiences.includes(GRAPH)),
  ];
}

/**
 * Tells why an API will reject a token: audience, scope, role, tenant, version
 * and time. Nothing is sent, and the signature is not verified.
 *
 * @param token The token, or text as {@linkcode decodeToken} takes it.
 * @param target The API, by name or with what it asks for.
 * @param options `now`: the time to go by, milliseconds since the epoch.
 * @returns The reasons; none is no promise, since an API may have rules of its own.
 * @throws {AuthError} `token_malformed` if the text is empty or too long;
 * `invalid_parameter` if no preset has such a name.
 * @see {@link https://learn.microsoft.com/entra/identity-platform/claims-validation | Validate claims}
 */
export function explainRejection(
  token: string | DecodedToken,
  target: string | RejectionTarget,
  { now }: { readonly now: number },
): Rejection {
  const decoded = typeof token === "string" ? decodeToken(token) : token;
  const wanted = typeof target === "string" ? { resource: target } : target;
  const resource = identifierOf(wanted);
  const known = wellKnown(resource);
  const audiences = known === undefined
    ? ownAudiences(resource)
    : namesOf(known).flatMap(bothForms);
  const checks = checksOf(decoded, { target: wanted, audiences, now });
  const reasons = checks.filter(({ ok }) => ok === false);
  return {
    target: known?.name ?? resourceName(resource) ?? resource,
    audiences,
    rejected: reasons.length > 0,
    reasons,
    checks,
  };
}
