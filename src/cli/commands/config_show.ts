import { sanitizeText } from "../../engine/text.ts";
import type { Profile } from "../../settings/profile.ts";
import type { Origin } from "../../settings/merge.ts";
import {
  type CallSettings,
  mergeCallSettings,
  profileLayer,
} from "../call_settings.ts";
import { environmentLayers } from "../environment_settings.ts";
import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import type { ShowFlags } from "../flags/config.ts";
import type { Io } from "../io.ts";
import { toJson } from "../output/json.ts";
import { tableLines } from "../output/table.ts";
import {
  loadProfiles,
  requireProfile,
  unnamedProfile,
} from "../profile_store.ts";

function originText({ kind, name }: Origin): string {
  return kind === "profile" ? `profile "${name}"` : `${kind} ${name}`;
}

function isList(value: unknown): value is readonly string[] {
  return Array.isArray(value);
}

function valueText(value: CallSettings[keyof CallSettings]): string {
  if (typeof value === "string") return value;
  if (value === undefined) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (isList(value)) return value.join(" ");
  // Where the authority is, or parameters by their names.
  const pairs = Object.entries(value);
  const [[key, text] = []] = pairs;
  return key === "cloud" || key === "authority"
    ? String(text)
    : pairs.map(([name, each]) => `${name}=${each}`).join(" ");
}

/** A profile's values as they would be used now. */
function rowsOf(profile: Profile, { env }: Io) {
  const settings = mergeCallSettings([
    ...environmentLayers(env),
    profileLayer(profile),
  ]);
  return Object.entries(settings).map(([key, sourced]) => ({
    // People know the two spellings of this setting by these names.
    key: key === "place"
      ? "cloud" in (sourced.value as object) ? "cloud" : "authority"
      : key,
    value: valueText(sourced.value),
    origin: sourced.origin,
    overridden: sourced.overridden,
  }));
}

/** Shows a profile and where each value comes from. */
export default async function configShow(
  this: Context,
  flags: ShowFlags,
  name?: string,
): Promise<void> {
  const { io } = this;
  const document = await loadProfiles(io);
  const profile = name === undefined
    ? unnamedProfile(document)
    : requireProfile(document, name);
  if (profile === undefined) {
    throw new UsageError(
      "Cannot tell which profile to show",
      "Name one; entrada config list shows them",
    );
  }
  const isDefault = document.default?.toLowerCase() ===
    profile.name.toLowerCase();
  const rows = rowsOf(profile, io);
  if (flags.json) {
    return io.stdout.write(toJson({
      name: profile.name,
      default: isDefault,
      settings: Object.fromEntries(
        rows.map(({ key, ...rest }) => [key, rest]),
      ),
    }));
  }
  const lines = tableLines([
    ["name", profile.name, isDefault ? "the default" : ""],
    ...rows.map(({ key, value, origin }) =>
      [key, value, originText(origin)].map((cell) => sanitizeText(cell))
    ),
  ]);
  io.stdout.write(lines.join("\n") + "\n");
}
