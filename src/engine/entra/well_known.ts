import data from "./data/well_known.json" with { type: "json" };

/** An application of Microsoft's. */
export interface WellKnownApp {
  /** Application (client) id. */
  readonly id: string;
  /** Its name. */
  readonly name: string;
  /** Whether it signs in without a secret; absent when not known. */
  readonly publicClient?: boolean;
  /** Whether it shares refresh tokens with its family of applications. */
  readonly foci?: boolean;
  /** Registered redirect URIs that a program without a broker can use. */
  readonly redirectUris?: readonly string[];
}

/** An API of Microsoft's. */
export interface WellKnownResource {
  /** Application id; absent where only the address is known. */
  readonly id?: string;
  /** Its name. */
  readonly name: string;
  /** Its usual identifier, with `{…}` or `*` where tenants differ. */
  readonly uri: string;
  /** Other identifiers of the same API. */
  readonly otherUris?: readonly string[];
  /** The scope that asks for everything granted. */
  readonly defaultScope: string;
  /** The name is believed, not confirmed. */
  readonly unconfirmed?: boolean;
}

/** Something that has an id and a name. */
export interface Named {
  /** Its id. */
  readonly id: string;
  /** Its name. */
  readonly name: string;
}

/** Applications of Microsoft's that people sign in with. */
export const APPS: readonly WellKnownApp[] = data.apps;

/** APIs of Microsoft's, with those of the national clouds. */
export const RESOURCES: readonly WellKnownResource[] = data.resources;

/** Directory roles of Entra by their template ids. */
export const ROLES: readonly Named[] = data.roles;

/** Tenants that mean the same to everybody. */
export const TENANTS: readonly Named[] = data.tenants;

type Names = ReadonlyMap<string, string>;

let apps: Names | undefined;
let roles: Names | undefined;
let tenants: Names | undefined;
let resources: Names | undefined;
let suffixes: readonly (readonly [string, string])[] | undefined;

/**
 * Names an application of Microsoft's.
 *
 * @param id Application (client) id, in any case.
 * @returns Its name; `undefined` when it is not known.
 */
export function appName(id: string): string | undefined {
  apps ??= namesOf(APPS);
  return apps.get(id.toLowerCase());
}

/**
 * Names an API of Microsoft's.
 *
 * @param idOrUri Application id or identifier URI, in any case, with or without
 * a final slash.
 * @returns Its name; `undefined` when it is not known.
 */
export function resourceName(idOrUri: string): string | undefined {
  resources ??= new Map(
    RESOURCES.flatMap((resource) =>
      [resource.id ?? "", resource.uri, ...resource.otherUris ?? []]
        .filter((name) => name !== "")
        .map((name) => [normal(name), resource.name])
    ),
  );
  const wanted = normal(idOrUri);
  return resources.get(wanted) ?? nameOfHost(wanted);
}

/**
 * Names a directory role of Entra by its template id, as in `wids`.
 *
 * @param id Role template id, in any case.
 * @returns Its name; `undefined` when it is not known.
 */
export function roleName(id: string): string | undefined {
  roles ??= namesOf(ROLES);
  return roles.get(id.toLowerCase());
}

/**
 * Names one of the few tenants that mean the same to everybody.
 *
 * @param id Tenant id, in any case.
 * @returns Its name; `undefined` for all others.
 */
export function tenantName(id: string): string | undefined {
  tenants ??= namesOf(TENANTS);
  return tenants.get(id.toLowerCase());
}

function namesOf(list: readonly Named[]): Names {
  return new Map(list.map(({ id, name }) => [id, name]));
}

function normal(name: string): string {
  let end = name.length;
  while (name.charAt(end - 1) === "/") end--;
  return name.slice(0, end).toLowerCase();
}

/** Names the APIs that have a host for each tenant or region. */
function nameOfHost(uri: string): string | undefined {
  suffixes ??= RESOURCES.flatMap(({ uri, name }) => {
    const suffix = /^https:\/\/.*[}*](\.[^/]+)\/?$/.exec(uri)?.[1];
    return suffix === undefined ? [] : [[suffix, name] as const];
  });
  const host = /^https:\/\/([a-z0-9.-]+)$/.exec(uri)?.[1];
  if (host === undefined) return undefined;
  return suffixes.find(([suffix]) => host.endsWith(suffix))?.[1];
}
