import { nearestWords } from "../help/nearest.ts";
import { type Entry, type EntryKind, KINDS } from "./entry.ts";
import { errorEntries } from "./error_entries.ts";
import { findingEntries } from "./finding_entries.ts";
import { flowEntries } from "./flow_entries.ts";
import { knownEntries } from "./known_entries.ts";
import { isPastedError, pastedError, unpackError } from "./pasted_error.ts";
import { programEntries } from "./program_entries.ts";
import { wordEntries } from "./word_entries.ts";

/** What was found. */
export interface Found {
  /** What matches, in full. */
  readonly entries: readonly Entry[];
  /** What has the words in its name, or a similar one, where nothing matches. */
  readonly similar: readonly Entry[];
}

/** More would be no help. */
const MOST_SIMILAR = 20;

/**
 * Everything that can be looked up.
 *
 * @returns An entry each, in the order of the kinds.
 */
export async function allEntries(): Promise<readonly Entry[]> {
  const entries = [
    ...await errorEntries(),
    ...flowEntries(),
    ...wordEntries(),
    ...knownEntries(),
    ...findingEntries(),
    ...programEntries(),
  ];
  return KINDS.flatMap((kind) => entries.filter((each) => each.kind === kind));
}

function wordsOf({ name, also = [] }: Entry): readonly string[] {
  return [name, ...also];
}

function folded(text: string): string {
  return text.trim().toLowerCase();
}

/** `claim:scp` asks for the claim alone. */
function kindOf(
  text: string,
): { readonly kind?: EntryKind; readonly word: string } {
  const [, prefix, word] = /^([a-z]+):\s*(\S.*)$/is.exec(text) ?? [];
  const kind = KINDS.find((each) => each === prefix?.toLowerCase());
  return kind === undefined || word === undefined
    ? { word: text }
    : { kind, word };
}

function similarTo(
  word: string,
  entries: readonly Entry[],
): readonly Entry[] {
  const wanted = folded(word);
  const parts = wanted.length < 3
    ? []
    : entries.filter((entry) =>
      wordsOf(entry).some((each) => folded(each).includes(wanted))
    );
  if (parts.length > 0) return parts.slice(0, MOST_SIMILAR);
  const near = nearestWords(word, entries.flatMap(wordsOf)).slice(0, 5);
  return near.flatMap((each) =>
    entries.filter((entry) => wordsOf(entry).includes(each))
  ).filter((entry, index, all) => all.indexOf(entry) === index);
}

/**
 * Looks something up: by its name, else as a pasted error, else by a part of
 * its name or a similar one.
 *
 * @param text What was asked for.
 * @returns What was found.
 */
export async function findEntries(text: string): Promise<Found> {
  const { kind, word } = kindOf(text.trim());
  const entries = (await allEntries())
    .filter((each) => kind === undefined || each.kind === kind);
  const wanted = folded(word);
  const exact = entries.filter((entry) =>
    wordsOf(entry).some((each) => folded(each) === wanted)
  );
  if (exact.length > 0) return { entries: exact, similar: [] };
  const unpacked = unpackError(word);
  if (isPastedError(unpacked)) {
    const { entry, isKnown } = await pastedError(unpacked);
    return isKnown
      ? { entries: [entry], similar: [] }
      // Its ids are of use all the same.
      : { entries: [], similar: [entry] };
  }
  const similar = similarTo(word, entries);
  return similar.length === 1
    ? { entries: similar, similar: [] }
    : { entries: [], similar };
}
