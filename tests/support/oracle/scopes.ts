import type { ApiSeed } from "../../../src/sandbox/mod.ts";
import { refuse } from "./refusals.ts";

export const OIDC_SCOPES: readonly string[] = [
  "openid",
  "profile",
  "email",
  "offline_access",
];

/** One API under one of its names: what the engine calls a resource. */
export interface Resource {
  /** The engine takes absolute URIs only, so an API's id becomes one. */
  readonly id: string;
  readonly api: ApiSeed;
  /** `aud` of its tokens: the name as the client wrote it in v1, the API's id in v2. */
  readonly audience: string;
  /** Permission by every spelling under this name. */
  readonly spellings: ReadonlyMap<string, string>;
}

/** What a `scope` asks for. */
export interface ScopeRequest {
  readonly oidc: readonly string[];
  readonly resources: readonly Resource[];
  readonly words: readonly string[];
}

export interface ScopeReader {
  /** @throws what the engine reports as a refusal */
  read(scope: string | undefined): ScopeRequest;
  resource(id: string): Resource | undefined;
}

function namesOf({ id, uri, aliases = [] }: ApiSeed): readonly string[] {
  const uris = [uri, ...aliases].map((name) => name.replace(/\/$/, ""));
  return [...new Set([...uris, ...uris.map((name) => `${name}/`), id])];
}

function resourcesOf(api: ApiSeed): Resource[] {
  const permissions = [...api.scopes, ".default"];
  return namesOf(api).map((name) => {
    const spellings = permissions.map((each) =>
      [`${name}/${each}`, each] as const
    );
    const short = api.graph && name === api.uri
      ? api.scopes.map((each) => [each, each] as const)
      : [];
    return {
      id: URL.canParse(name) ? name : `urn:appid:${name}`,
      api,
      audience: api.token_version === 1 ? name : api.id,
      spellings: new Map([...spellings, ...short]),
    };
  });
}

function unknown(word: string, resources: readonly Resource[]): Error {
  const name = word.slice(0, word.lastIndexOf("/"));
  const isKnown = resources.some(({ spellings }) =>
    spellings.has(`${name}/.default`)
  );
  // Only blanks separate, so a comma makes one word of two.
  const isAddress = !word.includes(",") &&
    /^(\w+:\/\/.+|[0-9a-f-]{36})$/i.test(name);
  return !isKnown && isAddress
    ? refuse(500011, `There is no resource "${name}"`)
    : refuse(70011, `"${word}" is neither a permission nor a resource`);
}

/** Entra's reading of scopes over the APIs of a tenant. */
export function createScopeReader(apis: readonly ApiSeed[]): ScopeReader {
  const resources = apis.flatMap(resourcesOf);
  const graph = resources.find(({ api, id }) => api.graph && id === api.uri);
  return {
    resource: (id) => resources.find((each) => each.id === id),
    read(scope) {
      const words = [...new Set(scope?.split(" ") ?? [])]
        .filter((word) => word !== "");
      if (words.length === 0) {
        throw refuse(900144, "missing required parameter scope");
      }
      const oidc = words.filter((word) => OIDC_SCOPES.includes(word));
      const found = words.filter((word) => !oidc.includes(word)).map((word) => {
        const resource = resources.find(({ spellings }) => spellings.has(word));
        if (resource === undefined) throw unknown(word, resources);
        return { resource, permission: resource.spellings.get(word) };
      });
      const all = found.filter(({ permission }) => permission === ".default");
      if (all.length > 0 && all.length < found.length) {
        const apiCount = new Set(found.map(({ resource }) =>
          resource.api
        )).size;
        if (apiCount === 1) {
          throw refuse(70011, ".default cannot be beside a permission");
        }
      }
      const asked = new Set(found.map(({ resource }) => resource));
      if (asked.size === 0 && graph !== undefined) asked.add(graph);
      return { oidc, resources: [...asked], words };
    },
  };
}
