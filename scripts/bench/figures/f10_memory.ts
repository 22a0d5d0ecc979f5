import { compare, type Figure } from "../figure.ts";
import { ONE_FETCH, oneFetch, OURS, ours } from "../get_token.ts";
import { canMeasurePeaks } from "../process.ts";
import { alternate } from "../runner.ts";
import { pairedRatio } from "../statistics.ts";

/** How much memory a token takes. */
export const memory: Figure = {
  id: "F10",
  title: "peak memory of get-token",
  async measure(bench) {
    const { measured, skipped } = await alternate(
      [oneFetch(bench.authority), await ours(bench)],
      bench.runs,
    );
    const value = compare(measured, {
      name: OURS,
      floor: ONE_FETCH,
      quantity: "peakMiB",
      by: pairedRatio,
    });
    return {
      groups: [{ floor: ONE_FETCH, measured }],
      targets: [
        { what: "memory over one fetch", value, limit: 1.25, unit: "×" },
      ],
      notes: await canMeasurePeaks()
        ? skipped
        : [...skipped, "peaks need GNU time, which is not installed"],
    };
  },
};
