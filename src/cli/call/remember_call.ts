import { CALL_PROTECTIONS } from "../../adapters/calls/kept_call.ts";
import type { AcquiredToken } from "../../engine/client.ts";
import { freshUntil } from "../../engine/cache/freshness.ts";
import { isOfUser } from "../../engine/cache/search.ts";
import type { FlowName } from "../../engine/flows/flow_names.ts";
import { type Call, isOfCall } from "./call.ts";
import type { TokenPlace } from "./call_client.ts";
import type { Context } from "../context.ts";
import type { GetTokenFlags } from "../flags/get_token.ts";
import { keptNote } from "./token_notes.ts";

/** A call that came to a token. */
export interface RememberOptions {
  /** What was asked for. */
  readonly call: Call;
  /** Its options. */
  readonly flags: GetTokenFlags;
  /** The world, and what was told to the user. */
  readonly context: Context;
  /** Where the token is kept. */
  readonly place: TokenPlace;
  /** What was told before anything was looked for. */
  readonly said: readonly string[];
}

/** Which token these mean depends on a secret that may not be looked at before. */
const BY_SECRET: readonly FlowName[] = ["on-behalf-of", "refresh-token"];

/** A kept token is no answer where somebody is asked, or somebody else is meant. */
function needsSignIn(
  { account }: AcquiredToken,
  { prompt, loginHint, username }: Call["settings"],
): boolean {
  return isOfCall(prompt) || !isOfUser(account, username?.value) ||
    isOfCall(loginHint) && !isOfUser(account, loginHint?.value);
}

/** The same words would do the same again. */
function isRepeatable({ call, flags, context, place }: RememberOptions) {
  const { trace, traceOut, verbose } = context.options;
  const isOnce = flags.force || trace || traceOut !== undefined || verbose ||
    isOfCall(call.settings.claims) || flags.passphraseStdin ||
    flags.clientSecretStdin || flags.certificatePasswordStdin ||
    flags.passwordStdin || flags.assertionStdin || flags.refreshTokenStdin;
  return !isOnce && !BY_SECRET.includes(place.flow);
}

/** A kept token brings no other words than those that come before it. */
function isQuiet(
  { source }: AcquiredToken,
  { context: { messages }, said }: Pick<RememberOptions, "context" | "said">,
): boolean {
  return !messages.hasWarned &&
    (source !== "cache" || messages.said.length === said.length);
}

/** What is told when it is kept: what was told before, and that it is kept. */
function saidOf(
  token: AcquiredToken,
  { call, flags, context, said }: RememberOptions,
): readonly string[] {
  const note = context.options.quiet
    ? undefined
    : keptNote({ ...token, source: "cache" }, { call, flags });
  return note === undefined ? said : [...said, note];
}

/** Until when the whole way would hand it out as it is, without a word. */
function untilOf(token: AcquiredToken, flags: GetTokenFlags): number {
  const { minTtl = 0, warnExpiry } = flags;
  const left = Math.max(minTtl, warnExpiry * 60_000);
  return Math.min(freshUntil(token), token.expiresAt - left);
}

/**
 * Remembers where the token of a call is, if the same call may be answered
 * with it without another look at what was asked.
 *
 * @param token The token.
 * @param options The call.
 */
export async function rememberCall(
  token: AcquiredToken,
  options: RememberOptions,
): Promise<void> {
  const { call, context, flags, place: { storage, partition } } = options;
  const { name, holder: key, problem, isNew } = storage.protection;
  const protection = CALL_PROTECTIONS.find((each) => each === name);
  if (protection === undefined || key === undefined || problem || isNew) return;
  if (!isRepeatable(options) || needsSignIn(token, call.settings)) return;
  const said = saidOf(token, options);
  if (!isQuiet(token, { context, said })) return;
  const until = untilOf(token, flags);
  if (token.accessToken === "" || until <= context.io.clock.now()) return;
  await context.io.rememberCall?.({
    ...{ said, token: token.accessToken, protection, key, partition, until },
  });
}
