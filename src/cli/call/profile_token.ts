import { Secret } from "../../engine/secret.ts";
import type { Merged } from "../../settings/merge.ts";
import { acquireToken } from "./acquire_token.ts";
import { type Call, resolvePresets } from "./call.ts";
import {
  type CallSettings,
  mergeCallSettings,
  profileLayers,
  withholdSecrets,
} from "./call_settings.ts";
import type { Context } from "../context.ts";
import { ConfigurationError } from "../errors.ts";
import type { GetTokenFlags } from "../flags/get_token.ts";
import { requireProfile } from "../profiles/profile_store.ts";
import { guardProject } from "../profiles/project_guard.ts";
import { loadUsedProfiles } from "../profiles/used_profiles.ts";

/** What a profile's token is for. */
export interface ProfileTokenOptions {
  /** The call that waits for it. */
  readonly call: Call;
  /** The options of that call. */
  readonly flags: GetTokenFlags;
  /** The world. */
  readonly context: Context;
  /** Whom the token is for; without it, whom the profile names. */
  readonly audience?: string;
}

/** Who waits for a call's token, itself included; a call without a profile has no name. */
function chainOf({ chain, profile }: Call): readonly string[] {
  return chain ?? [profile ?? "this call"];
}

function refuseLoop(chain: readonly string[], name: string): void {
  const again = chain.some((each) => each.toLowerCase() === name.toLowerCase());
  if (!again) return;
  throw new ConfigurationError(
    `Cannot get the token of the profile "${name}": it waits for itself, ${
      [...chain, name].join(" → ")
    }`,
    "Give one of these profiles another source for its assertion",
  );
}

/** How a person signs in is the same for every link; all else is the profile's own. */
function flagsOfLink(
  {
    cache,
    interaction,
    open,
    showUrl,
    passphraseFile,
    passphraseStdin,
  }: GetTokenFlags,
): GetTokenFlags {
  return {
    warnExpiry: 0,
    cache,
    interaction,
    ...(open === undefined ? {} : { open }),
    ...(showUrl === undefined ? {} : { showUrl }),
    ...(passphraseFile === undefined ? {} : { passphraseFile }),
    ...(passphraseStdin === undefined ? {} : { passphraseStdin }),
  };
}

function withAudience(
  settings: Merged<CallSettings>,
  audience: string | undefined,
): Merged<CallSettings> {
  if (audience === undefined) return settings;
  return {
    ...settings,
    scopes: {
      value: [`${audience}/.default`],
      origin: { kind: "default", name: "the token exchange" },
      overridden: [],
    },
  };
}

/** Where tokens are kept is said of all tokens of a call, but in a profile. */
function withTokenStore(
  settings: Merged<CallSettings>,
  { settings: { tokenStore } }: Call,
): Merged<CallSettings> {
  const { kind } = tokenStore?.origin ?? {};
  return tokenStore !== undefined && (kind === "flag" || kind === "environment")
    ? { ...settings, tokenStore }
    : settings;
}

/**
 * Gets the token of another profile, which a call cannot do without. Only the
 * profile itself says how: what the environment says is about the call, but
 * for where tokens are kept.
 *
 * @param name The profile.
 * @param options The call that waits, and the world.
 * @returns Its access token.
 * @throws {ConfigurationError} If the profiles wait for each other.
 * @throws {ProfileNotFoundError | AuthError} If it cannot be had.
 */
export async function profileToken(
  name: string,
  { call, flags, context, audience }: ProfileTokenOptions,
): Promise<Secret> {
  const waiting = chainOf(call);
  const profile = requireProfile(await loadUsedProfiles(context.io), name);
  refuseLoop(waiting, profile.name);
  const chain = [...waiting, profile.name];
  context.messages.note(`Chain: ${[...chain].reverse().join(" → ")}`);
  const merged = mergeCallSettings(profileLayers(profile));
  const settings = await resolvePresets(
    withTokenStore(withAudience(merged, audience), call),
  );
  guardProject(settings);
  withholdSecrets(settings, context.io);
  const token = await acquireToken({
    call: { settings, profile: profile.name, chain },
    flags: flagsOfLink(flags),
    context,
  });
  return new Secret(token.accessToken);
}
