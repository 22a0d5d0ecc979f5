import { Secret } from "../engine/secret.ts";
import type { Origin } from "../settings/merge.ts";
import { parseSecretReference } from "../settings/secret_reference.ts";
import { ConfigurationError, StorageError, UsageError } from "./errors.ts";
import type { Io } from "./io.ts";

/** Stands for the secret that is piped in. */
export const FROM_STDIN = "stdin";

/** A secret's place and who named it. */
export interface SecretSource {
  /** `env:NAME`, `file:PATH` or {@linkcode FROM_STDIN}. */
  readonly value: string;
  /** Who named it. */
  readonly origin: Origin;
}

/**
 * An option's value may be the secret itself, given by mistake; only a
 * reference that the profiles file has can be shown.
 */
function placeOf({ value, origin }: SecretSource, what: string): string {
  return origin.kind === "profile"
    ? `the ${what} of the profile "${origin.name}" (${value})`
    : origin.kind === "environment"
    ? `the ${what} ${origin.name}`
    : `the ${what} that ${origin.name} names`;
}

async function readSecretFile(
  path: string,
  { source, io }: { readonly source: SecretSource; readonly io: Io },
): Promise<string> {
  const home = io.env("HOME") ?? io.env("USERPROFILE") ?? "~";
  const place = placeOf(source, "file");
  let text: string | undefined;
  try {
    text = await io.files.read(path.replace(/^~(?=[/\\])/, () => home));
  } catch {
    throw new StorageError(
      `Cannot read the client secret: ${place} may not be read`,
      "Check the file's permissions",
    );
  }
  if (text === undefined) {
    throw new ConfigurationError(
      `Cannot read the client secret: ${place} does not exist`,
      "Write the secret to that file, readable by you alone",
    );
  }
  return text;
}

function readVariable(
  name: string,
  { source, io }: { readonly source: SecretSource; readonly io: Io },
): string {
  const value = io.env(name);
  if (value !== undefined) return value;
  throw new ConfigurationError(
    `Cannot read the client secret: ${placeOf(source, "variable")} is not set`,
    "Set it in the environment and run the command again",
  );
}

async function readPipe(io: Io): Promise<string> {
  if (io.stdin.isTerminal) {
    throw new UsageError(
      "Cannot read the client secret: standard input is a terminal",
      "Pipe it in, such as --client-secret-stdin < secret.txt",
    );
  }
  return await io.stdin.readAll(io.signal);
}

/**
 * Fetches a client secret from its place.
 *
 * @param source The place.
 * @param io The world.
 * @returns The secret, without the newline that ends its file.
 * @throws {ConfigurationError | StorageError | UsageError} If there is none.
 */
export async function readSecret(
  source: SecretSource,
  io: Io,
): Promise<Secret> {
  const reference = parseSecretReference(source.value);
  const text = reference === undefined
    ? await readPipe(io)
    : reference.from === "env"
    ? readVariable(reference.name, { source, io })
    : await readSecretFile(reference.path, { source, io });
  const secret = text.replace(/\r?\n$/, "");
  if (secret === "") {
    throw new ConfigurationError(
      "Cannot read the client secret: its place is empty",
      "Check where the secret is kept",
    );
  }
  return new Secret(secret);
}
