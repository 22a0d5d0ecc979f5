/** Where a secret is kept; what is written in its place. */
export type SecretReference =
  | {
    /** An environment variable. */
    readonly from: "env";
    /** Its name. */
    readonly name: string;
  }
  | {
    /** A file. */
    readonly from: "file";
    /** Its path; `~/` means the home directory. */
    readonly path: string;
  };

const ENV = /^env:([A-Za-z_][A-Za-z0-9_]*)$/;
const FILE = /^file:(.+)$/;

/**
 * Reads a reference to a secret.
 *
 * @param text `env:NAME` or `file:PATH`.
 * @returns The reference, or `undefined` when the text is not one; it may be a
 * secret then, so it must not be shown.
 */
export function parseSecretReference(
  text: string,
): SecretReference | undefined {
  const name = ENV.exec(text)?.[1];
  if (name !== undefined) return { from: "env", name };
  const path = FILE.exec(text)?.[1];
  if (path !== undefined) return { from: "file", path };
  return undefined;
}
