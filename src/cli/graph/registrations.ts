import { isGuid } from "../../engine/entra/tenants.ts";
import { AuthError } from "../../engine/errors.ts";
import type { GraphObject, GraphReader } from "./graph_reader.ts";

/** An app registration, as lists show it. */
export interface AppRegistration {
  /** Object id, which changes are addressed to. */
  readonly objectId: string;
  /** Application (client) id. */
  readonly clientId: string;
  /** Display name; untrusted text. */
  readonly name: string;
  /** The domain of the publisher. */
  readonly publisherDomain?: string;
  /** When it was made, milliseconds since the epoch. */
  readonly createdAt?: number;
}

/** What an app asks of one API, permissions by their ids. */
export interface RequiredAccess {
  /** Application id of the API. */
  readonly resourceId: string;
  /** Delegated permissions. */
  readonly scopes: readonly string[];
  /** Application permissions. */
  readonly roles: readonly string[];
}

/** A client secret of an app, as a list shows it: never the secret. */
export interface ListedSecret {
  /** Display name; untrusted text. */
  readonly name: string;
  /** When it ends, milliseconds since the epoch. */
  readonly endsAt: number;
}

/** An app registration with what it asks for. */
export interface RegistrationDetails extends AppRegistration {
  /** What it asks of which API. */
  readonly requiredAccess: readonly RequiredAccess[];
  /** Its client secrets. */
  readonly secrets: readonly ListedSecret[];
}

const LIST_ACTION = "Cannot read the app registrations";
const LISTED = "id,appId,displayName,createdDateTime,publisherDomain";
/** So many names of the longest kind still fit into one answer. */
const PAGE_SIZE = 500;
/** More pages than any tenant may have registrations. */
const MOST_PAGES = 1_000;
const LONGEST_NAME = 512;

function invalid(action: string, what: string): AuthError {
  return new AuthError("response_invalid", `${action}: ${what}`, {
    hint: "Check whether a proxy stands in between, or try again later",
  });
}

function objects(value: unknown): readonly GraphObject[] {
  return Array.isArray(value)
    ? value.filter((each) => typeof each === "object" && each !== null)
    : [];
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function time(value: unknown): number | undefined {
  const ms = typeof value === "string" ? Date.parse(value) : NaN;
  return Number.isNaN(ms) ? undefined : ms;
}

function toRegistration(value: GraphObject, action: string): AppRegistration {
  const { id, appId, displayName, publisherDomain, createdDateTime } = value;
  if (
    typeof id !== "string" || !isGuid(id) || typeof appId !== "string" ||
    !isGuid(appId)
  ) {
    throw invalid(action, "the answer has a registration without its ids");
  }
  const domain = text(publisherDomain);
  const createdAt = time(createdDateTime);
  return {
    objectId: id.toLowerCase(),
    clientId: appId.toLowerCase(),
    name: (text(displayName) ?? "").slice(0, LONGEST_NAME),
    ...(domain === undefined
      ? {}
      : { publisherDomain: domain.slice(0, LONGEST_NAME) }),
    ...(createdAt === undefined ? {} : { createdAt }),
  };
}

/**
 * Reads every app registration of the tenant, page by page.
 *
 * @param graph Asks Graph.
 * @param onPage Hears how many there are so far.
 * @returns The registrations, in Graph's order.
 * @throws {AuthError} If they cannot be read, or the pages never end.
 */
export async function listRegistrations(
  graph: GraphReader,
  onPage: (count: number) => void,
): Promise<readonly AppRegistration[]> {
  const found = new Map<string, AppRegistration>();
  const seen = new Set<string>();
  let path: string | undefined =
    `applications?$select=${LISTED}&$top=${PAGE_SIZE}`;
  while (path !== undefined) {
    if (seen.has(path) || seen.size === MOST_PAGES) {
      throw invalid(LIST_ACTION, "the pages of the answer never end");
    }
    seen.add(path);
    const page: GraphObject = await graph.ask({ path, action: LIST_ACTION });
    if (!Array.isArray(page["value"])) {
      throw invalid(LIST_ACTION, "the answer has no list of registrations");
    }
    for (const each of objects(page["value"])) {
      const registration = toRegistration(each, LIST_ACTION);
      found.set(registration.clientId, registration);
    }
    onPage(found.size);
    path = text(page["@odata.nextLink"]);
  }
  return [...found.values()];
}

function toAccess(value: GraphObject): RequiredAccess | undefined {
  const resourceId = text(value["resourceAppId"]);
  if (resourceId === undefined || !isGuid(resourceId)) return undefined;
  const access = objects(value["resourceAccess"]);
  const idsOf = (type: string) =>
    access.filter((each) => each["type"] === type)
      .map(({ id }) => String(id).toLowerCase()).filter(isGuid);
  return {
    resourceId: resourceId.toLowerCase(),
    scopes: idsOf("Scope"),
    roles: idsOf("Role"),
  };
}

function toSecret(value: GraphObject): ListedSecret | undefined {
  const endsAt = time(value["endDateTime"]);
  if (endsAt === undefined) return undefined;
  const name = text(value["displayName"]) ?? "without a name";
  return { name: name.slice(0, LONGEST_NAME), endsAt };
}

/**
 * Reads one app registration.
 *
 * @param graph Asks Graph.
 * @param clientId Its application (client) id, a GUID.
 * @returns The registration.
 * @throws {AuthError} If there is none, or it cannot be read.
 */
export async function readRegistration(
  graph: GraphReader,
  clientId: string,
): Promise<RegistrationDetails> {
  const action = `Cannot read the app registration "${clientId}"`;
  const value = await graph.ask({
    path:
      `applications(appId='${clientId}')?$select=${LISTED},requiredResourceAccess,passwordCredentials`,
    action,
  });
  return {
    ...toRegistration(value, action),
    requiredAccess: objects(value["requiredResourceAccess"])
      .map(toAccess).filter((each) => each !== undefined),
    secrets: objects(value["passwordCredentials"]).map(toSecret)
      .filter((each) => each !== undefined),
  };
}
