import type { TypedCommandFlagParameters } from "@stricli/core";
import type { TokenStoreName } from "../../settings/profile.ts";
import type { Context } from "../context.ts";
import {
  type OutputFlags,
  outputFlags,
  profileFlag,
  signInAliases,
  type SignInFlags,
  signInFlags,
} from "./get_token.ts";
import { switchFlag, textFlag } from "./kinds.ts";
import {
  type PassphraseFlags,
  passphraseFlags,
  tokenStoreFlag,
} from "./storage.ts";

/** What `login` can be told. */
export type LoginFlags = SignInFlags & {
  readonly json?: boolean;
};

/** The options of `login`. */
export const loginParameters: TypedCommandFlagParameters<LoginFlags, Context> =
  {
    flags: { ...signInFlags, json: switchFlag("tell who signed in as JSON") },
    aliases: signInAliases,
  };

/** What `refresh` can be told. */
export type RefreshFlags = SignInFlags & OutputFlags;

/** The options of `refresh`. */
export const refreshParameters: TypedCommandFlagParameters<
  RefreshFlags,
  Context
> = {
  flags: { ...signInFlags, ...outputFlags },
  aliases: { ...signInAliases, o: "output" },
};

/** How commands about kept tokens get at them. */
export type KeptFlags = PassphraseFlags & {
  readonly tokenStore?: TokenStoreName;
};

const keptFlags = {
  tokenStore: tokenStoreFlag,
  ...passphraseFlags,
} as const satisfies TypedCommandFlagParameters<KeptFlags, Context>["flags"];

/** What `logout` can be told. */
export type LogoutFlags = KeptFlags & {
  readonly profile?: string;
  readonly account?: string;
  readonly all?: boolean;
  readonly yes?: boolean;
};

/** The options of `logout`. */
export const logoutParameters: TypedCommandFlagParameters<
  LogoutFlags,
  Context
> = {
  flags: {
    profile: { ...profileFlag, brief: "forget the tokens of this profile" },
    account: textFlag(
      "forget this account only: user name or id",
      "user",
    ),
    all: switchFlag("forget every token, and the keys that sealed them"),
    yes: switchFlag("do not ask"),
    ...keptFlags,
  },
  aliases: { p: "profile", y: "yes" },
};

/** What `cache list` can be told. */
export type CacheListFlags = KeptFlags & {
  readonly json?: boolean;
};

/** The options of `cache list`. */
export const cacheListParameters: TypedCommandFlagParameters<
  CacheListFlags,
  Context
> = { flags: { json: switchFlag("as JSON"), ...keptFlags } };

/** What `cache clear` can be told. */
export type CacheClearFlags = KeptFlags & {
  readonly profile?: string;
  readonly yes?: boolean;
};

/** The options of `cache clear`. */
export const cacheClearParameters: TypedCommandFlagParameters<
  CacheClearFlags,
  Context
> = {
  flags: {
    profile: { ...profileFlag, brief: "only what is kept for this profile" },
    yes: switchFlag("do not ask"),
    ...keptFlags,
  },
  aliases: { p: "profile", y: "yes" },
};

/** What `vault change-passphrase` can be told. */
export type ChangePassphraseFlags = PassphraseFlags & {
  readonly newPassphraseFile?: string;
};

/** The options of `vault change-passphrase`. */
export const changePassphraseParameters: TypedCommandFlagParameters<
  ChangePassphraseFlags,
  Context
> = {
  flags: {
    passphraseFile: textFlag("file that holds the present passphrase", "path"),
    passphraseStdin: switchFlag(
      "read the present passphrase from standard input",
    ),
    newPassphraseFile: textFlag("file that holds the new passphrase", "path"),
  },
};
