/** The middle value; the mean of the two middle ones of an even number. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? NaN;
  return (upper + lower) / 2;
}

/** The value that 95 of 100 do not exceed. */
export function percentile95(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? NaN;
}

/**
 * The median of the ratios of values that were measured side by side, so that
 * what slows the machine for a while slows both.
 */
export function pairedRatio(
  values: readonly number[],
  floors: readonly number[],
): number {
  return median(paired(values, floors).map(([value, floor]) => value / floor));
}

/** As {@linkcode pairedRatio}, of differences. */
export function pairedDifference(
  values: readonly number[],
  floors: readonly number[],
): number {
  return median(paired(values, floors).map(([value, floor]) => value - floor));
}

function paired(
  values: readonly number[],
  floors: readonly number[],
): readonly (readonly [number, number])[] {
  if (values.length !== floors.length) {
    throw new RangeError("Values that are compared must come in pairs");
  }
  return values.map((value, at) => [value, floors[at] ?? NaN]);
}
