import type { Merged } from "../../settings/merge.ts";
import type { Profile } from "../../settings/profile.ts";
import type { ProfilesDocument } from "../../settings/profiles_document.ts";
import { resolvePresets } from "../call/call.ts";
import {
  type CallSettings,
  mergeCallSettings,
  profileLayer,
} from "../call/call_settings.ts";
import { isLocalFlow } from "../call/flow_choice.ts";
import { hasPlace, SETTING_CHECKS } from "../profiles/setting_checks.ts";
import { secretLife } from "../profiles/secret_expiry.ts";
import { type Finding, finding } from "./finding.ts";
import { problemOf } from "./problem.ts";
import type { ProfileWorld } from "./profiles.ts";
import { judgeReferences } from "./references.ts";

/** What a profile is judged by. */
export interface ProfileContext {
  /** The other profiles: some name each other. */
  readonly document: ProfilesDocument;
  /** The world. */
  readonly world: ProfileWorld;
}

type Settings = Merged<CallSettings>;

function invalid({ name }: Profile, error: unknown): Finding {
  const { message, fix } = problemOf(error);
  return finding("profile_invalid", "error", {
    message: `Profile "${name}": ${message}`,
    fix,
    details: { profile: name },
  });
}

function settingFindings(
  profile: Profile,
  settings: Settings,
): readonly Finding[] {
  return SETTING_CHECKS.flatMap((check) => {
    try {
      check(settings);
      return [];
    } catch (error) {
      return [invalid(profile, error)];
    }
  });
}

function tenantFindings(
  { name }: Profile,
  settings: Settings,
): readonly Finding[] {
  const isLocal = isLocalFlow(settings.flow?.value);
  if (hasPlace(settings) || isLocal) return [];
  return [finding("profile_tenant_missing", "warning", {
    message: `Profile "${name}" names neither a tenant nor an authority`,
    fix: 'Add a "tenant" to it, or give --tenant with every call',
    details: { profile: name },
  })];
}

/** The day is what somebody wrote down: the secret itself does not tell. */
function secretFindings(
  { name, secretExpires }: Profile,
  now: number,
): readonly Finding[] {
  if (secretExpires === undefined) return [];
  const { day, hasEnded, endsSoon, left } = secretLife(secretExpires, now);
  if (!endsSoon) return [];
  return [finding(
    hasEnded ? "secret_expired" : "secret_expires_soon",
    hasEnded ? "error" : "warning",
    {
      message: hasEnded
        ? `Profile "${name}": its client secret ended ${left} ago, on ${day}`
        : `Profile "${name}": its client secret ends in ${left}, on ${day}`,
      fix:
        `Make a new one, and keep it: entrada config edit ${name} --client-secret-stdin --secret-expires YYYY-MM-DD`,
      details: { profile: name, not_after: day },
    },
  )];
}

/**
 * Judges one profile: its settings, and what they refer to.
 *
 * @param profile The profile.
 * @param context The other profiles and the world.
 * @returns The findings.
 */
export async function judgeProfile(
  profile: Profile,
  context: ProfileContext,
): Promise<readonly Finding[]> {
  let settings: Settings;
  try {
    settings = await resolvePresets(mergeCallSettings([profileLayer(profile)]));
  } catch (error) {
    return [invalid(profile, error)];
  }
  const { name } = profile;
  const found = [
    ...settingFindings(profile, settings),
    ...tenantFindings(profile, settings),
    ...secretFindings(profile, context.world.io.clock.now()),
    ...await judgeReferences(settings, { ...context, name }),
  ];
  if (found.some(({ level }) => level === "error" || level === "warning")) {
    return found;
  }
  return [
    finding("profile_valid", "ok", {
      message: `Profile "${name}" can be used as it is`,
      details: { profile: name },
    }),
    ...found,
  ];
}
