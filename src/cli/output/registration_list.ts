import { sanitizeText } from "../../engine/text.ts";
import type { Profile } from "../../settings/profile.ts";
import type { AppRegistration } from "../graph/registrations.ts";
import { fitRows, tableLines } from "./table.ts";

/** A registration and the profiles that use it. */
export interface ListedRegistration extends AppRegistration {
  /** Names of profiles with its client id. */
  readonly profiles: readonly string[];
}

/**
 * Marks the registrations that profiles use already.
 *
 * @param registrations The registrations.
 * @param profiles The profiles.
 * @returns Each registration with the names of its profiles.
 */
export function markProfiles(
  registrations: readonly AppRegistration[],
  profiles: readonly Profile[],
): readonly ListedRegistration[] {
  const names = Map.groupBy(
    profiles,
    ({ clientId = "" }) => clientId.toLowerCase(),
  );
  return registrations.map((each) => ({
    ...each,
    profiles: (names.get(each.clientId) ?? []).map(({ name }) => name),
  }));
}

const HEAD = [
  "DISPLAY NAME",
  "CLIENT ID",
  "PUBLISHER DOMAIN",
  "CREATED",
  "PROFILE",
];
/** The same for most of a tenant, and longer than what tells them apart. */
const DOMAIN = 2;
/** The columns that give way then, first to last. */
const GIVE_WAY = [3, 0, 2];

function dayOf(ms: number | undefined): string {
  return ms === undefined ? "" : new Date(ms).toISOString().slice(0, 10);
}

function cellsOf(
  { name, clientId, publisherDomain = "", createdAt, profiles }:
    ListedRegistration,
  separator: string,
): readonly string[] {
  return [
    name,
    clientId,
    publisherDomain,
    dayOf(createdAt),
    profiles.join(separator),
  ];
}

/**
 * Writes registrations for people; a narrow terminal has no room for domains.
 *
 * @param list The registrations.
 * @param width Columns of the terminal.
 * @returns Lines with a final newline.
 */
export function registrationTable(
  list: readonly ListedRegistration[],
  width: number,
): string {
  const rows = [
    HEAD,
    ...list.map((each) => cellsOf(each, " ").map((cell) => sanitizeText(cell))),
  ];
  const isWide = tableLines(rows).some((line) => line.length > width);
  const fitted = isWide
    ? fitRows(rows.map((row) => row.toSpliced(DOMAIN, 1)), {
      width,
      order: GIVE_WAY,
    })
    : rows;
  return tableLines(fitted).join("\n") + "\n";
}

/**
 * Writes registrations for scripts: a line each, fields between tabs.
 *
 * @param list The registrations.
 * @returns Client id, name, publisher domain, day and profiles.
 */
export function registrationLines(
  list: readonly ListedRegistration[],
): string {
  return list.map((each) => {
    const [name, clientId, ...rest] = cellsOf(each, ",");
    return [clientId, name, ...rest].map((cell) => sanitizeText(cell ?? ""))
      .join("\t") + "\n";
  }).join("");
}

/**
 * Makes the JSON of a list, as `discover.schema.json` describes it.
 *
 * @param list The registrations.
 * @param tenantId Their tenant, when it is known.
 * @returns Plain data.
 */
export function viewRegistrations(
  list: readonly ListedRegistration[],
  tenantId: string | undefined,
) {
  return {
    tenant_id: tenantId ?? null,
    applications: list.map((each) => ({
      client_id: each.clientId,
      object_id: each.objectId,
      name: each.name,
      publisher_domain: each.publisherDomain ?? null,
      created_at: each.createdAt === undefined
        ? null
        : new Date(each.createdAt).toISOString(),
      profiles: each.profiles,
    })),
  };
}
