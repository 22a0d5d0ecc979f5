import type { Authority } from "./local_authority.ts";
import type { Measured } from "./runner.ts";
import type { Sample } from "./process.ts";

/** What every figure is given. */
export interface Bench {
  /** How many runs of each competitor count. */
  readonly runs: number;
  /** The server that all competitors talk to. */
  readonly authority: Authority;
  /** A folder of its own, removed at the end. */
  readonly folder: string;
}

/** A promise of the product, as measured. */
export interface Target {
  /** What was promised. */
  readonly what: string;
  /** What came out; none if it could not be measured, which counts as a miss. */
  readonly value: number | undefined;
  /** The most that it may be. */
  readonly limit: number;
  /** `×`, `ms` or `%`. */
  readonly unit: string;
}

/** A group of competitors with the one that the others are compared to. */
export interface Group {
  readonly floor: string;
  readonly measured: readonly Measured[];
}

/** What a figure found. */
export interface FigureResult {
  readonly groups: readonly Group[];
  readonly targets: readonly Target[];
  /** What is missing from the comparison, and why. */
  readonly notes: readonly string[];
}

/** One figure of the performance goals: a file in `figures/`. */
export interface Figure {
  /** Such as `F2`. */
  readonly id: string;
  readonly title: string;
  readonly measure: (bench: Bench) => Promise<FigureResult>;
}

/** Whether a target is met. */
export function isMet({ value, limit }: Target): boolean {
  return value !== undefined && value <= limit;
}

/**
 * One quantity of one competitor, run by run.
 *
 * @returns None if the competitor did not run or the quantity is unknown.
 */
export function valuesOf(
  measured: readonly Measured[],
  { name, quantity }: { name: string; quantity: keyof Sample },
): readonly number[] | undefined {
  const values = measured.find((one) => one.name === name)?.samples
    .map((sample) => sample[quantity]);
  if (values === undefined || values.length === 0) return undefined;
  return values.every((value) => value !== undefined) ? values : undefined;
}

/** Applies a comparison to two competitors if both were measured. */
export function compare(
  measured: readonly Measured[],
  { name, floor, quantity, by }: {
    readonly name: string;
    readonly floor: string;
    readonly quantity: keyof Sample;
    readonly by: (a: readonly number[], b: readonly number[]) => number;
  },
): number | undefined {
  const values = valuesOf(measured, { name, quantity });
  const floors = valuesOf(measured, { name: floor, quantity });
  return values && floors && by(values, floors);
}
