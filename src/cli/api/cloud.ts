import { resourcesAt } from "../../engine/api/resource_hosts.ts";
import { type CloudName, cloudOfHost } from "../../engine/entra/clouds.ts";
import type { AuthorityPlace } from "../call/call_settings.ts";
import type { Messages } from "../terminal/messages.ts";

/** How the hosts of Microsoft's APIs end in each national cloud. */
const ENDINGS: readonly (readonly [end: RegExp, cloud: CloudName])[] = [
  [/\.(us|usgovcloudapi\.net)$/, "usgov"],
  [/\.cn$/, "china"],
];

function cloudOfPlace(
  place: AuthorityPlace | undefined,
): string | undefined {
  if (place === undefined) return "public";
  if ("cloud" in place) return place.cloud.toLowerCase();
  const { authority } = place;
  const url = URL.parse(
    authority.includes("://") ? authority : `https://${authority}`,
  );
  return url === null ? undefined : cloudOfHost(url.hostname)?.name;
}

/**
 * Warns of a call to an API of a national cloud with a token of another cloud,
 * which the API will refuse.
 *
 * @param url The address of the API.
 * @param options Where the token is from, and whom to tell.
 */
export function warnOfOtherCloud(
  url: URL,
  { place, messages }: {
    readonly place: AuthorityPlace | undefined;
    readonly messages: Messages;
  },
): void {
  if (resourcesAt(url).length === 0) return;
  const cloud = ENDINGS.find(([end]) => end.test(url.hostname))?.[1];
  const asked = cloudOfPlace(place);
  if (cloud === undefined || asked === undefined || asked === cloud) return;
  messages.warn(
    `"${url.host}" is of the cloud ${cloud}, and the token of ${asked}: use --cloud ${cloud}`,
  );
}
