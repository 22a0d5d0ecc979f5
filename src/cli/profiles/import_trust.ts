import { isLoopback } from "../../engine/entra/authority.ts";
import { cloudOfHost } from "../../engine/entra/clouds.ts";
import { sanitizeText } from "../../engine/text.ts";
import type { Profile } from "../../settings/profile.ts";
import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import type { Step } from "./import_profiles.ts";

/** Members that say where a secret is, and what they are called. */
const PLACES = [
  ["clientSecret", "client secret"],
  ["certificatePassword", "certificate's password"],
  ["clientAssertion", "assertion"],
  ["password", "password"],
  ["userAssertion", "user's token"],
  ["refreshToken", "refresh token"],
] as const satisfies readonly (readonly [keyof Profile, string])[];

function placeClaim(place: string, what: string): string | undefined {
  const [, from, value = ""] = /^(env|file|command):(.+)$/s.exec(place) ?? [];
  switch (from) {
    case "env":
      return `takes its ${what} from the variable ${value} of this machine`;
    case "file":
      return `reads its ${what} from the file ${value} of this machine`;
    case "command":
      return `runs a program whenever it is used: ${value}`;
    default:
      return undefined;
  }
}

function authorityClaim(authority: string): string | undefined {
  const text = authority.includes("://") ? authority : `https://${authority}`;
  const host = URL.parse(text)?.hostname ?? authority;
  if (cloudOfHost(host) !== undefined || isLoopback(host)) return undefined;
  return `signs in at ${host}, which is not Microsoft's`;
}

/** What a profile would do that only its owner can agree to. */
function claimsOf(profile: Profile): readonly string[] {
  const { authority } = profile;
  const places = PLACES.map(([member, what]) =>
    placeClaim(profile[member] ?? "", what)
  );
  return [...places, authority && authorityClaim(authority)]
    .filter((claim) => claim !== undefined && claim !== "")
    .map((claim) => `The profile "${profile.name}" ${claim}`);
}

/**
 * Tells what profiles of a file would read, run or trust on this machine, and
 * lets a person agree before anything is written.
 *
 * @param steps What becomes of the profiles.
 * @param options What was agreed to by options, and whom to ask.
 * @returns Whether to go on.
 * @throws {UsageError} If nobody can be asked.
 */
export async function isTrusted(
  steps: readonly Step[],
  { flags, context: { io, messages } }: {
    readonly flags: { readonly trust?: boolean; readonly dryRun?: boolean };
    readonly context: Context;
  },
): Promise<boolean> {
  const claims = steps.filter(({ action }) => action !== "skip")
    .flatMap(({ profile }) => claimsOf(profile));
  if (claims.length === 0) return true;
  const isSettled = flags.trust || flags.dryRun;
  for (const claim of claims.map((each) => sanitizeText(each))) {
    if (isSettled) messages.warn(claim);
    else messages.say(claim);
  }
  if (isSettled) return true;
  if (!io.stdin.isTerminal) {
    throw new UsageError(
      "Cannot import profiles that read, run or trust what is named above, without being told to",
      "Look at them, then add --trust; nothing was imported",
    );
  }
  io.stderr.write("Import them all the same? [y/N] ");
  const answer = await io.stdin.readLine(io.signal);
  return /^y(es)?$/i.test(answer?.trim() ?? "");
}
