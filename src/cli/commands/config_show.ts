import { sanitizeText } from "../../engine/text.ts";
import type { Merged, Origin } from "../../settings/merge.ts";
import type { UsedProfile } from "../../settings/project_profiles.ts";
import {
  type CallSettings,
  mergeCallSettings,
  profileLayers,
} from "../call/call_settings.ts";
import {
  certificateEnd,
  certificateWarning,
} from "../profiles/certificate_end.ts";
import { environmentLayers } from "../call/environment_settings.ts";
import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import type { ConfigShowFlags } from "../flags/config.ts";
import { toJson } from "../output/json.ts";
import { tableLines } from "../output/table.ts";
import { toYaml } from "../output/yaml.ts";
import { namedProfile } from "../profiles/profile_names.ts";
import { requireProfile, unnamedProfile } from "../profiles/profile_store.ts";
import { secretWarning } from "../profiles/secret_expiry.ts";
import {
  loadUsedProfiles,
  type UsedProfiles,
} from "../profiles/used_profiles.ts";

function originText({ kind, name }: Origin): string {
  if (kind === "profile") return `profile "${name}"`;
  return kind === "project" ? `project file ${name}` : `${kind} ${name}`;
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
function rowsOf(settings: Merged<CallSettings>) {
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

type Row = ReturnType<typeof rowsOf>[number];

/** What is shown of a profile. */
interface Shown {
  readonly profile: UsedProfile;
  readonly isDefault: boolean;
  readonly rows: readonly Row[];
  /** When its certificate expires, ISO 8601; absent when nobody can tell. */
  readonly expires: string | undefined;
}

function asData({ profile, isDefault, rows, expires }: Shown) {
  const { name, origin } = profile;
  return {
    name,
    default: isDefault,
    ...(origin === undefined ? {} : { project_file: origin.file }),
    ...(expires === undefined ? {} : { certificate_expires: expires }),
    settings: Object.fromEntries(rows.map(({ key, ...rest }) => [key, rest])),
  };
}

function asText({ profile, isDefault, rows, expires }: Shown): string {
  const lines = tableLines([
    ["name", profile.name, isDefault ? "the default" : ""],
    ...rows.map(({ key, value, origin }) =>
      [key, value, originText(origin)].map((cell) => sanitizeText(cell))
    ),
    ...(expires === undefined
      ? []
      : [["certificateExpires", expires, "the certificate"]]),
  ]);
  return lines.join("\n") + "\n";
}

function formatOf({ output, json }: ConfigShowFlags): "text" | "json" | "yaml" {
  if (!json || output === undefined || output === "json") {
    return json ? "json" : output ?? "text";
  }
  throw new UsageError(
    `Cannot use --json and -o ${output} together`,
    "--json is short for -o json",
  );
}

function chosen(document: UsedProfiles, name: string | undefined) {
  const profile = name === undefined
    ? unnamedProfile(document)
    : requireProfile(document, name);
  if (profile !== undefined) return profile;
  throw new UsageError(
    "Cannot tell which profile to show",
    "Name one; entrada config list shows them",
  );
}

/** Shows a profile and where each value comes from. */
export default async function configShow(
  this: Context,
  flags: ConfigShowFlags,
  argument?: string,
): Promise<void> {
  const { io, messages } = this;
  const format = formatOf(flags);
  const name = namedProfile(argument, flags);
  const document = await loadUsedProfiles(io);
  document.warnings.forEach((warning) => messages.warn(warning));
  const profile = chosen(document, name);
  const isDefault = document.default?.toLowerCase() ===
    profile.name.toLowerCase();
  const settings = mergeCallSettings([
    ...environmentLayers(io.env),
    ...profileLayers(profile),
  ]);
  const end = await certificateEnd(settings, io);
  const expires = end === undefined ? undefined : new Date(end).toISOString();
  const shown = { profile, isDefault, rows: rowsOf(settings), expires };
  io.stdout.write(
    format === "text"
      ? asText(shown)
      : (format === "json" ? toJson : toYaml)(asData(shown)),
  );
  const now = io.clock.now();
  for (
    const warning of [
      secretWarning(profile.secretExpires, now),
      certificateWarning(end, now),
    ]
  ) if (warning !== undefined) messages.warn(warning);
}
