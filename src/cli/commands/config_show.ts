import { sanitizeText } from "../../engine/text.ts";
import type { Profile } from "../../settings/profile.ts";
import type { Origin } from "../../settings/merge.ts";
import {
  type CallSettings,
  environmentLayers,
  mergeCallSettings,
  profileLayer,
} from "../call_settings.ts";
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

function valueText(value: CallSettings[keyof CallSettings]): string {
  if (typeof value === "string") return value;
  if (value === undefined) return "";
  if ("cloud" in value) return value.cloud;
  return "authority" in value ? value.authority : value.join(" ");
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
  const rows = rowsOf(profile, io);
  if (flags.json) {
    return io.stdout.write(toJson({
      name: profile.name,
      settings: Object.fromEntries(
        rows.map(({ key, ...rest }) => [key, rest]),
      ),
    }));
  }
  const lines = tableLines([
    ["name", profile.name, ""],
    ...rows.map(({ key, value, origin }) =>
      [key, value, originText(origin)].map((cell) => sanitizeText(cell))
    ),
  ]);
  io.stdout.write(lines.join("\n") + "\n");
}
