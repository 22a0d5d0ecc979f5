/** A list of which only some rows can be drawn. */
export interface LongList {
  /** How many there are. */
  readonly count: number;
  /** Which one is selected, from 0. */
  readonly selected: number;
  /** How many can be drawn. */
  readonly rows: number;
}

/**
 * The rows of a long list that are drawn, the selected one near the middle.
 *
 * @param list The list.
 * @returns The first one drawn, and the first one after them.
 */
export function windowOf(
  { count, selected, rows }: LongList,
): readonly [start: number, end: number] {
  const middle = selected - Math.floor(rows / 2);
  const start = Math.max(0, Math.min(middle, count - rows));
  return [start, Math.min(count, start + rows)];
}
