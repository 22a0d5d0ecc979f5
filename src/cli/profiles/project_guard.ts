import { isLoopback } from "../../engine/entra/authority.ts";
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

/** An authority that is not Microsoft's, and that only a project names. */
export interface ProjectAuthority {
  /** Its address, as the project writes it. */
  readonly authority: string;
  /** The path of the project file. */
  readonly file: string;
}

function projectAuthority(
  { place }: Merged<CallSettings>,
): ProjectAuthority | undefined {
  if (place?.origin.kind !== "project" || !("authority" in place.value)) {
    return undefined;
  }
  const { authority } = place.value;
  return cloudOfHost(hostOf(authority)) === undefined
    ? { authority, file: place.origin.name }
    : undefined;
}

/** Where an answer is read. */
export type GuardPlace = "command" | "interface";

const OWN_PROFILE = "a profile of your own with the same name";
const HINTS: Readonly<Record<GuardPlace, string>> = {
  command: `If you trust it, say so by --authority, or in ${OWN_PROFILE}`,
  interface: `If you trust it, name it in ${OWN_PROFILE}`,
};

/**
 * Keeps secrets from an authority that only a project file names: whoever
 * writes into a repository would have them sent to a server of their own.
 * Microsoft's own login hosts are known, and get no more than they had.
 *
 * @param settings The settings of a call.
 * @param where Where the person is, who can say more.
 * @throws {ConfigurationError} If a secret would be sent there.
 */
export function guardProject(
  settings: Merged<CallSettings>,
  where: GuardPlace = "command",
): void {
  const named = projectAuthority(settings);
  if (named === undefined) return;
  if (PROOFS.every((key) => settings[key] === undefined)) return;
  throw new ConfigurationError(
    `Cannot send a secret to "${named.authority}": only ${named.file} names it`,
    HINTS[where],
  );
}

/**
 * Finds the authority where nobody should sign in unasked: it could pass on
 * the device code of somebody else, or take a password. One of this machine is
 * the person's own.
 *
 * @param settings The settings of a call.
 * @returns The authority; `undefined` where a person may sign in.
 */
export function doubtfulAuthority(
  settings: Merged<CallSettings>,
): ProjectAuthority | undefined {
  const named = projectAuthority(settings);
  return named === undefined || isLoopback(hostOf(named.authority))
    ? undefined
    : named;
}

/**
 * Says that nobody signs in there.
 *
 * @param named The authority.
 * @param where Where the person is, who can say more.
 * @returns The error.
 */
export function signInRefused(
  { authority, file }: ProjectAuthority,
  where: GuardPlace = "command",
): ConfigurationError {
  return new ConfigurationError(
    `Cannot sign in at "${authority}": it is not Microsoft's, and only ${file} names it`,
    HINTS[where],
  );
}
