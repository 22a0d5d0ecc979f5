import { load } from "../../adapters/load.ts";
import { settingsDirectory, stateDirectory } from "../../settings/location.ts";
import type { Io } from "../io.ts";
import type { DeclaredPermission } from "./script_header.ts";
import type { ScriptPlace } from "./script_paths.ts";
import {
  isForPath,
  refuseOwnFolders,
  type ResolvedPermission,
  resolvePermissions,
} from "./script_permissions.ts";

function linkAdapter() {
  return load<typeof import("../../adapters/user_script_files.ts")>(
    "../../adapters/user_script_files.ts",
    import.meta.url,
  );
}

/**
 * Tells what of this machine scripts have to leave alone.
 *
 * @param io The world.
 * @returns The home and Entrada's own folders, also behind links.
 */
export async function scriptPlace({ env, host }: Io): Promise<ScriptPlace> {
  const { linkedPath } = await linkAdapter();
  const home = env("HOME") ?? env("USERPROFILE");
  const place = { os: host.os, env };
  const own = [settingsDirectory(place), stateDirectory(place)]
    .filter((one) => one !== undefined);
  const real = await Promise.all(own.map(linkedPath));
  return {
    os: host.os,
    home,
    realHome: home === undefined ? undefined : await linkedPath(home),
    own: [...new Set([...own, ...real])],
  };
}

/**
 * Makes the permissions of a script whole, and finds out where links lead.
 *
 * @param permissions As the script has them.
 * @param place The machine.
 * @returns As Deno takes them, and as a person should see them.
 * @throws {ConfigurationError} If no script may have one of them.
 */
export async function settlePermissions(
  permissions: readonly DeclaredPermission[],
  place: ScriptPlace,
): Promise<readonly ResolvedPermission[]> {
  const { linkedPath } = await linkAdapter();
  const settled = await Promise.all(
    resolvePermissions(permissions, place).map(async (one) => {
      if (!isForPath(one)) return one;
      const leadsTo = await linkedPath(one.value);
      return leadsTo === one.value ? one : { ...one, leadsTo };
    }),
  );
  refuseOwnFolders(settled, place);
  return settled;
}
