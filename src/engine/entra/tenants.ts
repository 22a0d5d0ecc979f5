import { AuthError } from "../errors.ts";

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const DOMAIN =
  /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}$/i;

/** The tenant of personal Microsoft accounts, the meaning of `consumers`. */
export const CONSUMERS_TENANT_ID = "9188040d-6c67-4c5b-b112-36a304b66dad";

/** Whose sign-ins a tenant name admits. */
export type TenantKind =
  | "guid"
  | "domain"
  | "common"
  | "organizations"
  | "consumers";

/**
 * Tells a GUID from other text.
 *
 * @param text Any text.
 * @returns Whether it is a GUID, in any case.
 */
export function isGuid(text: string): boolean {
  return GUID.test(text);
}

/**
 * Tells what kind of tenant name a text is.
 *
 * @param text What stands in the `{tenant}` place of an authority.
 * @returns Its kind, or `undefined` when it cannot name a tenant.
 */
export function tenantKind(text: string): TenantKind | undefined {
  if (isGuid(text)) return "guid";
  switch (text.toLowerCase()) {
    case "common":
    case "organizations":
    case "consumers":
      return text.toLowerCase() as TenantKind;
  }
  return DOMAIN.test(text) ? "domain" : undefined;
}

/**
 * Checks a tenant name.
 *
 * @param text What the user wrote.
 * @returns The name in lower case.
 * @throws {AuthError} `invalid_tenant` if it cannot name a tenant.
 * @see {@link https://learn.microsoft.com/entra/identity-platform/v2-protocols#endpoints | Endpoints}
 */
export function parseTenant(text: string): string {
  const tenant = text.trim().toLowerCase();
  if (tenantKind(tenant) !== undefined) return tenant;
  throw new AuthError("invalid_tenant", `Cannot use the tenant "${text}"`, {
    hint:
      "A tenant is an id (a GUID), a verified domain such as contoso.onmicrosoft.com, common, organizations or consumers",
  });
}
