import type { Client } from "../engine/client.ts";
import { AuthError } from "../engine/errors.ts";
import type { FlowName } from "../engine/flows/flow_names.ts";
import type { Ports } from "../engine/ports/mod.ts";
import { load } from "./load.ts";

/** How a profile is used. */
export interface ProfileOptions {
  /** Use the tokens that are kept for the profile; yes unless it says `false`. */
  readonly cache?: boolean;
  /** Replaces parts of the world, in tests for instance. */
  readonly ports?: Partial<Ports>;
}

/** The client of a profile. */
export interface ProfileClient extends Client {
  /** The profile's name, as it is written. */
  readonly profile: string;
  /** The scopes that the profile names. */
  readonly scopes: readonly string[];
  /** The flow that is run when nothing kept can serve. */
  readonly flow: FlowName;
}

/** What reads profiles, and all that their flows and secrets need. */
export interface ProfileOpener {
  /**
   * Makes the client of a profile.
   *
   * @param name The profile, in any case.
   * @param options How it is used.
   * @returns The client.
   */
  openProfile(name: string, options: ProfileOptions): Promise<ProfileClient>;
}

function isGranted(permission: Deno.PermissionDescriptor): boolean {
  return Deno.permissions.querySync(permission).state === "granted";
}

/** What Deno refused, as far as what was thrown tells. */
function refusedAccess(error: unknown): "read" | "env" | undefined {
  const homes = ["ENTRADA_HOME", "XDG_CONFIG_HOME", "HOME", "USERPROFILE"];
  for (let each = error; each instanceof Error; each = each.cause) {
    if (/^Requires read access/.test(each.message)) return "read";
  }
  return homes.some((variable) => isGranted({ name: "env", variable }))
    ? undefined
    : "env";
}

/** Without a sentence of its own it would look like a fault of the profile. */
function explained(error: unknown, name: string): unknown {
  const access = refusedAccess(error);
  if (access === undefined) return error;
  return new AuthError(
    "storage_failed",
    `Cannot open the profile "${name}": this program may not ${
      access === "env" ? "see the environment" : "read its files"
    }`,
    {
      cause: error,
      hint:
        `Run it with --allow-${access}; --allow-read, --allow-env and --allow-net are needed, and --allow-write to keep tokens`,
    },
  );
}

/**
 * Makes a client as a profile describes it, with the tokens that are kept for
 * it: who signed in by `entrada login` is signed in here. The environment
 * counts as it does for `entrada get-token`. It needs `--allow-read`,
 * `--allow-env` and `--allow-net`, `--allow-write` to keep tokens, and what the
 * profile's secrets and the protection of kept tokens need (`--allow-ffi`,
 * `--allow-run`). Nobody is asked for anything: a flow that needs a person
 * tells so by its events.
 *
 * @example Call Microsoft Graph as a profile says
 * ```ts
 * import { fromProfile } from "./mod.ts";
 *
 * async function printMe(): Promise<void> {
 *   const client = await fromProfile("work");
 *   const answer = await client.fetch("https://graph.microsoft.com/v1.0/me");
 *   console.log(await answer.json());
 * }
 * console.log(typeof printMe);
 * ```
 *
 * @param name The profile's name, in any case.
 * @param options How it is used.
 * @returns The client; calls that name no flow run the profile's.
 * @throws {AuthError} `profile_not_found` or `profile_invalid` if the profile
 * cannot be had, `storage_failed` if it may not be read, and others if its
 * settings make no client.
 */
export async function fromProfile(
  name: string,
  options: ProfileOptions = {},
): Promise<ProfileClient> {
  // Read when it is asked for: a script without profiles pays nothing for them.
  try {
    const { openProfile } = await load<ProfileOpener>(
      "../cli/profiles/library_profile.ts",
      import.meta.url,
    );
    return await openProfile(name, options);
  } catch (error) {
    throw explained(error, name);
  }
}
