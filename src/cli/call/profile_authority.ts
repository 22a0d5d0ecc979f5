import type { AuthorityOptions } from "../../engine/entra/authority.ts";
import type { Merged } from "../../settings/merge.ts";
import type { CallSettings } from "./call_settings.ts";

/**
 * Tells which authority a profile's tokens are issued by.
 *
 * @param settings The profile's settings.
 * @returns How it is named, or `undefined` where nothing names it.
 */
export function profileAuthority(
  { tenant, place }: Pick<Merged<CallSettings>, "tenant" | "place">,
): AuthorityOptions | undefined {
  const tenantId = tenant?.value;
  if (place !== undefined && "cloud" in place.value) {
    return { ...place.value, tenantId: tenantId ?? "common" };
  }
  if (tenantId === undefined && place === undefined) return undefined;
  return {
    ...(tenantId === undefined ? {} : { tenantId }),
    ...place?.value,
  };
}
