import type {
  TypedCommandFlagParameters,
  TypedCommandParameters,
} from "@stricli/core";
import { isDay } from "../../settings/profile.ts";
import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import {
  choiceFlag,
  listFlag,
  parsedFlag,
  switchFlag,
  textFlag,
} from "./kinds.ts";
import { type NewSecretFlags, newSecretFlags } from "./new_secret.ts";
import { type SettingFlags, settingFlags } from "./settings.ts";
import { type PassphraseFlags, passphraseFlags } from "./storage.ts";

/** Options that name a profile as entra-auth-cli does. */
export type NameFlags = {
  readonly profile?: string;
  readonly name?: string;
};

/** Options of entra-auth-cli that mean one of ours. */
export type ForeignFlags = {
  readonly tenantId?: string;
  readonly certificatePath?: string;
  readonly privateKeyPath?: string;
  readonly useCertificate?: boolean;
};

/** How a secret is given that is to be kept. */
export type SecretFlags = PassphraseFlags & {
  readonly clientSecretStdin?: boolean;
  readonly certificatePasswordStdin?: boolean;
  readonly secretStore?: "keyring" | "vault";
};

/** What a profile is made of. */
export type ProfileFlags =
  & SettingFlags
  & SecretFlags
  & NewSecretFlags
  & ForeignFlags
  & {
    readonly secretExpires?: string;
    readonly nonInteractive?: boolean;
  };

/** What `config create` can be told. */
export type ConfigCreateFlags = ProfileFlags & NameFlags & {
  readonly default?: boolean;
};

/** What `config edit` can be told. */
export type ConfigEditFlags = ProfileFlags & NameFlags & {
  readonly unset?: readonly string[];
  readonly editor?: boolean;
};

const profileName = {
  parse: String,
  brief: "the profile's name",
  placeholder: "name",
  optional: true,
} as const;

const named = { kind: "tuple", parameters: [profileName] } as const;

const nameFlags = {
  profile: textFlag("the profile's name, in place of the argument", "name"),
  name: { ...textFlag("the same as --profile", "name"), hidden: true },
} as const;

function hidden<F extends object>(flag: F) {
  return { ...flag, hidden: true } as const;
}

function parseDay(text: string): string {
  if (isDay(text)) return text;
  throw new UsageError(
    `"${text}" is not a day`,
    "Write it as year, month and day: 2027-01-31",
  );
}

const profileFlags = {
  ...settingFlags,
  clientSecretStdin: switchFlag(
    "read the client secret from standard input and keep it sealed",
  ),
  secretExpires: parsedFlag(parseDay, {
    brief: "day on which the client secret expires, to be warned in time",
    placeholder: "YYYY-MM-DD",
  }),
  ...newSecretFlags,
  certificatePasswordStdin: switchFlag(
    "read the certificate's password from standard input and keep it sealed",
  ),
  secretStore: choiceFlag(
    ["keyring", "vault"],
    "what seals it: the system's keyring, or a passphrase",
  ),
  ...passphraseFlags,
  nonInteractive: switchFlag("ask nothing; what is missing is an error"),
  tenantId: hidden(settingFlags.tenant),
  certificatePath: hidden(settingFlags.clientCertificate),
  privateKeyPath: hidden(settingFlags.clientKey),
  useCertificate: hidden(switchFlag("the client has a certificate")),
} as const;

const SETTING_ALIASES = { t: "tenant", s: "scope", f: "flow" } as const;

/** The options and the argument of `config create`. */
export const configCreateParameters: TypedCommandParameters<
  ConfigCreateFlags,
  [name?: string],
  Context
> = {
  flags: {
    ...profileFlags,
    ...nameFlags,
    default: switchFlag("use this profile when none is named"),
  },
  aliases: { ...SETTING_ALIASES, p: "profile", n: "name" },
  positional: named,
};

/** The options and the argument of `config edit`. */
export const configEditParameters: TypedCommandParameters<
  ConfigEditFlags,
  [name?: string],
  Context
> = {
  flags: {
    ...profileFlags,
    ...nameFlags,
    unset: listFlag(
      "take a setting away, by its name in the file such as flow; repeatable",
      "setting",
    ),
    editor: switchFlag("edit the profile as JSON in $VISUAL or $EDITOR"),
  },
  aliases: { ...SETTING_ALIASES, p: "profile", n: "name" },
  positional: named,
};

/** What `config list` can be told. */
export type ConfigListFlags = {
  readonly json?: boolean;
};

/** The options of `config list`. */
export const configListParameters: TypedCommandFlagParameters<
  ConfigListFlags,
  Context
> = { flags: { json: switchFlag("as JSON") } };

/** What `config show` can be told. */
export type ConfigShowFlags = NameFlags & {
  readonly json?: boolean;
  readonly output?: "text" | "json" | "yaml";
};

/** The options and the argument of `config show`. */
export const configShowParameters: TypedCommandParameters<
  ConfigShowFlags,
  [name?: string],
  Context
> = {
  flags: {
    ...nameFlags,
    output: {
      ...choiceFlag(
        ["text", "json", "yaml"],
        "how to show it; text unless said otherwise",
      ),
      placeholder: "format",
    },
    json: switchFlag("the same as -o json"),
  },
  aliases: { p: "profile", n: "name", o: "output" },
  positional: named,
};

/** What `config delete` can be told. */
export type ConfigDeleteFlags = NameFlags & {
  readonly yes?: boolean;
  readonly force?: boolean;
};

/** The options and the argument of `config delete`. */
export const configDeleteParameters: TypedCommandParameters<
  ConfigDeleteFlags,
  [name?: string],
  Context
> = {
  flags: {
    ...nameFlags,
    yes: switchFlag("do not ask"),
    force: hidden(switchFlag("the same as --yes")),
  },
  aliases: { y: "yes", p: "profile", n: "name" },
  positional: named,
};

const twoNames = {
  kind: "tuple",
  parameters: [
    { ...profileName, optional: false },
    {
      parse: String,
      brief: "the new name",
      placeholder: "new-name",
      optional: false,
    },
  ],
} as const;

/** The options and the arguments of `config rename`. */
export const configRenameParameters: TypedCommandParameters<
  PassphraseFlags,
  [name: string, to: string],
  Context
> = { flags: passphraseFlags, positional: twoNames };

/** The options and the arguments of `config clone`. */
export const configCloneParameters = configRenameParameters;

/** What `config default` can be told. */
export type ConfigDefaultFlags = {
  readonly clear?: boolean;
  readonly json?: boolean;
};

/** The options and the argument of `config default`. */
export const configDefaultParameters: TypedCommandParameters<
  ConfigDefaultFlags,
  [name?: string],
  Context
> = {
  flags: {
    clear: switchFlag("have no default any more"),
    json: switchFlag("as JSON"),
  },
  positional: named,
};
