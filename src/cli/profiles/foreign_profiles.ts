import { parseFlowName } from "../../engine/flows/flow_names.ts";
import { sanitizeText } from "../../engine/text.ts";
import { isProfileName, type ProfileSettings } from "../../settings/profile.ts";

/** Secrets that came with a profile, in clear. */
export interface CarriedSecrets {
  /** The client secret. */
  readonly clientSecret?: string;
  /** The password of the certificate. */
  readonly certificatePassword?: string;
}

/** A profile of another program, as far as it can be taken over. */
export interface TakenProfile {
  /** Its name here. */
  readonly name: string;
  /** Its settings, unchecked. */
  readonly settings: ProfileSettings;
  /** Its secrets. */
  readonly secrets: CarriedSecrets;
  /** What a person should know, a sentence each. */
  readonly notes: readonly string[];
}

/** What cannot be taken over, the end of a sentence. */
export class ForeignProfileError extends Error {
  /** `"ForeignProfileError"`. */
  override readonly name = "ForeignProfileError";
}

type Members = ReadonlyMap<string, unknown>;

/** Such a member is no setting of anybody. */
const OF_OBJECTS = ["__proto__", "constructor", "prototype"];

/** One spelling for the three in which members are written. */
function spelled(key: string): string {
  const camel = key.replace(
    /[_-]+([A-Za-z])/g,
    (_all, letter: string) => letter.toUpperCase(),
  );
  return camel.slice(0, 1).toLowerCase() + camel.slice(1);
}

/**
 * Reads the members of an object, however they are spelled: `tenantId`,
 * `TenantId` or `tenant_id`. What is `null` is absent.
 *
 * @param value Anything.
 * @returns The members.
 * @throws {ForeignProfileError} If it is no object, or has a member that only
 * an attack has.
 */
export function membersOf(value: unknown): Members {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ForeignProfileError("it is no object");
  }
  const members = new Map<string, unknown>();
  for (const [key, member] of Object.entries(value)) {
    if (OF_OBJECTS.includes(key)) {
      throw new ForeignProfileError(`it has a member "${key}"`);
    }
    if (member !== null) members.set(spelled(key), member);
  }
  return members;
}

function textOf(
  members: Members,
  names: readonly string[],
): string | undefined {
  for (const name of names) {
    const value = members.get(name);
    if (value === undefined || value === "") continue;
    if (typeof value === "string") return value;
    throw new ForeignProfileError(`its "${name}" is no text`);
  }
  return undefined;
}

function scopesOf(members: Members): readonly string[] | undefined {
  const value = members.get("scopes") ?? members.get("scope");
  if (value === undefined) return undefined;
  const list = Array.isArray(value) ? value : [value];
  if (list.some((each) => typeof each !== "string")) {
    throw new ForeignProfileError('its "scopes" are no texts');
  }
  const scopes = (list as string[]).flatMap((text) => text.split(/[\s,]+/))
    .filter((scope) => scope !== "");
  return scopes.length === 0 ? undefined : scopes;
}

/** Names are free there. */
function nameOf(members: Members): readonly [string, readonly string[]] {
  const given = textOf(members, ["name"]);
  if (given === undefined) throw new ForeignProfileError("it has no name");
  if (sanitizeText(given) !== given) {
    throw new ForeignProfileError(
      "its name has characters that cannot be seen",
    );
  }
  if (isProfileName(given)) return [given, []];
  const name = given.replace(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^-+|-+$/g, "").slice(0, 64);
  if (!isProfileName(name)) {
    throw new ForeignProfileError(`"${given}" cannot be a name here`);
  }
  return [name, [`"${given}" is called "${name}" here`]];
}

type Method = "secret" | "certificate" | "none";

function methodOf(members: Members): Method {
  const method = textOf(members, ["authMethod"])?.toLowerCase();
  if (method === "clientsecret") return "secret";
  if (method?.endsWith("certificate")) return "certificate";
  if (members.get("useCertificate") === true) return "certificate";
  if (members.get("useClientSecret") === true) return "secret";
  if (members.has("certificatePath")) return "certificate";
  return members.has("clientSecret") ? "secret" : "none";
}

function flowOf(
  members: Members,
): readonly [ProfileSettings["flow"], readonly string[]] {
  const text = textOf(members, ["defaultFlow", "flow"]);
  if (text === undefined) return [undefined, []];
  try {
    return [parseFlowName(text), []];
  } catch {
    return [undefined, [`The flow "${text}" is not known here`]];
  }
}

/** What is looked at; all else is told. */
const TAKEN = [
  "name",
  "tenantId",
  "tenant",
  "clientId",
  "scopes",
  "scope",
  "resource",
  "authMethod",
  "useClientSecret",
  "useCertificate",
  "redirectUri",
  "certificatePath",
  "privateKeyPath",
  "cacheCertificatePassword",
  "defaultFlow",
  "flow",
  "authority",
  "authorityUrl",
  "clientSecret",
  "certificatePassword",
];

function leftOut(members: Members, hasScopes: boolean): readonly string[] {
  const names = [...members.keys()].filter((name) => !TAKEN.includes(name));
  return [
    ...(names.length === 0 ? [] : [`Not taken over: ${names.join(", ")}`]),
    ...(hasScopes && members.has("resource")
      ? ["Not taken over: resource, since there are scopes"]
      : []),
  ];
}

function missing(
  members: Members,
  secrets: CarriedSecrets,
): readonly string[] {
  const method = methodOf(members);
  if (method === "secret" && secrets.clientSecret === undefined) {
    return ["It comes without its client secret"];
  }
  return method === "certificate" &&
      members.get("cacheCertificatePassword") === true &&
      secrets.certificatePassword === undefined
    ? ["It comes without the password of its certificate"]
    : [];
}

/** What a profile proves itself by, and the secret that belongs to it. */
function proofOf(
  members: Members,
  carried: CarriedSecrets,
): readonly [ProfileSettings, CarriedSecrets] {
  const method = methodOf(members);
  const pick = (member: keyof CarriedSecrets): CarriedSecrets => {
    const text = carried[member] ?? textOf(members, [member]);
    return text === undefined ? {} : { [member]: text };
  };
  if (method === "secret") return [{}, pick("clientSecret")];
  if (method === "none") return [{}, {}];
  const path = textOf(members, ["certificatePath"]);
  const key = textOf(members, ["privateKeyPath"]);
  if (path === undefined) return [{}, {}];
  return [{
    clientCertificate: path,
    ...(key === undefined ? {} : { clientKey: key }),
  }, pick("certificatePassword")];
}

/**
 * Reads a profile of entra-auth-cli, in any of the shapes that it has had.
 *
 * @param value What the JSON says.
 * @param carried Secrets that came beside it.
 * @returns What can be taken over, and what a person should know of the rest.
 * @throws {ForeignProfileError} If it is none.
 */
export function readForeignProfile(
  value: unknown,
  carried: CarriedSecrets = {},
): TakenProfile {
  const members = membersOf(value);
  const [name, renamed] = nameOf(members);
  const scopes = scopesOf(members);
  const [flow, unknown] = flowOf(members);
  const [proof, secrets] = proofOf(members, carried);
  const texts = {
    tenant: textOf(members, ["tenantId", "tenant"]),
    clientId: textOf(members, ["clientId"]),
    resource: scopes === undefined ? textOf(members, ["resource"]) : undefined,
    redirectUri: textOf(members, ["redirectUri"]),
    authority: textOf(members, ["authority", "authorityUrl"]),
    flow,
    scopes,
  };
  const given = Object.entries(texts).filter(([, each]) => each !== undefined);
  return {
    name,
    settings: { ...Object.fromEntries(given), ...proof },
    secrets,
    notes: [
      ...renamed,
      ...unknown,
      ...leftOut(members, scopes !== undefined),
      ...missing(members, secrets),
    ],
  };
}

/** Members that only profiles of entra-auth-cli have. */
const TELLTALE = [
  "tenantId",
  "authMethod",
  "defaultFlow",
  "scope",
  "useClientSecret",
  "useCertificate",
  "certificatePath",
];

/**
 * Tells whether a value is a profile of entra-auth-cli.
 *
 * @param value What the JSON says.
 * @returns Whether a member says so.
 */
export function isForeignProfile(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.keys(value).some((key) => TELLTALE.includes(spelled(key)));
}
