import type { AskPassphrase } from "../../adapters/storage.ts";
import { StoreError } from "../../engine/errors.ts";
import type { Secret } from "../../engine/secret.ts";
import { askSecret } from "./ask_secret.ts";
import type { Io } from "../io.ts";
import {
  FROM_STDIN,
  readSecret,
  type SecretSource,
} from "../call/secret_source.ts";
import type { StorageRequest } from "../kept/storage.ts";

type Why = Parameters<AskPassphrase>[0];

const QUESTIONS: Readonly<Record<Why, string>> = {
  open: "Passphrase of Entrada's vault: ",
  create:
    "New passphrase for it, at least 8 characters (empty: keep nothing): ",
  again: "The same again: ",
};

function sourceOf(
  { context, flags = {} }: StorageRequest,
): SecretSource | undefined {
  if (flags.passphraseFile !== undefined) {
    return {
      value: `file:${flags.passphraseFile}`,
      origin: { kind: "flag", name: "--passphrase-file" },
    };
  }
  if (flags.passphraseStdin) {
    return {
      value: FROM_STDIN,
      origin: { kind: "flag", name: "--passphrase-stdin" },
    };
  }
  const path = context.io.env("ENTRADA_PASSPHRASE_FILE");
  return path
    ? {
      value: `file:${path}`,
      origin: { kind: "environment", name: "ENTRADA_PASSPHRASE_FILE" },
    }
    : undefined;
}

/** Standard input can be read once, and a new passphrase is wanted twice. */
const given = new WeakMap<Io["stdin"], Promise<Secret>>();

/**
 * Reads the passphrase from where an option or the environment says it is.
 *
 * @param request Who asks.
 * @returns The passphrase; `undefined` where nothing says where it is.
 */
export function givenPassphrase(
  request: StorageRequest,
): Promise<Secret> | undefined {
  const source = sourceOf(request);
  if (source === undefined) return undefined;
  const { io } = request.context;
  const before = given.get(io.stdin);
  if (before !== undefined) return before;
  const reading = readSecret(source, { io, what: "passphrase" });
  given.set(io.stdin, reading);
  return reading;
}

function refuse(): StoreError {
  return new StoreError(
    "locked",
    "Cannot keep tokens: no passphrase was chosen",
    { hint: "Use --token-store memory to be asked no more" },
  );
}

/**
 * Gets the passphrase of the vault: from where it is said to be, else from
 * whoever sits at the terminal.
 *
 * @param why Whether a vault is opened or made.
 * @param request Who asks.
 * @returns The passphrase.
 * @throws {StoreError} If none was chosen.
 * @throws {ConfigurationError | StorageError | AuthError} If it cannot be had.
 */
export async function askPassphrase(
  why: Why,
  request: StorageRequest & { readonly signal?: AbortSignal | undefined },
): Promise<Secret> {
  const { context: { io, messages }, signal } = request;
  const found = givenPassphrase(request);
  if (found !== undefined) return await found;
  if (why === "create") {
    const seals = "passphrase of yours is to seal what is kept.";
    messages.say(
      request.settings?.tokenStore === undefined
        ? `No keyring works here, so a ${seals}`
        : `A ${seals}`,
    );
  }
  const answer = await askSecret(QUESTIONS[why], {
    io,
    signal: signal ?? io.signal,
    hint:
      "Run it in a terminal, or use --passphrase-file, --passphrase-stdin or ENTRADA_PASSPHRASE_FILE",
  });
  if (why === "create" && answer.reveal() === "") throw refuse();
  return answer;
}
