import type { Authority } from "./authority.ts";

/** Tells how a user's domain signs in. The sandbox has no federated domain. */
export function userRealm(
  { directory, origin }: Authority,
  username: string,
): Record<string, unknown> {
  const { host } = new URL(origin);
  const domain = username.split("@").at(-1) ?? "";
  const known = directory.user(username) !== undefined;
  return {
    ver: "1.0",
    account_type: known ? "Managed" : "Unknown",
    domain_name: domain,
    cloud_instance_name: host,
    cloud_audience_urn: "urn:federation:MicrosoftOnline",
  };
}
