import type { Message } from "./message.ts";
import { fieldText, type TextField } from "./text_field.ts";

/** One thing that the palette can do. */
export interface PaletteEntry {
  /** Stable name; tells which were used last. */
  readonly id: string;
  /** What it does, as a person would look for it. */
  readonly label: string;
  /** The keys that do the same, as they are written on keyboards. */
  readonly keys: string;
  /** Why it cannot be done now; absent when it can. */
  readonly reason?: string;
  readonly message: Message;
}

/** The palette as it lies over a screen. */
export interface PaletteOverlay {
  readonly kind: "palette";
  readonly field: TextField;
  /** All of them, as they were when it was opened. */
  readonly entries: readonly PaletteEntry[];
  /** Which row of the filtered list is selected. */
  readonly selected: number;
}

/** So many used entries stand first. */
const RECENT_KEPT = 8;

/**
 * Remembers what was used last.
 *
 * @param recent Ids, the latest first.
 * @param id What was used now.
 * @returns The ids afterwards.
 */
export function used(
  recent: readonly string[],
  id: string,
): readonly string[] {
  return [id, ...recent.filter((one) => one !== id)].slice(0, RECENT_KEPT);
}

const WORD_START = /[\s\-_.:/(]/;

/**
 * How well a query fits a text: its letters have to appear in order, and count
 * more where words begin and where they follow each other.
 *
 * @param query In lower case.
 * @param text In lower case.
 * @returns A number, greater when it fits better; `undefined` when it does not.
 */
export function fuzzyScore(query: string, text: string): number | undefined {
  const whole = text.indexOf(query);
  if (whole >= 0) {
    const startsWord = whole === 0 || WORD_START.test(text[whole - 1] ?? "");
    return 1000 + (startsWord ? 500 : 0) - whole;
  }
  const letters = query.replaceAll(" ", "");
  return isSubsequence(letters, text) ? bestMatch(letters, text) : undefined;
}

function isSubsequence(letters: string, text: string): boolean {
  let from = 0;
  for (const letter of letters) {
    const at = text.indexOf(letter, from);
    if (at < 0) return false;
    from = at + 1;
  }
  return true;
}

/** A gap costs no more than this, however wide it is. */
const WIDEST_GAP = 5;

/** The letters may fit in many ways: the best one counts. */
function bestMatch(letters: string, text: string): number {
  /** By position: the best score with the letter before at that position. */
  let before: readonly number[] = [];
  for (const [index, letter] of [...letters].entries()) {
    const scores: number[] = [];
    let far = -Infinity;
    for (let at = 0; at < text.length; at++) {
      far = Math.max(far, before[at - WIDEST_GAP - 1] ?? -Infinity);
      const reached = index === 0
        ? -Math.min(WIDEST_GAP, at)
        : Math.max(far - WIDEST_GAP, nearBest(before, at));
      const bonus = at === 0 || WORD_START.test(text[at - 1] ?? "") ? 10 : 0;
      scores.push(text[at] === letter ? reached + bonus : -Infinity);
    }
    before = scores;
  }
  return Math.max(...before);
}

/** From the letter before, when it is near: right behind it is best. */
function nearBest(before: readonly number[], at: number): number {
  let best = (before[at - 1] ?? -Infinity) + 5;
  for (let gap = 1; gap <= WIDEST_GAP; gap++) {
    best = Math.max(best, (before[at - 1 - gap] ?? -Infinity) - gap);
  }
  return best;
}

const shown = new WeakMap<TextField, {
  readonly entries: readonly PaletteEntry[];
  readonly found: readonly PaletteEntry[];
}>();

/**
 * The entries that the query lets through, the best first; those that cannot
 * be done come after those that can.
 *
 * @param palette The palette.
 * @returns The entries.
 */
export function shownEntries(
  { field, entries }: PaletteOverlay,
): readonly PaletteEntry[] {
  const known = shown.get(field);
  if (known?.entries === entries) return known.found;
  const found = search(entries, fieldText(field).trim().toLowerCase());
  shown.set(field, { entries, found });
  return found;
}

function search(
  entries: readonly PaletteEntry[],
  query: string,
): readonly PaletteEntry[] {
  if (query === "") return entries;
  return entries
    .map((entry, index) => ({
      entry,
      index,
      score: fuzzyScore(query, entry.label.toLowerCase()),
    }))
    .filter(({ score }) => score !== undefined)
    .sort((a, b) =>
      Number(a.entry.reason !== undefined) -
        Number(b.entry.reason !== undefined) ||
      (b.score ?? 0) - (a.score ?? 0) || a.index - b.index
    )
    .map(({ entry }) => entry);
}
