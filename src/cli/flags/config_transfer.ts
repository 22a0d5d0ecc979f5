import type { TypedCommandParameters } from "@stricli/core";
import type { Context } from "../context.ts";
import { choiceFlag, switchFlag, textFlag, variableFlag } from "./kinds.ts";

/** How the passphrase of an export is given. */
export type ExportPassphraseFlags = {
  readonly passphraseStdin?: boolean;
  readonly passphraseEnv?: string;
  readonly passphraseFile?: string;
  readonly vaultPassphraseFile?: string;
};

const exportPassphraseFlags = {
  passphraseStdin: switchFlag(
    "read the export's passphrase from standard input",
  ),
  passphraseEnv: variableFlag("variable that holds the export's passphrase"),
  passphraseFile: textFlag("file that holds the export's passphrase", "path"),
  vaultPassphraseFile: textFlag(
    "file that holds the vault's passphrase",
    "path",
  ),
} as const;

/** What `config export` can be told. */
export type ConfigExportFlags = ExportPassphraseFlags & {
  readonly profile?: string;
  readonly all?: boolean;
  readonly output?: string;
  readonly includeSecrets?: boolean;
  readonly plain?: boolean;
  readonly force?: boolean;
};

/** The options and the arguments of `config export`. */
export const configExportParameters: TypedCommandParameters<
  ConfigExportFlags,
  string[],
  Context
> = {
  flags: {
    profile: textFlag("the profile's name, in place of an argument", "name"),
    all: switchFlag("every profile"),
    output: textFlag("write to this file, readable by you alone", "file"),
    includeSecrets: switchFlag("with the secrets that are sealed here"),
    plain: switchFlag("as JSON that anybody can read, never with a secret"),
    force: switchFlag("replace the file if it is there"),
    ...exportPassphraseFlags,
  },
  aliases: { p: "profile", o: "output" },
  positional: {
    kind: "array",
    parameter: {
      parse: String,
      brief: "the profiles' names",
      placeholder: "name",
    },
  },
};

/** What to do with a name that is taken. */
export type OnClash = "skip" | "overwrite" | "rename";

/** What `config import` can be told. */
export type ConfigImportFlags = ExportPassphraseFlags & {
  readonly input?: string;
  readonly file?: string;
  readonly name?: string;
  readonly onClash?: OnClash;
  readonly dryRun?: boolean;
  readonly trust?: boolean;
  readonly withoutSecrets?: boolean;
  readonly secretStore?: "keyring" | "vault";
};

/** The options and the argument of `config import`. */
export const configImportParameters: TypedCommandParameters<
  ConfigImportFlags,
  [file?: string],
  Context
> = {
  flags: {
    input: textFlag("the file, in place of the argument", "file"),
    file: { ...textFlag("the same as --input", "file"), hidden: true },
    name: textFlag("the name that a single profile gets", "name"),
    onClash: choiceFlag(
      ["skip", "overwrite", "rename"],
      "what to do with a name that is taken; asked unless said",
    ),
    dryRun: switchFlag("tell what would happen, write nothing"),
    trust: switchFlag(
      "agree to files, variables, programs and authorities that are named",
    ),
    withoutSecrets: switchFlag("leave the secrets out"),
    secretStore: choiceFlag(
      ["keyring", "vault"],
      "what seals the secrets: the system's keyring, or a passphrase",
    ),
    ...exportPassphraseFlags,
  },
  aliases: { i: "input", f: "file", n: "name" },
  positional: {
    kind: "tuple",
    parameters: [{
      parse: String,
      brief: "the file, or - for standard input",
      placeholder: "file",
      optional: true,
    }],
  },
};
