import type {
  TypedCommandFlagParameters,
  TypedCommandParameters,
} from "@stricli/core";
import type { Context } from "../context.ts";
import { type SettingFlags, settingFlags } from "./settings.ts";
import { choiceFlag, switchFlag } from "./kinds.ts";
import { type PassphraseFlags, passphraseFlags } from "./storage.ts";

/** What `config create` can be told. */
export type ConfigCreateFlags = SettingFlags & PassphraseFlags & {
  readonly default?: boolean;
  readonly clientSecretStdin?: boolean;
  readonly certificatePasswordStdin?: boolean;
  readonly secretStore?: "keyring" | "vault";
};

const profileName = {
  parse: String,
  brief: "the profile's name",
  placeholder: "name",
} as const;

/** The options and the argument of `config create`. */
export const configCreateParameters: TypedCommandParameters<
  ConfigCreateFlags,
  [name: string],
  Context
> = {
  flags: {
    ...settingFlags,
    clientSecretStdin: switchFlag(
      "read the client secret from standard input and keep it sealed",
    ),
    certificatePasswordStdin: switchFlag(
      "read the certificate's password from standard input and keep it sealed",
    ),
    secretStore: choiceFlag(
      ["keyring", "vault"],
      "what seals it: the system's keyring, or a passphrase",
    ),
    ...passphraseFlags,
    default: switchFlag("use this profile when none is named"),
  },
  aliases: { t: "tenant", s: "scope", f: "flow" },
  positional: { kind: "tuple", parameters: [profileName] },
};

/** What commands that show something can be told. */
export type ShowFlags = {
  readonly json?: boolean;
};

/** The options of `config list`. */
export const configListParameters: TypedCommandFlagParameters<
  ShowFlags,
  Context
> = { flags: { json: switchFlag("as JSON") } };

/** The options and the argument of `config show`. */
export const configShowParameters: TypedCommandParameters<
  ShowFlags,
  [name?: string],
  Context
> = {
  flags: { json: switchFlag("as JSON") },
  positional: {
    kind: "tuple",
    parameters: [{ ...profileName, optional: true }],
  },
};

/** What `config delete` can be told. */
export type ConfigDeleteFlags = {
  readonly yes?: boolean;
};

/** The options and the argument of `config delete`. */
export const configDeleteParameters: TypedCommandParameters<
  ConfigDeleteFlags,
  [name: string],
  Context
> = {
  flags: { yes: switchFlag("do not ask") },
  aliases: { y: "yes" },
  positional: { kind: "tuple", parameters: [profileName] },
};
