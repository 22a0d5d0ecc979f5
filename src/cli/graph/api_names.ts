import { resourceScope } from "../../engine/entra/scopes.ts";
import { resourceName, RESOURCES } from "../../engine/entra/well_known.ts";
import { GraphError } from "./graph_error.ts";
import type { GraphObject, GraphReader } from "./graph_reader.ts";
import type { RequiredAccess } from "./registrations.ts";

/** What an app may ask of one API, in words. */
export interface ApiAccess {
  /** The API's name; untrusted text. */
  readonly name: string;
  /** The scope that brings all that was granted. */
  readonly defaultScope: string;
  /** Delegated permissions, each as a scope of its own. */
  readonly scopes: readonly string[];
  /** Names of application permissions, which come with the default scope alone. */
  readonly roles: readonly string[];
}

/** The service principal of an API, as far as it could be read. */
interface Principal {
  readonly name?: string;
  readonly uri?: string;
  readonly names: ReadonlyMap<string, string>;
}

const PARTS = {
  scopes: "oauth2PermissionScopes",
  roles: "appRoles",
} as const;

function namesIn(value: unknown): readonly (readonly [string, string])[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((each: GraphObject | null) => {
    const { id, value } = each ?? {};
    // A scope's own characters: RFC 6749, section 3.3.
    return typeof id === "string" && typeof value === "string" &&
        /^[\x21\x23-\x5b\x5d-\x7e]{1,128}$/.test(value)
      ? [[id.toLowerCase(), value]]
      : [];
  });
}

function uriOf(value: unknown): string | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.find((each) =>
    typeof each === "string" && /^(api|https):\/\/[\x21-\x7e]+$/.test(each)
  );
}

/**
 * Graph's own permissions fill half a megabyte of each kind, so that each kind
 * is read by itself, and only when there is one.
 */
async function readPrincipal(
  graph: GraphReader,
  { resourceId, ...access }: RequiredAccess,
): Promise<Principal> {
  const names = new Map<string, string>();
  let found: GraphObject = {};
  for (const part of ["scopes", "roles"] as const) {
    if (access[part].length === 0) continue;
    found = await graph.ask({
      path: `servicePrincipals(appId='${resourceId}')?$select=displayName,` +
        `servicePrincipalNames,${PARTS[part]}`,
      action: `Cannot read what the API "${resourceId}" offers`,
    });
    for (const [id, name] of namesIn(found[PARTS[part]])) names.set(id, name);
  }
  const { displayName } = found;
  const uri = uriOf(found["servicePrincipalNames"]);
  return {
    names,
    ...(typeof displayName === "string" && displayName !== ""
      ? { name: displayName.slice(0, 256) }
      : {}),
    ...(uri === undefined ? {} : { uri }),
  };
}

/** Without it people read ids, which is no reason to stop. */
async function principalOf(
  graph: GraphReader,
  access: RequiredAccess,
): Promise<Principal> {
  try {
    return await readPrincipal(graph, access);
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    return { names: new Map() };
  }
}

/**
 * Puts names in the place of ids: of an API, and of what an app asks of it.
 *
 * @param graph Asks Graph.
 * @param options What is asked for, and Graph's own identifier in this cloud.
 * @returns The same in words; by the id where no name is known.
 * @throws {AuthError} If Graph cannot be reached.
 */
export async function nameAccess(
  graph: GraphReader,
  { access, graphResource }: {
    readonly access: RequiredAccess;
    readonly graphResource: string;
  },
): Promise<ApiAccess> {
  const { resourceId, scopes, roles } = access;
  const { name, uri, names } = await principalOf(graph, access);
  const known = RESOURCES.find(({ id }) => id === resourceId);
  const isGraph = resourceId === "00000003-0000-0000-c000-000000000000";
  const identifier = isGraph
    ? graphResource
    : known !== undefined && !/[{*]/.test(known.uri)
    ? known.uri
    : uri ?? resourceId;
  const named = (ids: readonly string[]) =>
    ids.map((id) => names.get(id)).filter((each) => each !== undefined);
  return {
    name: resourceName(resourceId) ?? name ?? resourceId,
    defaultScope: resourceScope(identifier),
    scopes: named(scopes).map((scope) => `${identifier}/${scope}`),
    roles: named(roles),
  };
}
