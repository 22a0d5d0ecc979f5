import type { Sample } from "./process.ts";

/** One of the things that are compared. */
export interface Competitor {
  /** What the table calls it. */
  readonly name: string;
  /** Runs it once. */
  readonly run: () => Promise<Sample>;
}

/** A competitor and what its runs took, in the order of the runs. */
export interface Measured {
  readonly name: string;
  readonly samples: readonly Sample[];
}

/** What came of a comparison. */
export interface Comparison {
  /** Those that ran; all have the same number of samples. */
  readonly measured: readonly Measured[];
  /** One line for each that could not run, with the reason. */
  readonly skipped: readonly string[];
}

/**
 * Runs competitors in turn (A B A B …) after one run each that does not count,
 * so that a machine that others use slows all of them alike. One that fails its
 * first run is left out.
 *
 * @param competitors What to compare.
 * @param runs How many runs of each count.
 * @throws {Error} If a run that counts fails.
 */
export async function alternate(
  competitors: readonly Competitor[],
  runs: number,
): Promise<Comparison> {
  const skipped: string[] = [];
  const able: { competitor: Competitor; samples: Sample[] }[] = [];
  for (const competitor of competitors) {
    try {
      await competitor.run();
      able.push({ competitor, samples: [] });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      skipped.push(`${competitor.name}: ${reason}`);
    }
  }
  for (let run = 0; run < runs; run++) {
    for (const { competitor, samples } of able) {
      samples.push(await competitor.run());
    }
  }
  return {
    measured: able.map(({ competitor: { name }, samples }) => ({
      name,
      samples,
    })),
    skipped,
  };
}
