// The query options of Graph that the sandbox knows: OData 4.01, part 2, section 5.1.
import { ApiRefusal } from "./bearer.ts";

/** A server may always answer with less than `$top` asks for; this one does so early. */
const LARGEST_PAGE = 100;
const TOP_LIMIT = 999;

/** One object of a collection, with the members that Graph shows. */
export type Entity = Readonly<Record<string, unknown>>;

/** A request for a collection. */
export interface CollectionQuery {
  readonly url: URL;
  /** The header `ConsistencyLevel`, which advanced queries need. */
  readonly consistencyLevel: string | undefined;
}

export function badRequest(message: string, code = "BadRequest"): ApiRefusal {
  return new ApiRefusal(message, { status: 400, code });
}

/** The members that `$select` names; all of them without it. */
export function selected(entity: Entity, select: string | null): Entity {
  if (select === null) return entity;
  const names = select.split(",").map((name) => name.trim());
  for (const name of names) {
    if (!(name in entity)) {
      throw badRequest(
        `Could not find a property named '${name}' on the type.`,
      );
    }
  }
  return Object.fromEntries(names.map((name) => [name, entity[name]]));
}

function textOf(entity: Entity, name: string): string {
  if (!(name in entity)) {
    throw badRequest(`Invalid filter clause: unknown property '${name}'`);
  }
  return String(entity[name] ?? "").toLowerCase();
}

const STARTS_WITH = /^startswith\((\w+), *'((?:[^']|'')*)'\)$/i;
const EQUALS = /^(\w+) eq '((?:[^']|'')*)'$/i;

type Test = (entity: Entity) => boolean;

function clauseOf(text: string): Test {
  const [, startName, start] = STARTS_WITH.exec(text) ?? [];
  const [, name = startName, value = start] = EQUALS.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw badRequest(`Invalid filter clause: ${text}`);
  }
  const wanted = value.replaceAll("''", "'").toLowerCase();
  return startName === undefined
    ? (entity) => textOf(entity, name) === wanted
    : (entity) => textOf(entity, name).startsWith(wanted);
}

/** `startswith` and `eq`, joined by `or`; quoted texts may have `or` in them. */
function filterOf(text: string | null): Test {
  if (text === null) return () => true;
  const clauses = text.trim().split(/ or (?=(?:[^']*'[^']*')*[^']*$)/)
    .map((clause) => clauseOf(clause.trim()));
  return (entity) => clauses.some((clause) => clause(entity));
}

/** Graph looks for words that begin so, not for a part of a word. */
function searchOf(text: string | null): Test {
  if (text === null) return () => true;
  const [, name, value] = /^"(\w+):(.+)"$/.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw badRequest("Syntax error in the $search expression.");
  }
  const wanted = value.toLowerCase().split(/\s+/);
  return (entity) => {
    const words = textOf(entity, name).split(/[\s.@_-]+/);
    return wanted.every((part) => words.some((word) => word.startsWith(part)));
  };
}

function topOf(text: string | null): number {
  if (text === null) return LARGEST_PAGE;
  const top = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (top >= 1 && top <= TOP_LIMIT) return Math.min(top, LARGEST_PAGE);
  throw badRequest(
    `Invalid page size specified: '${text}'. Must be between 1 and ${TOP_LIMIT} inclusive.`,
    "Request_UnsupportedQuery",
  );
}

/** Opaque to clients, and good for the query that it was made for. */
function skipToken(offset: number): string {
  return btoa(`offset:${offset}`);
}

function offsetOf(token: string | null): number {
  if (token === null) return 0;
  try {
    const [, digits] = /^offset:(\d+)$/.exec(atob(token)) ?? [];
    if (digits !== undefined) return Number(digits);
  } catch {
    // Not base64: refused below like any other foreign token.
  }
  throw badRequest(
    "Specified page token value has expired and can no longer be included in your request.",
    "Directory_ExpiredPageToken",
  );
}

function checkAdvanced(
  { url: { searchParams }, consistencyLevel }: CollectionQuery,
): void {
  const advanced = ["$search", "$count"].find((name) => searchParams.has(name));
  if (advanced === undefined) return;
  if (consistencyLevel?.toLowerCase() === "eventual") return;
  throw badRequest(
    `Request with ${advanced} query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'`,
    "Request_UnsupportedQuery",
  );
}

/**
 * One page of a collection.
 *
 * @throws {ApiRefusal} for a query that Graph refuses as well
 */
export function pageOf(
  entities: readonly Entity[],
  { query, context }: { query: CollectionQuery; context: string },
): Entity {
  checkAdvanced(query);
  const { searchParams } = query.url;
  const isFound = [
    filterOf(searchParams.get("$filter")),
    searchOf(searchParams.get("$search")),
  ];
  const found = entities.filter((entity) =>
    isFound.every((test) => test(entity))
  );
  const offset = offsetOf(searchParams.get("$skiptoken"));
  const end = offset + topOf(searchParams.get("$top"));
  const next = new URL(query.url);
  next.searchParams.set("$skiptoken", skipToken(end));
  return {
    "@odata.context": context,
    ...(searchParams.get("$count") === "true"
      ? { "@odata.count": found.length }
      : {}),
    ...(end < found.length ? { "@odata.nextLink": next.href } : {}),
    value: found.slice(offset, end).map((entity) =>
      selected(entity, searchParams.get("$select"))
    ),
  };
}
