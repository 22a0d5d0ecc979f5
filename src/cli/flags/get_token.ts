import type { TypedCommandFlagParameters } from "@stricli/core";
import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import {
  onFlag,
  parsedFlag,
  parseDuration,
  parsePort,
  parseTimeout,
  parseWhole,
  switchFlag,
  textFlag,
} from "./kinds.ts";
import { type SettingFlags, settingFlags } from "./settings.ts";
import { type PassphraseFlags, passphraseFlags } from "./storage.ts";

/** What every command that signs in can be told. */
export type SignInFlags = SettingFlags & PassphraseFlags & {
  readonly profile?: string;
  readonly clientSecretStdin?: boolean;
  readonly certificatePasswordStdin?: boolean;
  readonly passwordStdin?: boolean;
  readonly assertionStdin?: boolean;
  readonly refreshTokenStdin?: boolean;
  readonly timeout?: number;
  readonly open?: boolean;
  readonly showUrl?: boolean;
  readonly port?: number;
  readonly portRange?: readonly number[];
};

/** How a token is written. */
export type OutputFlags = {
  readonly output?: string;
  readonly json?: boolean;
  readonly file?: string;
  readonly clipboard?: boolean;
  readonly includeRefreshToken?: boolean;
  readonly warnExpiry: number;
};

/** What `get-token` can be told. */
export type GetTokenFlags = SignInFlags & OutputFlags & {
  readonly force?: boolean;
  readonly cache: boolean;
  readonly minTtl?: number;
  readonly interaction: boolean;
  readonly dryRun?: boolean;
};

function parsePortRange(text: string): readonly number[] {
  const [first, last, ...more] = text.split("-").map(parsePort);
  if (
    first === undefined || last === undefined || more.length > 0 ||
    last < first || last - first > 999
  ) {
    throw new UsageError(
      `"${text}" is not a range of at most 1000 ports`,
      "Write the first and the last port, such as 8400-8410",
    );
  }
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** The option that names a profile. */
export const profileFlag = textFlag(
  "take what is not given here from this profile",
  "name",
);

/** The option that passes a kept token over. */
export const forceFlag = switchFlag(
  "get a new token even if a kept one is good; with --flow, sign in anew",
);

/** Options of commands that sign in. */
export const signInFlags = {
  profile: profileFlag,
  ...settingFlags,
  clientSecretStdin: switchFlag("read the client secret from standard input"),
  certificatePasswordStdin: switchFlag(
    "read the certificate's password from standard input",
  ),
  passwordStdin: switchFlag("read the user's password from standard input"),
  assertionStdin: switchFlag("read the user's token from standard input"),
  refreshTokenStdin: switchFlag("read a refresh token from standard input"),
  ...passphraseFlags,
  timeout: parsedFlag(parseTimeout, {
    brief: "give up after this time, such as 30s or 2m",
    placeholder: "time",
  }),
  open: {
    kind: "boolean",
    optional: true,
    brief: "open the browser; without it, the address is shown",
  },
  showUrl: switchFlag("show the sign-in address on one line"),
  port: parsedFlag(parsePort, {
    brief: "port to listen on for the browser's answer",
    placeholder: "port",
  }),
  portRange: parsedFlag(parsePortRange, {
    brief: "ports to try, first to last",
    placeholder: "first-last",
  }),
} as const satisfies TypedCommandFlagParameters<SignInFlags, Context>["flags"];

/** Options that say how a token is written. */
export const outputFlags = {
  output: textFlag(
    "token (default), json, yaml, header, env, curl, az, azd or exec-credential",
    "format",
  ),
  json: switchFlag("the same as -o json"),
  file: textFlag(
    "write to this file (mode 0600), not to standard output",
    "path",
  ),
  // Its negation is what entra-auth-cli needs in every script.
  clipboard: {
    kind: "boolean",
    optional: true,
    brief: "copy it, and do not write it on standard output",
  },
  includeRefreshToken: switchFlag("show the refresh token too (json, yaml)"),
  warnExpiry: {
    kind: "parsed",
    parse: (text: string) => parseWhole(text, { from: 0, to: 525_600 }),
    default: "5",
    brief: "warn when the token ends within so many minutes",
    placeholder: "minutes",
  },
} as const satisfies TypedCommandFlagParameters<OutputFlags, Context>["flags"];

/** One-letter names of the options of commands that sign in. */
export const signInAliases = {
  p: "profile",
  f: "flow",
  s: "scope",
  t: "tenant",
} as const;

/** The options of `get-token`. */
export const getTokenParameters: TypedCommandFlagParameters<
  GetTokenFlags,
  Context
> = {
  flags: {
    ...signInFlags,
    ...outputFlags,
    dryRun: switchFlag("show what would be sent, redacted, and send nothing"),
    force: forceFlag,
    cache: onFlag("use tokens of earlier calls, and keep this one"),
    minTtl: parsedFlag(parseDuration, {
      brief: "life the token must still have, such as 10m",
      placeholder: "time",
    }),
    interaction: onFlag("ask the user to sign in where it is needed"),
  },
  aliases: { ...signInAliases, o: "output" },
};
