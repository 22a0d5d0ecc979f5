import { AuthError } from "../engine/errors.ts";

/** Bytes that a file with a credential has at most; a chain of certificates has a few thousand. */
export const LONGEST_CREDENTIAL_FILE = 1024 * 1024;

/** Reads the files that hold credentials, and the variables that lead to them. */
export interface CredentialFiles {
  /**
   * Reads a file, of a longer one the start; `undefined` if there is none. The
   * signal ends the wait for a pipe.
   */
  readonly readFile: (
    path: string,
    signal?: AbortSignal,
  ) => Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Reads an environment variable; `undefined` if it is not set. */
  readonly environment: (name: string) => string | undefined;
}

/** A file, and what is wanted of it, such as `the certificate`. */
export interface WantedFile {
  /** Its path; `~/` means the home directory. */
  readonly path: string;
  /** What it is to hold, to be named in errors. */
  readonly what: string;
  /** Ends the wait for a pipe that nobody writes to; its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
}

function expandHome(path: string, { environment }: CredentialFiles): string {
  const home = environment("HOME") ?? environment("USERPROFILE") ?? "~";
  return path.replace(/^~(?=[/\\])/, () => home);
}

/**
 * Reads a file that holds a credential.
 *
 * @param wanted The file.
 * @param files The world.
 * @returns Its bytes.
 * @throws {AuthError} `credential_invalid` if it does not exist, cannot be read or is empty.
 */
export async function readCredentialFile(
  { path, what, signal }: WantedFile,
  files: CredentialFiles,
): Promise<Uint8Array<ArrayBuffer>> {
  const action = `Cannot read ${what}`;
  let bytes: Uint8Array<ArrayBuffer> | undefined;
  try {
    bytes = await files.readFile(expandHome(path, files), signal);
  } catch (cause) {
    signal?.throwIfAborted();
    throw new AuthError(
      "credential_invalid",
      `${action}: the file "${path}" cannot be read`,
      { cause, hint: "Check that it is a file, and who may read it" },
    );
  }
  if (bytes === undefined) {
    throw new AuthError(
      "credential_invalid",
      `${action}: the file "${path}" does not exist`,
      { hint: "Check the path; it counts from the working directory" },
    );
  }
  if (bytes.length === 0) {
    throw new AuthError(
      "credential_invalid",
      `${action}: the file "${path}" is empty`,
      { hint: "Check what writes the file" },
    );
  }
  if (bytes.length > LONGEST_CREDENTIAL_FILE) {
    throw new AuthError(
      "credential_invalid",
      `${action}: the file "${path}" is longer than 1 MiB`,
      { hint: "Check the path: certificates, keys and tokens are short" },
    );
  }
  return bytes;
}

/**
 * Reads the text of such a file.
 *
 * @param bytes What the file holds: UTF-8, or UTF-16 with its mark.
 * @returns The text.
 */
export function credentialText(bytes: Uint8Array): string {
  // Windows PowerShell writes UTF-16 where its output is redirected.
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isUtf16 ? "utf-16le" : "utf-8").decode(bytes);
}
