import { sanitizeText } from "../../engine/text.ts";
import type { Merged } from "../../settings/merge.ts";
import type { UsedProfile } from "../../settings/project_profiles.ts";
import type { ProfileSummary } from "../../tui/open.tsx";
import {
  type CallSettings,
  credentialType,
  mergeCallSettings,
  profileLayers,
  withholdSecrets,
} from "../call/call_settings.ts";
import { environmentLayers } from "../call/environment_settings.ts";
import { flowOf } from "../call/flow_choice.ts";
import { flowOffers } from "../call/flow_offers.ts";
import { namedMaterial } from "../interface/material.ts";
import { commonSettings } from "../interface/storage.ts";
import type { Io } from "../io.ts";
import { guardProject } from "./project_guard.ts";

/**
 * Puts together what the environment and a profile say.
 *
 * @param profile The profile.
 * @param io The world.
 * @returns The settings, without secrets that belong to another client.
 * @throws {ConfigurationError} If a project would send secrets elsewhere.
 */
export function settingsOf(profile: UsedProfile, io: Io): Merged<CallSettings> {
  const settings = mergeCallSettings([
    ...environmentLayers(io.env),
    ...profileLayers(profile),
  ]);
  guardProject(settings, "interface");
  withholdSecrets(settings, io);
  return settings;
}

function authorityName({ place }: Merged<CallSettings>): string {
  const value = place?.value;
  if (value === undefined) return "public cloud";
  if ("cloud" in value) return `${value.cloud} cloud`;
  return URL.parse(value.authority)?.host ?? value.authority;
}

/** An authority's address begins its path with the tenant. */
function tenantName({ tenant, place }: Merged<CallSettings>): string {
  if (tenant !== undefined) return tenant.value;
  if (place === undefined || "cloud" in place.value) return "";
  const path = URL.parse(place.value.authority)?.pathname ?? "";
  return path.split("/").find((part) => part !== "" && part !== "tfp") ?? "";
}

/** A profile that cannot be used because of the project is listed as it is without. */
function listedSettings(
  profile: UsedProfile,
  io: Io,
): Merged<CallSettings> {
  const { origin, ...own } = profile;
  if (origin === undefined) return settingsOf(profile, io);
  try {
    return settingsOf(profile, io);
  } catch {
    return settingsOf(origin.own ?? own, io);
  }
}

/**
 * Tells what the interface lists of a profile.
 *
 * @param profile The profile.
 * @param io The world.
 * @returns Its summary.
 */
export function summaryOf(profile: UsedProfile, io: Io): ProfileSummary {
  const settings = listedSettings(profile, io);
  const auth = credentialType(settings);
  const { flow } = flowOf(settings, { auth, io });
  const tokenStore = settings.tokenStore?.value;
  return {
    name: profile.name,
    tenant: tenantName(settings),
    clientId: settings.clientId?.value ?? "",
    flow,
    flows: flowOffers({
      usual: flow,
      hasCredential: auth !== "none",
      hasClient: settings.clientId !== undefined,
    }),
    ...namedMaterial(settings),
    scopes: settings.scopes?.value ?? [],
    authority: authorityName(settings),
    ...(tokenStore === undefined ||
        tokenStore === commonSettings(io).tokenStore?.value
      ? {}
      : { tokenStore }),
    ...(profile.origin === undefined
      ? {}
      : { project: sanitizeText(profile.origin.file) }),
  };
}
