import type { TokenChecks } from "../../tui/runtime/check_services.ts";

/**
 * Makes checks that are loaded when the first one is asked for.
 *
 * @param get Loads them; called once.
 * @returns The checks.
 */
export function createLateChecks(
  get: () => Promise<TokenChecks>,
): TokenChecks {
  let loading: Promise<TokenChecks> | undefined;
  const late = () => loading ??= get();
  return {
    async *verify(token, request) {
      return yield* (await late()).verify(token, request);
    },
    reject: async (token, target) => await (await late()).reject(token, target),
    compare: async (first, second) =>
      await (await late()).compare(first, second),
  };
}
