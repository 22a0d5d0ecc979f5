/**
 * Counts how many letters have to be changed, added, left out or swapped.
 *
 * @param from One word.
 * @param to The other one.
 * @returns The count, 0 for the same word.
 */
export function distance(from: string, to: string): number {
  let [before, row]: number[][] = [
    [],
    Array.from({ length: to.length + 1 }, (_, column) => column),
  ];
  for (let line = 1; line <= from.length; line++) {
    const next = [line];
    for (let column = 1; column <= to.length; column++) {
      const same = from[line - 1] === to[column - 1];
      const swapped = from[line - 1] === to[column - 2] &&
        from[line - 2] === to[column - 1];
      next[column] = Math.min(
        (row?.[column] ?? 0) + 1,
        (next[column - 1] ?? 0) + 1,
        (row?.[column - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (before?.[column - 2] ?? 0) + 1 : Infinity,
      );
    }
    [before, row] = [row, next];
  }
  return row?.[to.length] ?? Infinity;
}

/** Longer words are no slips of the finger. */
const LONGEST = 64;
/** Anything is near to a shorter one. */
const SHORTEST = 3;

/**
 * Finds what somebody may have meant, in any case and spelling.
 *
 * @param word What was written.
 * @param words What there is.
 * @returns The near ones, the nearest first.
 */
export function nearestWords(
  word: string,
  words: readonly string[],
): readonly string[] {
  if (word.length > LONGEST) return [];
  const plain = (text: string) => text.toLowerCase().replace(/[-_ .]/g, "");
  const wanted = plain(word);
  if (wanted.length < SHORTEST) return [];
  const most = Math.min(3, Math.max(1, Math.floor(wanted.length / 3)));
  return [...new Set(words)]
    .filter((each) => Math.abs(each.length - word.length) <= most + 3)
    .map((each) => [distance(wanted, plain(each)), each] as const)
    .filter(([far]) => far <= most)
    .sort(([a], [b]) => a - b)
    .map(([, each]) => each);
}
