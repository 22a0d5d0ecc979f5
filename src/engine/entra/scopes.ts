import { AuthError } from "../errors.ts";
import { isGuid } from "./tenants.ts";

/** Scopes that mean the user's identity and not a permission of an API. */
const OIDC_SCOPES = ["openid", "profile", "email", "offline_access"];
/** The API that scopes without one belong to. */
export const GRAPH = "https://graph.microsoft.com";
const DEFAULT = "/.default";
/** RFC 6749, section 3.3: a scope token is printable ASCII but for space, quote and backslash. */
const SCOPE_TOKEN = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/**
 * Splits scopes at blanks and commas and drops repetitions.
 *
 * @param input One text or several.
 * @returns The scopes in their order.
 * @throws {AuthError} `invalid_scope` if a scope has a character that none may have.
 */
export function parseScopes(input: string | readonly string[]): string[] {
  const parts = (typeof input === "string" ? [input] : input)
    .flatMap((text) => text.split(/[\s,]+/))
    .filter((part) => part !== "");
  for (const part of parts) {
    if (!SCOPE_TOKEN.test(part)) {
      throw new AuthError("invalid_scope", `Cannot use the scope "${part}"`, {
        hint: "A scope has no quotes, backslashes or letters beyond ASCII",
      });
    }
  }
  return [...new Set(parts)];
}

/**
 * Turns a resource into the scope that asks for everything consented there.
 * Nothing is trimmed: a resource that ends in a slash gives two, because the
 * part before `/.default` becomes the token's audience, letter for letter.
 *
 * @param resource An API's identifier URI or its application id.
 * @returns `<resource>/.default`.
 * @see {@link https://learn.microsoft.com/entra/identity-platform/scopes-oidc#trailing-slash-and-default | Trailing slash and .default}
 */
export function resourceScope(resource: string): string {
  return resource.endsWith(DEFAULT) ? resource : resource + DEFAULT;
}

/**
 * Tells which API a scope belongs to.
 *
 * @param scope One scope.
 * @returns The resource, or `undefined` for an OpenID Connect scope.
 */
export function resourceOf(scope: string): string | undefined {
  if (OIDC_SCOPES.includes(scope.toLowerCase())) return undefined;
  if (scope.endsWith(DEFAULT)) return scope.slice(0, -DEFAULT.length);
  const cut = scope.lastIndexOf("/");
  return cut < 0 ? GRAPH : scope.slice(0, cut);
}

/** A resource alone, which version 1 took as `resource`: what is asked of it is missing. */
function isBareResource(scope: string): boolean {
  return isGuid(scope) || scope.endsWith("/") ||
    /^[a-z][a-z0-9+.-]*:\/\/[^/]+$/i.test(scope);
}

/**
 * A resource's own final slash belongs to it: the part before `/.default` or
 * before a permission becomes the token's audience, letter for letter.
 */
function checkShape(scopes: readonly string[]): void {
  const bare = scopes.find(isBareResource);
  if (bare === undefined) return;
  const slash = bare.endsWith("/")
    ? "; the two slashes are right, because the API compares its name with the slash"
    : "";
  throw new AuthError(
    "invalid_scope",
    `Cannot ask for "${bare}": it names an API, and not what to ask of it`,
    { hint: `Use ${resourceScope(bare)}, or --resource ${bare}${slash}` },
  );
}

function describe(scopes: readonly string[]): string {
  return scopes.length === 0 ? "no scope" : `"${scopes.join(" ")}"`;
}

/**
 * Checks the scopes of a request in which the application acts for itself.
 *
 * @param scopes The scopes.
 * @throws {AuthError} `invalid_scope` unless there is exactly one `/.default`.
 * @see {@link https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow#get-a-token | Client credentials}
 */
export function checkAppScopes(scopes: readonly string[]): void {
  checkShape(scopes);
  const [scope, ...others] = scopes.filter((each) =>
    resourceOf(each) !== undefined
  );
  if (scope?.endsWith(DEFAULT) && others.length === 0) return;
  const resource = scope === undefined ? undefined : resourceOf(scope);
  throw new AuthError(
    "invalid_scope",
    `Cannot ask for ${
      describe(scopes)
    } without a user: an application gets all that was granted to it at one resource`,
    {
      hint: `Use one scope that ends in /.default, such as ${
        resource ?? GRAPH
      }${DEFAULT}`,
    },
  );
}

/**
 * Checks the scopes of a request in which a user signs in.
 *
 * @param scopes The scopes.
 * @throws {AuthError} `invalid_scope` if they belong to several resources or mix `/.default` with single permissions.
 * @see {@link https://learn.microsoft.com/entra/identity-platform/scopes-oidc | Scopes and permissions}
 */
export function checkUserScopes(scopes: readonly string[]): void {
  checkShape(scopes);
  const permissions = scopes.filter((each) => resourceOf(each) !== undefined);
  const resources = [...new Set(permissions.map((each) => resourceOf(each)))];
  if (resources.length > 1) {
    throw new AuthError(
      "invalid_scope",
      `Cannot ask for several resources in one token: ${resources.join(", ")}`,
      {
        hint:
          "Ask for one resource at a time; the second token comes without another sign-in",
      },
    );
  }
  if (
    permissions.length > 1 && permissions.some((each) => each.endsWith(DEFAULT))
  ) {
    throw new AuthError(
      "invalid_scope",
      `Cannot mix /.default with single permissions: ${describe(permissions)}`,
      { hint: "Ask either for /.default or for the permissions by name" },
    );
  }
  if (scopes.length === 0) {
    throw new AuthError(
      "invalid_scope",
      "Cannot ask for a token without a scope",
      {
        hint:
          `Name what the token is for, such as ${GRAPH}/User.Read or ${GRAPH}${DEFAULT}`,
      },
    );
  }
}

/**
 * Turns the one scope of a request into the resource that version 1 endpoints
 * take, such as those of managed identities.
 *
 * @param scopes One `<resource>/.default`.
 * @returns The resource, its final slash kept.
 * @throws {AuthError} `invalid_scope` unless there is exactly one `/.default`.
 */
export function resourceOfApp(scopes: readonly string[]): string {
  checkAppScopes(scopes);
  const scope = scopes.find((each) => each.endsWith(DEFAULT)) ?? "";
  return scope.slice(0, -DEFAULT.length);
}

/**
 * Adds what a user's sign-in needs: who it is, and a refresh token.
 *
 * @param scopes The scopes asked for.
 * @returns The same with `openid profile offline_access`.
 */
export function withSignInScopes(scopes: readonly string[]): string[] {
  return [...new Set([...scopes, "openid", "profile", "offline_access"])];
}
