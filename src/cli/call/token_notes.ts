import type { AcquiredToken } from "../../engine/client.ts";
import { flowInfo } from "../../engine/flows/flow_names.ts";
import { formatDuration } from "../../engine/jwt/duration.ts";
import { sanitizeText } from "../../engine/text.ts";
import type { GetTokenFlags } from "../flags/get_token.ts";
import { type Call, isOfCall } from "./call.ts";

/**
 * Says that nobody was asked to sign in although a sign-in was named.
 *
 * @param token The token that is handed out, or a later one that is kept.
 * @param options What was asked for.
 * @returns The sentence; nothing where none is due.
 */
export function keptNote(
  { account, source }: Pick<AcquiredToken, "account" | "source">,
  { call, flags }: { readonly call: Call; readonly flags: GetTokenFlags },
): string | undefined {
  const { flow } = call.settings;
  const isDue = flow !== undefined && isOfCall(flow) &&
    flowInfo(flow.value).interactive && flags.interaction && source !== "flow";
  if (!isDue) return undefined;
  const what = source === "cache" ? "token" : "sign-in";
  const who = account?.username ?? account?.name;
  const whose = who === undefined
    ? `a kept ${what}`
    : `the kept ${what} of ${sanitizeText(who)}`;
  return `Using ${whose}; --force signs in anew`;
}

/**
 * Says that a token has less life than was asked for: how much a new one has,
 * the authority alone decides.
 *
 * @param token The token.
 * @param options What was asked for, and the time.
 * @returns The warning; nothing where none is due.
 */
export function lifeWarning(
  { expiresAt }: Pick<AcquiredToken, "expiresAt">,
  { flags: { minTtl }, now }: {
    readonly flags: Pick<GetTokenFlags, "minTtl">;
    readonly now: number;
  },
): string | undefined {
  const left = expiresAt - now;
  if (minTtl === undefined || left >= minTtl) return undefined;
  return `the token is valid for ${
    formatDuration(Math.max(0, left))
  }, less than the ${
    formatDuration(minTtl)
  } of --min-ttl: the authority gives no longer one`;
}
