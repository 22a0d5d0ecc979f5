import { UnsafeFileError } from "../../adapters/files.ts";
import { Secret } from "../../engine/secret.ts";
import type { Origin } from "../../settings/merge.ts";
import { parseSecretReference } from "../../settings/secret_reference.ts";
import { ConfigurationError, StorageError, UsageError } from "../errors.ts";
import type { Io } from "../io.ts";

/** Stands for the secret that is piped in. */
export const FROM_STDIN = "stdin";

/** A secret's place and who named it. */
export interface SecretSource {
  /** What `parseSecretReference` reads, or {@linkcode FROM_STDIN}. */
  readonly value: string;
  /** Who named it. */
  readonly origin: Origin;
}

/** What reading a secret needs. */
export interface ReadSecretOptions {
  /** The world. */
  readonly io: Io;
  /** What it is, to be named in errors; `client secret` when left out. */
  readonly what?: string;
  /** Fetches what is kept for a profile; without it nothing is. */
  readonly stored?: (store: "keyring" | "vault") => Promise<Secret>;
}

/** How a secret is read. */
interface Reading extends ReadSecretOptions {
  readonly source: SecretSource;
  readonly what: string;
}

/** Variables are written in capitals by custom; a secret hardly ever is. */
const VARIABLE = /^[A-Z_][A-Z0-9_]*$/;
/** What begins or ends as paths do. */
const PATH = /^(\.{0,2}|~|[A-Za-z]:)[/\\]|^[\w.-]+\.(txt|secret|key|pem|jwt)$/;

/**
 * An option's value may be the secret itself, given by mistake: it is repeated
 * only where it looks like the name that it should be.
 */
function placeOf(
  name: string,
  { source: { value, origin }, kind }: {
    readonly source: SecretSource;
    readonly kind: "file" | "variable";
  },
): string {
  if (origin.kind === "profile") {
    return `the ${kind} of the profile "${origin.name}" (${value})`;
  }
  if (origin.kind === "environment") return `the ${kind} ${name}`;
  const isName = (kind === "file" ? PATH : VARIABLE).test(name);
  return `the ${kind} ${isName ? `${name} ` : ""}that ${origin.name} names`;
}

async function readSecretFile(
  path: string,
  { source, io, what }: Reading,
): Promise<string> {
  const home = io.env("HOME") ?? io.env("USERPROFILE") ?? "~";
  const place = placeOf(path, { source, kind: "file" });
  let text: string | undefined;
  try {
    text = await io.files.read(path.replace(/^~(?=[/\\])/, () => home), {
      signal: io.signal,
    });
  } catch (error) {
    io.signal.throwIfAborted();
    if (error instanceof UnsafeFileError) {
      throw new StorageError(
        `Cannot read the ${what} from ${place}: ${error.message}`,
        error.hint,
      );
    }
    throw new StorageError(
      `Cannot read the ${what}: ${place} may not be read`,
      "Check the file's permissions",
    );
  }
  if (text === undefined) {
    throw new ConfigurationError(
      `Cannot read the ${what}: ${place} does not exist`,
      "Write it to that file, readable by you alone",
    );
  }
  return filled(text, { what, empty: `${place} is empty` });
}

function readVariable(
  name: string,
  { source, io, what }: Reading,
): string {
  const value = io.env(name);
  const place = placeOf(name, { source, kind: "variable" });
  if (value !== undefined) {
    return filled(value, { what, empty: `${place} is empty` });
  }
  throw new ConfigurationError(
    `Cannot read the ${what}: ${place} is not set`,
    "Set it in the environment and run the command again",
  );
}

/** How long a program may take that looks a secret up. */
const COMMAND_MS = 60_000;

const COMMAND_FAILURES = {
  missing: "is not installed",
  forbidden: "may not be run",
  timed_out: "took too long",
} as const;

async function readCommand(
  [program = "", ...args]: readonly string[],
  { io, what }: Reading,
): Promise<string> {
  const { command } = await io.ports(() =>
    Promise.reject(new TypeError("Nothing is asked"))
  );
  const ran = await command.run({
    argv: [program, ...args],
    timeoutMs: COMMAND_MS,
    signal: io.signal,
  });
  if (ran.type === "ended" && ran.success) {
    return filled(ran.stdout, { what, empty: `"${program}" wrote nothing` });
  }
  const why = ran.type === "ended" ? "failed" : COMMAND_FAILURES[ran.type];
  // What it wrote may hold the secret, or half of it.
  throw new ConfigurationError(
    `Cannot read the ${what}: its command "${program}" ${why}`,
    "Run the command by itself to see what it says",
  );
}

async function readPipe({ source, io, what }: Reading): Promise<string> {
  if (io.stdin.isTerminal) {
    throw new UsageError(
      `Cannot read the ${what}: standard input is a terminal`,
      `Pipe it in, such as ${source.origin.name} < secret.txt`,
    );
  }
  return filled(await io.stdin.readAll(io.signal, LONGEST_SECRET + 2), {
    what,
    empty: "nothing came on standard input",
  });
}

/** Characters; a certificate chain of an assertion has a few thousand. */
const LONGEST_SECRET = 64 * 1024;

function filled(
  text: string,
  { what, empty }: { readonly what: string; readonly empty: string },
): string {
  const secret = text.replace(/\r?\n$/, "");
  if (secret.length > LONGEST_SECRET) {
    throw new ConfigurationError(
      `Cannot read the ${what}: it is longer than 64 KiB`,
      "Check where it is kept: no secret is so long",
    );
  }
  if (secret !== "") return secret;
  throw new ConfigurationError(
    `Cannot read the ${what}: ${empty}`,
    "Check where it is kept",
  );
}

/**
 * Fetches a secret from its place.
 *
 * @param source The place.
 * @param options The world, and what the secret is.
 * @returns The secret, without the newline that ends its file.
 * @throws {ConfigurationError | StorageError | UsageError} If there is none.
 */
export async function readSecret(
  source: SecretSource,
  options: ReadSecretOptions,
): Promise<Secret> {
  const { what = "client secret", stored } = options;
  const reading = { ...options, source, what };
  const reference = parseSecretReference(source.value);
  switch (reference?.from) {
    case undefined:
      return new Secret(await readPipe(reading));
    case "env":
      return new Secret(readVariable(reference.name, reading));
    case "file":
      return new Secret(await readSecretFile(reference.path, reading));
    case "command":
      return new Secret(await readCommand(reference.command, reading));
    case "keyring":
    case "vault":
      if (stored !== undefined) return await stored(reference.from);
  }
  throw new ConfigurationError(
    `Cannot read the ${what}: nothing is kept for this call`,
    "Use a profile that has it, or name a variable or a file",
  );
}
