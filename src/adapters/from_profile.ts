import type { Client } from "../engine/client.ts";
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
 * @throws {Error} `ProfileNotFoundError` or `SettingsError` if the profile
 * cannot be had.
 * @throws {AuthError} If its settings make no client.
 */
export async function fromProfile(
  name: string,
  options: ProfileOptions = {},
): Promise<ProfileClient> {
  // Read when it is asked for: a script without profiles pays nothing for them.
  const { openProfile } = await load<ProfileOpener>(
    "../cli/profiles/library_profile.ts",
    import.meta.url,
  );
  return await openProfile(name, options);
}
