import type { Directory } from "./directory.ts";
import { refusal } from "./refusals.ts";
import type { ApiSeed } from "./world.ts";

const OIDC_SCOPES = ["openid", "profile", "email", "offline_access"];

// RFC 6749, 3.3 (scope-token), without the comma: Entra separates by blanks only.
const SCOPE_TOKEN = /^[\x21\x23-\x2B\x2D-\x5B\x5D-\x7E]+$/;
const RESOURCE =
  /^([a-z][a-z0-9+.-]*:\/\/.+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/** What one `scope` asks of one API. */
export interface ResourceRequest {
  readonly api: ApiSeed;
  /** The API's name as the client wrote it: v1 tokens copy it to `aud`, with or without the final slash. */
  readonly identifier: string;
  /** Written without a resource, such as `User.Read`. */
  readonly short: boolean;
  readonly permissions: readonly string[];
  /** `{resource}/.default` was asked for. */
  readonly all: boolean;
}

export interface ScopeRequest {
  readonly oidc: readonly string[];
  readonly resources: readonly ResourceRequest[];
}

interface Item {
  readonly text: string;
  readonly api: ApiSeed;
  readonly identifier: string;
  readonly permission: string;
  readonly short: boolean;
}

/** @throws {EntraRefusal} 70011, 500011 */
export function parseScope(
  scope: string,
  { directory, tenantId }: {
    directory: Directory;
    tenantId?: string | undefined;
  },
): ScopeRequest {
  const words = [...new Set(scope.split(" ").filter((word) => word !== ""))];
  for (const word of words) {
    if (!SCOPE_TOKEN.test(word)) {
      throw refusal(70011, {
        scope,
        reason: `'${word}' has a character that is not allowed`,
      });
    }
  }
  const oidc = words.filter((word) => OIDC_SCOPES.includes(word));
  const items = words.filter((word) => !OIDC_SCOPES.includes(word)).map(
    (word) => readItem(word, { directory, tenantId }),
  );
  const resources = groupByApi(items, scope);
  if (words.length === 0) {
    throw refusal(70011, { scope, reason: "it is empty" });
  }
  return {
    oidc,
    resources: resources.length > 0 ? resources : [graphOf(directory, scope)],
  };
}

// A scope of OpenID Connect items alone yields a token for Graph.
function graphOf(directory: Directory, scope: string): ResourceRequest {
  const api = directory.graph();
  if (api === undefined) {
    throw refusal(70011, { scope, reason: "it names no resource" });
  }
  return { api, identifier: api.uri, short: true, permissions: [], all: false };
}

function readItem(
  word: string,
  { directory, tenantId }: {
    directory: Directory;
    tenantId?: string | undefined;
  },
): Item {
  const slash = word.lastIndexOf("/");
  const short = slash < 0;
  const identifier = short
    ? directory.graph()?.uri ?? ""
    : word.slice(0, slash);
  if (!RESOURCE.test(identifier)) {
    throw refusal(70011, {
      scope: word,
      reason: "it names neither a permission nor a resource",
    });
  }
  const api = directory.api(identifier, tenantId);
  if (api === undefined) {
    throw refusal(500011, {
      resource: identifier,
      tenant: tenantId ?? "common",
    });
  }
  const wanted = word.slice(slash + 1);
  const permission = [...api.scopes, ".default"].find((name) =>
    name.toLowerCase() === wanted.toLowerCase()
  );
  if (permission === undefined) {
    throw refusal(70011, {
      scope: word,
      reason: `'${identifier}' has no permission '${wanted}'`,
    });
  }
  return { text: word, api, identifier, permission, short };
}

function groupByApi(items: readonly Item[], scope: string): ResourceRequest[] {
  const groups = Map.groupBy(items, ({ api }) => api);
  return [...groups].map(([api, group]) => {
    const permissions = group.map(({ permission }) => permission)
      .filter((permission) => permission !== ".default");
    const all = group.some(({ permission }) => permission === ".default");
    if (all && permissions.length > 0) {
      throw refusal(70011, {
        scope,
        reason: ".default cannot be combined with single permissions",
      });
    }
    const first = group[0];
    return {
      api,
      identifier: first?.identifier ?? api.uri,
      short: first?.short ?? false,
      permissions,
      all,
    };
  });
}

/** The `scope` of a token response: the resource's permissions in full form, as Entra answers. */
export function grantedScope(
  resource: ResourceRequest,
  { oidc, granted }: { oidc: readonly string[]; granted: readonly string[] },
): string {
  const names = resource.all ? [...granted, ".default"] : granted;
  const written = resource.short
    ? names
    : names.map((name) => `${resource.identifier}/${name}`);
  const shown = resource.api.graph
    ? oidc.filter((name) => name !== "offline_access")
    : [];
  return [...shown, ...written].join(" ");
}
