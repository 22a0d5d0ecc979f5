import type { TypedCommandFlagParameters } from "@stricli/core";
import type { Context } from "../context.ts";
import {
  forceFlag,
  signInAliases,
  type SignInFlags,
  signInFlags,
} from "./get_token.ts";
import { onFlag, parsedFlag, parseDuration, switchFlag } from "./kinds.ts";

/** What `watch` can be told. */
export type WatchFlags = SignInFlags & {
  readonly includeToken?: boolean;
  readonly force?: boolean;
  readonly cache: boolean;
  readonly minTtl?: number;
  readonly interaction: boolean;
};

/** The options of `watch`. */
export const watchParameters: TypedCommandFlagParameters<WatchFlags, Context> =
  {
    flags: {
      ...signInFlags,
      includeToken: switchFlag("put the token into the last line"),
      force: forceFlag,
      cache: onFlag("use tokens of earlier calls, and keep this one"),
      minTtl: parsedFlag(parseDuration, {
        brief: "life the token must still have, such as 10m",
        placeholder: "time",
      }),
      interaction: onFlag("ask the user to sign in where it is needed"),
    },
    aliases: signInAliases,
  };
