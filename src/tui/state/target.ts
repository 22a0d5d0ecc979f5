/** Scopes of the sign-in itself: no API asks for them. */
const SIGN_IN_SCOPES: ReadonlySet<string> = new Set([
  "openid",
  "profile",
  "email",
  "offline_access",
]);
const DEFAULT = ".default";

/** A scope's API and the permission; Graph's scopes stand without an API. */
function partsOf(scope: string): readonly [api: string, permission: string] {
  const at = scope.lastIndexOf("/");
  return at < 0 || !scope.includes("://") && !scope.includes("/")
    ? ["graph", scope]
    : [scope.slice(0, at), scope.slice(at + 1)];
}

/**
 * The API that scopes are for, and the permissions of it.
 *
 * @param scopes The scopes of a profile.
 * @returns The API, then its permissions, separated by spaces; empty when they
 * name none.
 */
export function targetOf(scopes: readonly string[]): string {
  const parts = scopes.filter((scope) => !SIGN_IN_SCOPES.has(scope))
    .map(partsOf);
  const [first] = parts;
  if (first === undefined) return "";
  const [api] = first;
  const permissions = parts
    .filter(([other, name]) => other === api && name !== DEFAULT)
    .map(([, name]) => name);
  return [api, ...permissions].join(" ");
}
