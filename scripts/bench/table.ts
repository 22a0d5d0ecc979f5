import { type FigureResult, type Group, isMet, valuesOf } from "./figure.ts";
import { median, pairedRatio } from "./statistics.ts";

/** One line of the table, as numbers. */
export interface Row {
  readonly name: string;
  readonly medianMs: number;
  readonly minMs: number;
  readonly maxMs: number;
  readonly cpuMs: number | undefined;
  readonly peakMiB: number | undefined;
  /** Wall time over that of the floor, pair by pair. */
  readonly ratio: number;
}

/** The rows of a group, in the order of its competitors. */
export function rowsOf({ floor, measured }: Group): readonly Row[] {
  const floors = valuesOf(measured, { name: floor, quantity: "wallMs" });
  return measured.map(({ name, samples }) => {
    const wall = samples.map(({ wallMs }) => wallMs);
    const cpu = valuesOf(measured, { name, quantity: "cpuMs" });
    const peak = valuesOf(measured, { name, quantity: "peakMiB" });
    return {
      name,
      medianMs: median(wall),
      minMs: Math.min(...wall),
      maxMs: Math.max(...wall),
      cpuMs: cpu && median(cpu),
      peakMiB: peak && median(peak),
      ratio: floors === undefined ? NaN : pairedRatio(wall, floors),
    };
  });
}

/** A figure as lines of text. */
export function linesOf(result: FigureResult): readonly string[] {
  return [
    ...result.groups.flatMap(groupLines),
    ...result.targets.map((target) => {
      const value = target.value === undefined
        ? "not measured"
        : `${target.value.toFixed(2)} ${target.unit}`;
      return `  ${isMet(target) ? "met   " : "MISSED"} ${target.what}: ` +
        `${value}, at most ${target.limit} ${target.unit}`;
    }),
    ...result.notes.map((note) => `  note   ${note}`),
  ];
}

const WIDTHS = [24, 9, 9, 9, 9, 9, 9];
const HEAD = ["", "median ms", "min", "max", "CPU ms", "peak MiB", "× floor"];

function groupLines(group: Group): readonly string[] {
  const rows = rowsOf(group).map((row) => [
    row.name,
    ...[row.medianMs, row.minMs, row.maxMs, row.cpuMs, row.peakMiB]
      .map((value) => value?.toFixed(1) ?? "-"),
    row.ratio.toFixed(2),
  ]);
  return [HEAD, ...rows].map((cells) =>
    `  ${
      cells.map((cell, at) =>
        at === 0 ? cell.padEnd(WIDTHS[0] ?? 0) : cell.padStart(WIDTHS[at] ?? 0)
      ).join(" ")
    }`
  );
}
