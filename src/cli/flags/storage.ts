import { TOKEN_STORES, type TokenStoreName } from "../../settings/profile.ts";
import { UsageError } from "../errors.ts";
import { parsedFlag, switchFlag, textFlag } from "./kinds.ts";

/** How the passphrase of the vault is given. */
export type PassphraseFlags = {
  readonly passphraseFile?: string;
  readonly passphraseStdin?: boolean;
};

/**
 * Reads what is to keep tokens.
 *
 * @param text The name of a token store.
 * @returns The name.
 * @throws {UsageError} If there is none of that name.
 */
export function parseTokenStore(text: string): TokenStoreName {
  const found = TOKEN_STORES.find((name) => name === text.toLowerCase());
  if (found !== undefined) return found;
  throw new UsageError(
    `Cannot keep tokens in "${text}"`,
    `The token stores are ${TOKEN_STORES.join(", ")}`,
  );
}

/** The option that says what keeps the tokens. */
export const tokenStoreFlag = parsedFlag(parseTokenStore, {
  brief: `what keeps tokens: ${TOKEN_STORES.join(", ")}`,
  placeholder: "store",
});

/** The options that give the vault's passphrase. */
export const passphraseFlags = {
  passphraseFile: textFlag("file that holds the vault's passphrase", "path"),
  passphraseStdin: switchFlag(
    "read the vault's passphrase from standard input",
  ),
} as const;
