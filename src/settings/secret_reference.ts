import { commandWords } from "./assertion_reference.ts";

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
  }
  | {
    /** What a program writes. */
    readonly from: "command";
    /** The program and its arguments; no shell. */
    readonly command: readonly string[];
  }
  | {
    /** Entrada's own store, sealed by the system's keyring or by a passphrase. */
    readonly from: "keyring" | "vault";
  };

const ENV = /^env:([A-Za-z_][A-Za-z0-9_]*)$/;
const COMMAND = /^command:(.+)$/;
const FILE = /^file:(.+)$/;

/**
 * Reads a reference to a secret.
 *
 * @param text `env:NAME`, `file:PATH`, `command:LINE`, `keyring` or `vault`.
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
  if (text === "keyring" || text === "vault") return { from: text };
  const line = COMMAND.exec(text)?.[1];
  const command = line === undefined ? [] : commandWords(line);
  return command.length === 0 ? undefined : { from: "command", command };
}
