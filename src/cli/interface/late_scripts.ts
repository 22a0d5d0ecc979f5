import type { UserScripts } from "../../tui/runtime/script_services.ts";

/**
 * Makes scripts that are loaded when they are looked for.
 *
 * @param get Loads them; called once.
 * @returns The scripts.
 */
export function createLateScripts(
  get: () => Promise<UserScripts>,
): UserScripts {
  let loading: Promise<UserScripts> | undefined;
  const late = () => loading ??= get();
  return {
    list: async () => await (await late()).list(),
    plan: async (path) => await (await late()).plan(path),
    run: async (path, start) => await (await late()).run(path, start),
  };
}
