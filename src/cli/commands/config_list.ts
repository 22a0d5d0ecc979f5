import { sanitizeText } from "../../engine/text.ts";
import type { UsedProfile } from "../../settings/project_profiles.ts";
import type { Context } from "../context.ts";
import type { ConfigListFlags } from "../flags/config.ts";
import { toJson } from "../output/json.ts";
import { fitRows, tableLines } from "../output/table.ts";
import { secretEnd } from "../profiles/secret_expiry.ts";
import {
  loadUsedProfiles,
  type UsedProfiles,
} from "../profiles/used_profiles.ts";

function isDefault(document: UsedProfiles, name: string): boolean {
  return document.default?.toLowerCase() === name.toLowerCase();
}

/** The columns that give way on a narrow terminal, first to last. */
const GIVE_WAY = [5, 3, 2, 4, 1];

function originOf({ origin }: UsedProfile): string {
  if (origin === undefined) return "own";
  return origin.own === undefined ? "project" : "own, project";
}

function rowOf(
  profile: UsedProfile,
  { document, now }: {
    readonly document: UsedProfiles;
    readonly now: number;
  },
): readonly string[] {
  return [
    isDefault(document, profile.name) ? "*" : "",
    profile.name,
    profile.tenant ?? profile.authority ?? "",
    profile.clientId ?? "",
    profile.flow ?? "",
    profile.scopes?.join(" ") ?? profile.resource ?? "",
    originOf(profile),
    secretEnd(profile, now),
  ].map((cell) => sanitizeText(cell));
}

const HEAD = [
  "",
  "NAME",
  "TENANT",
  "CLIENT",
  "FLOW",
  "SCOPES",
  "FROM",
  "SECRET ENDS",
];

function table(
  document: UsedProfiles,
  { width, now, verbose }: {
    readonly width: number;
    readonly now: number;
    readonly verbose: boolean;
  },
): string {
  const rows = document.profiles
    .map((profile) => rowOf(profile, { document, now }));
  // What no row has to say is not worth a column.
  const columns = HEAD.map((_title, column) =>
    column < 6 || verbose && rows.some((row) => row[column] !== "")
  );
  const shown = [HEAD, ...rows]
    .map((row) => row.filter((_cell, column) => columns[column]));
  const fitted = fitRows(shown, { width, order: GIVE_WAY });
  return tableLines(fitted).join("\n") + "\n";
}

function asJson(document: UsedProfiles): string {
  const profiles = document.profiles.map(({ origin, ...profile }) => ({
    ...profile,
    default: isDefault(document, profile.name),
    ...(origin === undefined ? {} : { project_file: origin.file }),
  }));
  return toJson({ profiles });
}

/** Lists the profiles. */
export default async function configList(
  this: Context,
  flags: ConfigListFlags,
): Promise<void> {
  const { io, messages, options } = this;
  const document = await loadUsedProfiles(io);
  document.warnings.forEach((warning) => messages.warn(warning));
  if (flags.json) return io.stdout.write(asJson(document));
  if (document.profiles.length === 0) {
    return messages.note(
      "There are no profiles yet; make one with entrada config create",
    );
  }
  const { columns = 80, isTerminal } = io.stdout;
  const { verbose } = options;
  io.stdout.write(
    isTerminal || verbose
      ? table(document, {
        ...{ verbose, now: io.clock.now() },
        width: isTerminal ? columns : Infinity,
      })
      : document.profiles.map((profile) => profile.name + "\n").join(""),
  );
}
