import type { Context } from "../context.ts";
import type { RefreshFlags } from "../flags/kept.ts";
import getToken from "./get_token.ts";

/** Gets a new token without asking anybody, and writes it. */
export default async function refresh(
  this: Context,
  flags: RefreshFlags,
): Promise<void> {
  await getToken.call(this, {
    ...flags,
    cache: true,
    force: true,
    interaction: false,
  });
}
