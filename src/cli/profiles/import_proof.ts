import type { Profile } from "../../settings/profile.ts";
import { UsageError } from "../errors.ts";
import type { TakenProfile } from "./foreign_profiles.ts";
import { keptBy, type WantedSecret } from "./profile_secrets.ts";

/** Whom a secret proves, and to whom. */
function clientOf({ clientId, tenant, cloud, authority }: Profile): string {
  const place = authority ?? cloud ?? "public";
  return JSON.stringify([clientId, tenant, place]).toLowerCase();
}

/** A sealed password opens one certificate, and proves nothing without it. */
function hasRoomFor(
  kept: WantedSecret,
  { source, profile }: { readonly source: Profile; readonly profile: Profile },
): boolean {
  if (profile.clientSecret ?? profile.clientAssertion) return false;
  return kept.member === "clientSecret"
    ? profile.clientCertificate === undefined
    : profile.certificatePassword === undefined &&
      profile.clientCertificate === source.clientCertificate;
}

/**
 * Tells which sealed secret a profile keeps when one of a file takes its place.
 *
 * @param source The profile that is there.
 * @param options What takes its place, and whether secrets are left out.
 * @returns The secret that is there, if it stays.
 * @throws {UsageError} If it would be lost, and nobody said so.
 */
export function keptProof(
  source: Profile | undefined,
  { profile, taken, withoutSecrets }: {
    readonly profile: Profile;
    readonly taken: TakenProfile;
    readonly withoutSecrets: boolean;
  },
): WantedSecret | undefined {
  const kept = keptBy(source);
  if (kept === undefined || source === undefined) return undefined;
  const brings = !withoutSecrets && Object.keys(taken.secrets).length > 0;
  if (brings) return undefined;
  const stays = clientOf(source) === clientOf(profile) &&
    hasRoomFor(kept, { source, profile });
  if (stays) return { member: kept.member };
  if (withoutSecrets) return undefined;
  throw new UsageError(
    `Cannot replace the profile "${source.name}": its sealed secret would be lost, and the file brings none for it`,
    "Give --on-clash rename or skip, or add --without-secrets to let the secret go; nothing was imported",
  );
}
