import { cloudOfHost } from "../../engine/entra/clouds.ts";
import type { Merged } from "../../settings/merge.ts";
import type { CallSettings } from "../call/call_settings.ts";
import { ConfigurationError } from "../errors.ts";

/** What a call may send that is a secret of the user. */
const PROOFS = [
  "clientSecret",
  "clientCertificate",
  "clientAssertion",
  "password",
  "userAssertion",
  "refreshToken",
] as const satisfies readonly (keyof CallSettings)[];

function hostOf(authority: string): string {
  const text = authority.includes("://") ? authority : `https://${authority}`;
  return URL.parse(text)?.hostname ?? "";
}

/**
 * Keeps secrets from an authority that only a project file names: whoever
 * writes into a repository would have them sent to a server of their own.
 * Microsoft's own login hosts are known, and get no more than they had.
 *
 * @param settings The settings of a call.
 * @throws {ConfigurationError} If a secret would be sent there.
 */
export function guardProject(settings: Merged<CallSettings>): void {
  const { place } = settings;
  if (place?.origin.kind !== "project" || !("authority" in place.value)) return;
  const { authority } = place.value;
  if (cloudOfHost(hostOf(authority)) !== undefined) return;
  const proof = PROOFS.find((key) => settings[key] !== undefined);
  if (proof === undefined) return;
  throw new ConfigurationError(
    `Cannot send a secret to "${authority}": only ${place.origin.name} names it`,
    "If you trust it, say so by --authority, or in a profile of your own with the same name",
  );
}
