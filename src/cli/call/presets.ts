import { cloudOfHost } from "../../engine/entra/clouds.ts";
import { clientPreset, resourcePreset } from "../../engine/entra/presets.ts";
import { resourceScope } from "../../engine/entra/scopes.ts";
import type { AuthorityPlace } from "./call_settings.ts";

export { clientPreset };

function cloudName(place: AuthorityPlace | undefined): string {
  if (place === undefined) return "public";
  if ("cloud" in place) return place.cloud;
  const { authority } = place;
  const url = URL.parse(
    authority.includes("://") ? authority : `https://${authority}`,
  );
  return cloudOfHost(url?.hostname ?? "")?.name ?? "public";
}

/**
 * Tells the scope of an API that was named by its short name.
 *
 * @param scope `<name>/.default`.
 * @param place Where the authority is: clouds have addresses of their own.
 * @returns The scope with the API's address.
 * @throws {AuthError} `invalid_parameter` if no API has that name.
 */
export function addressOf(
  scope: string,
  place: AuthorityPlace | undefined,
): string {
  const [name = ""] = scope.split("/");
  return resourceScope(resourcePreset(name, cloudName(place)));
}
