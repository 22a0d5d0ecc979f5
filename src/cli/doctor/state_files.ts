import type {
  DirectoryFacts,
  EntryFacts,
} from "../../adapters/diagnosis/mod.ts";
import { type Finding, finding } from "./finding.ts";
import { isOpen, shellWord } from "./modes.ts";

/** Older temporaries are of a process that was killed. */
const STALE_MS = 60_000;
const TEMPORARY = /\.tmp$/;
const PLAINTEXT = /^plaintext\/[^/]*\.(tokens|secrets)$/;
const SET_ASIDE = /\.corrupt-[^/]*$/;
/** So many are named; of the others, the number. */
const MOST_NAMES = 3;

function namesOf(entries: readonly EntryFacts[]): string {
  const shown = entries.slice(0, MOST_NAMES).map(({ name }) => name).join(", ");
  const more = entries.length - MOST_NAMES;
  return more > 0 ? `${shown} and ${more} more` : shown;
}

/** What can be wrong with files, and what to do about it. */
const CASES: readonly {
  readonly id:
    | "state_files_foreign"
    | "state_files_open"
    | "state_files_unexpected"
    | "state_plaintext"
    | "state_leftovers"
    | "state_set_aside";
  readonly level: "note" | "warning" | "error";
  readonly isIt: (entry: EntryFacts) => boolean;
  readonly message: (names: string) => string;
  readonly fix: (directory: string) => string;
}[] = [
  {
    id: "state_files_foreign",
    level: "error",
    isIt: ({ isForeign }) => isForeign,
    message: (names) =>
      `Files among the kept tokens belong to another user: ${names}`,
    fix: (directory) =>
      `Look at who put them there, then remove them: ls -l ${directory}`,
  },
  {
    id: "state_files_unexpected",
    level: "warning",
    isIt: ({ kind }) => kind === "link" || kind === "other",
    message: (names) =>
      `Among the kept tokens are links or devices, which are never followed: ${names}`,
    fix: (directory) => `Remove them: ls -l ${directory}`,
  },
  {
    id: "state_files_open",
    level: "warning",
    isIt: ({ kind, mode }) =>
      (kind === "file" || kind === "directory") && isOpen(mode),
    message: (names) => `Others get at files that only you should: ${names}`,
    fix: (directory) => `chmod -R go= ${directory}`,
  },
  {
    id: "state_plaintext",
    level: "warning",
    isIt: ({ name }) => PLAINTEXT.test(name),
    message: (names) =>
      `Tokens or secrets are kept in plain text, because somebody asked for it: ${names}`,
    fix: (directory) =>
      `When they are not needed any more, delete ${directory}/plaintext`,
  },
  {
    id: "state_set_aside",
    level: "note",
    isIt: ({ name }) => SET_ASIDE.test(name),
    message: (names) =>
      `Damaged files were set aside, and signing in anew has replaced them: ${names}`,
    fix: (directory) =>
      `Delete them when nobody wants to look into it: find ${directory} -name '*.corrupt-*' -delete`,
  },
  {
    id: "state_leftovers",
    level: "note",
    isIt: ({ name, kind, ageMs }) =>
      kind === "file" && TEMPORARY.test(name) && ageMs > STALE_MS,
    message: (names) =>
      `Processes that were ended while they wrote have left files behind: ${names}`,
    fix: () =>
      "Nothing to do: the next write to the same tokens takes them away",
  },
];

/**
 * Judges the files that tokens are kept in.
 *
 * @param facts What was found in the state directory.
 * @returns The findings; none when all is well.
 */
export function judgeStateFiles(
  { path, entries }: DirectoryFacts,
): readonly Finding[] {
  return CASES.flatMap(({ id, level, isIt, message, fix }) => {
    const found = entries.filter(isIt);
    if (found.length === 0) return [];
    return [finding(id, level, {
      message: message(namesOf(found)),
      fix: fix(shellWord(path.path)),
      details: { path: path.path, files: found.map(({ name }) => name) },
    })];
  });
}
