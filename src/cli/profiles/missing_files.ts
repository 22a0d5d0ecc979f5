import { UnsafeFileError } from "../../adapters/files.ts";
import type { Profile } from "../../settings/profile.ts";
import type { Context } from "../context.ts";

/** No certificate and no key is longer. */
const LONGEST = 1024 ** 2;

const FILES = [
  ["clientCertificate", "certificate"],
  ["clientKey", "private key"],
] as const;

/**
 * Warns of files that a profile names and that are not there: they may come
 * later, or be on another machine, so the profile is right all the same.
 *
 * @param profile The profile.
 * @param context The world, and whom to tell.
 */
export async function warnOfMissingFiles(
  profile: Profile,
  { io, messages }: Context,
): Promise<void> {
  const { signal } = io;
  for (const [member, what] of FILES) {
    const path = profile[member];
    if (path === undefined) continue;
    const why = await io.files.read(path, { plainUpTo: LONGEST, signal }).then(
      (text) => text === undefined ? "it does not exist" : undefined,
      (error) => {
        signal.throwIfAborted();
        return error instanceof UnsafeFileError
          ? error.message
          : "it cannot be read";
      },
    );
    if (why !== undefined) {
      messages.warn(`the ${what} ${path} cannot be used now: ${why}`);
    }
  }
}
