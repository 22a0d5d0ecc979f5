import { UnsafeFileError } from "../../adapters/files.ts";
import { load } from "../../adapters/load.ts";
import type { AuthorityOptions } from "../../engine/entra/authority.ts";
import type { Context } from "../context.ts";
import { StorageError, UsageError } from "../errors.ts";
import type { TokenSourceFlags } from "../flags/verify.ts";
import type { Io } from "../io.ts";

/** A token that was given, and what is known of where it is from. */
export interface GivenToken {
  /** The text with the token in it. */
  readonly text: string;
  /** The ID token that is kept beside it. */
  readonly idToken?: string;
  /** The authority of the profile that it is kept for. */
  readonly authority?: AuthorityOptions;
}

/**
 * Reads a file that a person named.
 *
 * @param path The file.
 * @param io The world.
 * @returns Its text.
 * @throws {UsageError} If it is not there.
 * @throws {StorageError} If it cannot be read.
 */
export async function readNamedFile(path: string, io: Io): Promise<string> {
  const { signal } = io;
  const text = await io.files.read(path, { signal }).catch((cause) => {
    signal.throwIfAborted();
    const error = cause instanceof UnsafeFileError
      ? new StorageError(`Cannot read ${path}: ${cause.message}`, cause.hint)
      : new StorageError(
        `Cannot read ${path}`,
        "Check that it is a file, and that you may read it",
      );
    throw Object.assign(error, { cause });
  });
  if (text !== undefined) return text;
  throw new UsageError(
    `Cannot find the file ${path}`,
    "Check the path; it counts from the working directory",
  );
}

/** What people name files, and no token looks like. */
const PATH =
  /^(?:\.{0,2}\/|~\/|[A-Za-z]:\\)[^\s]*$|^[^\s/]+\.(?:jwt|jws|txt|json|token)$/i;

/** A text that may be a secret is not repeated. */
function checkNoPath(text: string, action: string): void {
  if (text.length > 512 || text.includes("eyJ") || !PATH.test(text)) return;
  throw new UsageError(
    `Cannot ${action} a path: the argument is the token itself`,
    "Read the token from the file with --file PATH",
  );
}

/**
 * Reads the token that a command is about: its argument, standard input, a
 * file, or what is kept for a profile.
 *
 * @param token The argument.
 * @param options The options, the world, and what the command does, a verb.
 * @returns The token.
 * @throws {UsageError} If it was named in two ways, or in none.
 */
export async function readGivenToken(
  token: string | undefined,
  { flags, context, action }: {
    readonly flags: TokenSourceFlags;
    readonly context: Context;
    readonly action: string;
  },
): Promise<GivenToken> {
  const { io } = context;
  const { file, profile } = flags;
  const ways = [token, file, profile].filter((each) => each !== undefined);
  if (ways.length > 1) {
    throw new UsageError(
      profile === undefined
        ? `Cannot ${action} an argument and a file together`
        : `Cannot ${action} a profile's token and another one together`,
    );
  }
  if (file !== undefined) return { text: await readNamedFile(file, io) };
  if (profile !== undefined) {
    const { keptToken } = await load<typeof import("./kept_token.ts")>(
      "./kept_token.ts",
      import.meta.url,
    );
    return await keptToken(profile, { flags, context });
  }
  if (token !== undefined && token !== "-") {
    checkNoPath(token, action);
    return { text: token };
  }
  if (token === undefined && io.stdin.isTerminal) {
    throw new UsageError(
      `Cannot tell which token to ${action}`,
      "Pass it as an argument, with --file, or through standard input",
    );
  }
  return { text: await io.stdin.readAll(io.signal) };
}
