import assert from "node:assert/strict";
import { parseArguments } from "../../../scripts/bench/arguments.ts";
import {
  compare,
  isMet,
  type Target,
  valuesOf,
} from "../../../scripts/bench/figure.ts";
import { alternate, type Competitor } from "../../../scripts/bench/runner.ts";
import {
  median,
  pairedDifference,
  pairedRatio,
  percentile95,
} from "../../../scripts/bench/statistics.ts";
import { linesOf, rowsOf } from "../../../scripts/bench/table.ts";

function test(name: string, fn: () => void | Promise<void>): void {
  Deno.test({ name, permissions: "none", fn });
}

/** A competitor that writes its name down and takes the given times. */
function competitor(
  name: string,
  { log, times }: { log: string[]; times: number[] },
): Competitor {
  return {
    name,
    run() {
      log.push(name);
      const wallMs = times.shift();
      return wallMs === undefined
        ? Promise.reject(new Error("broken"))
        : Promise.resolve({ wallMs });
    },
  };
}

test("parseArguments() throws on a figure that there is not", () => {
  assert.throws(() => parseArguments(["F99"], ["F2", "F3"]), {
    name: "RangeError",
    message: 'Cannot measure "F99": there are F2, F3',
  });
});

test("parseArguments() throws on too few runs and on none", () => {
  for (const args of [["--runs", "10"], ["--runs", "x"], ["--runs"]]) {
    assert.throws(() => parseArguments(args, ["F2"]), {
      message: "Cannot measure so few runs: --runs takes 11 or more",
    });
  }
});

test("parseArguments() measures everything, 11 times, when nothing is said", () => {
  assert.deepEqual(parseArguments([], ["F2", "F3"]), {
    figures: ["F2", "F3"],
    runs: 11,
  });
});

test("parseArguments() takes figures in any case, and runs", () => {
  assert.deepEqual(parseArguments(["f3", "--runs", "21"], ["F2", "F3"]), {
    figures: ["F3"],
    runs: 21,
  });
});

test("median() takes the middle, or the mean of the two middle values", () => {
  assert.equal(median([9, 1, 5]), 5);
  assert.equal(median([9, 1, 5, 7]), 6);
  assert.ok(Number.isNaN(median([])));
});

test("percentile95() leaves out the worst of twenty", () => {
  const values = Array.from({ length: 20 }, (_, at) => at + 1);
  assert.equal(percentile95(values), 19);
});

test("pairedRatio() compares neighbours, so that a slow phase cancels out", () => {
  assert.equal(pairedRatio([2, 20, 2], [1, 10, 1]), 2);
  assert.equal(pairedDifference([2, 12, 2], [1, 11, 1]), 1);
});

test("pairedRatio() throws on values without a partner", () => {
  assert.throws(() => pairedRatio([1, 2], [1]), RangeError);
});

test("alternate() runs competitors in turn after a run that does not count", async () => {
  const log: string[] = [];
  const { measured } = await alternate([
    competitor("A", { log, times: [100, 1, 2] }),
    competitor("B", { log, times: [200, 3, 4] }),
  ], 2);
  assert.equal(log.join(""), "ABABAB");
  assert.deepEqual(measured, [
    { name: "A", samples: [{ wallMs: 1 }, { wallMs: 2 }] },
    { name: "B", samples: [{ wallMs: 3 }, { wallMs: 4 }] },
  ]);
});

test("alternate() leaves out one that fails its first run, and says why", async () => {
  const log: string[] = [];
  const { measured, skipped } = await alternate([
    competitor("A", { log, times: [1, 1] }),
    competitor("B", { log, times: [] }),
  ], 1);
  assert.equal(log.join(""), "ABA");
  assert.deepEqual(measured.map(({ name }) => name), ["A"]);
  assert.deepEqual(skipped, ["B: broken"]);
});

test("alternate() rejects when a run that counts fails", async () => {
  const one = competitor("A", { log: [], times: [1] });
  await assert.rejects(alternate([one], 1), { message: "broken" });
});

const MEASURED = [
  { name: "floor", samples: [{ wallMs: 10 }, { wallMs: 20 }, { wallMs: 10 }] },
  {
    name: "ours",
    samples: [
      { wallMs: 15, peakMiB: 40 },
      { wallMs: 30, peakMiB: 42 },
      { wallMs: 12, peakMiB: 41 },
    ],
  },
];

test("valuesOf() has none when a competitor or a quantity is missing", () => {
  const of = (name: string, quantity: "wallMs" | "peakMiB") =>
    valuesOf(MEASURED, { name, quantity });
  assert.deepEqual(of("ours", "peakMiB"), [40, 42, 41]);
  assert.equal(of("floor", "peakMiB"), undefined);
  assert.equal(of("theirs", "wallMs"), undefined);
});

test("compare() has none when one side was not measured", () => {
  const with_ = (floor: string) =>
    compare(MEASURED, {
      name: "ours",
      floor,
      quantity: "wallMs",
      by: pairedRatio,
    });
  assert.equal(with_("floor"), 1.5);
  assert.equal(with_("theirs"), undefined);
});

test("isMet() holds at the limit and not when nothing was measured", () => {
  const target: Target = { what: "time", value: 2, limit: 2, unit: "ms" };
  assert.ok(isMet(target));
  assert.ok(!isMet({ ...target, value: 2.01 }));
  assert.ok(!isMet({ ...target, value: undefined }));
});

test("rowsOf() gives medians and the ratio to the floor, pair by pair", () => {
  assert.deepEqual(rowsOf({ floor: "floor", measured: MEASURED })[1], {
    name: "ours",
    medianMs: 15,
    minMs: 12,
    maxMs: 30,
    cpuMs: undefined,
    peakMiB: 41,
    ratio: 1.5,
  });
});

test("linesOf() says which targets are missed and what is not known", () => {
  const lines = linesOf({
    groups: [{ floor: "floor", measured: MEASURED }],
    targets: [
      { what: "time", value: 1.5, limit: 1.15, unit: "×" },
      { what: "memory", value: undefined, limit: 1.25, unit: "×" },
      { what: "start", value: 3, limit: 8, unit: "ms" },
    ],
    notes: ["no peer"],
  });
  assert.match(lines[1] ?? "", /floor +10\.0 +10\.0 +20\.0 +- +- +1\.00$/);
  assert.deepEqual(lines.slice(3), [
    "  MISSED time: 1.50 ×, at most 1.15 ×",
    "  MISSED memory: not measured, at most 1.25 ×",
    "  met    start: 3.00 ms, at most 8 ms",
    "  note   no peer",
  ]);
});
