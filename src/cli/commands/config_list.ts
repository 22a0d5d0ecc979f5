import { sanitizeText } from "../../engine/text.ts";
import type { ProfilesDocument } from "../../settings/profiles_document.ts";
import type { Context } from "../context.ts";
import type { ShowFlags } from "../flags/config.ts";
import { toJson } from "../output/json.ts";
import { fitRows, tableLines } from "../output/table.ts";
import { loadProfiles } from "../profile_store.ts";

function isDefault(document: ProfilesDocument, name: string): boolean {
  return document.default?.toLowerCase() === name.toLowerCase();
}

/** The columns that give way on a narrow terminal, first to last. */
const GIVE_WAY = [5, 3, 2, 4, 1];

function table(document: ProfilesDocument, width: number): string {
  const rows = document.profiles.map((profile) =>
    [
      isDefault(document, profile.name) ? "*" : "",
      profile.name,
      profile.tenant ?? profile.authority ?? "",
      profile.clientId ?? "",
      profile.flow ?? "",
      profile.scopes?.join(" ") ?? profile.resource ?? "",
    ].map((cell) => sanitizeText(cell))
  );
  const head = ["", "NAME", "TENANT", "CLIENT", "FLOW", "SCOPES"];
  const fitted = fitRows([head, ...rows], { width, order: GIVE_WAY });
  return tableLines(fitted).join("\n") + "\n";
}

/** Lists the profiles. */
export default async function configList(
  this: Context,
  flags: ShowFlags,
): Promise<void> {
  const { io, messages, options } = this;
  const document = await loadProfiles(io);
  if (flags.json) {
    const profiles = document.profiles.map((profile) => ({
      ...profile,
      default: isDefault(document, profile.name),
    }));
    return io.stdout.write(toJson({ profiles }));
  }
  if (document.profiles.length === 0) {
    return messages.note(
      "There are no profiles yet; make one with entrada config create",
    );
  }
  const { columns = 80 } = io.stdout;
  io.stdout.write(
    io.stdout.isTerminal || options.verbose
      ? table(document, io.stdout.isTerminal ? columns : Infinity)
      : document.profiles.map((profile) => profile.name + "\n").join(""),
  );
}
