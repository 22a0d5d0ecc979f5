import type { Context } from "../context.ts";
import type { RefreshFlags } from "../flags/kept.ts";
import getToken from "./get_token.ts";

/** Gets a new token without asking anybody, and writes it. */
export default async function refresh(
  this: Context,
  flags: RefreshFlags,
): Promise<void> {
  const { prompt: _nobodyIsAsked, ...rest } = flags;
  const { refreshTokenEnv, refreshTokenFile, refreshTokenStdin } = rest;
  const named = refreshTokenEnv ?? refreshTokenFile ?? refreshTokenStdin;
  await getToken.call(this, {
    ...rest,
    // What is refreshed is the token that was named, whatever else is kept.
    ...(named === undefined || flags.flow !== undefined
      ? {}
      : { flow: "refresh-token" }),
    cache: true,
    force: true,
    interaction: false,
  });
}
