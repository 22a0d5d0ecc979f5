/**
 * Measures the product against floors and against others that do the same, with
 * whole processes in turn on this machine: `deno task bench [F2 …] [--runs 21]`.
 * Prints tables, writes `.bench/latest.json`, and fails if a target is missed.
 *
 * @module
 */
import { print, printError } from "../print.ts";
import { parseArguments } from "./arguments.ts";
import { type FigureResult, isMet } from "./figure.ts";
import { FIGURES } from "./figures/mod.ts";
import { startAuthority } from "./local_authority.ts";
import { ROOT } from "./product.ts";
import { linesOf, rowsOf } from "./table.ts";

const OUTPUT = `${ROOT}/.bench`;

function toJson(result: FigureResult): object {
  const { targets, notes } = result;
  return {
    rows: result.groups.flatMap(rowsOf),
    targets: targets.map((target) => ({ ...target, met: isMet(target) })),
    notes,
  };
}

async function measureAll(
  figures: readonly string[],
  runs: number,
): Promise<ReadonlyMap<string, FigureResult>> {
  const folder = await Deno.makeTempDir({ prefix: "bench-" });
  const authority = await startAuthority(folder);
  const results = new Map<string, FigureResult>();
  try {
    for (const { id, title, measure } of FIGURES) {
      if (!figures.includes(id)) continue;
      print(`\n${id}  ${title}`);
      const result = await measure({ runs, authority, folder });
      results.set(id, result);
      for (const line of linesOf(result)) print(line);
    }
  } finally {
    await authority.close();
    await Deno.remove(folder, { recursive: true });
  }
  return results;
}

async function main(): Promise<number> {
  const { figures, runs } = parseArguments(
    Deno.args,
    FIGURES.map(({ id }) => id),
  );
  await Deno.mkdir(OUTPUT, { recursive: true });
  print(`Deno ${Deno.version.deno}, ${runs} runs each, in turn`);
  const results = await measureAll(figures, runs);
  const report = {
    deno: Deno.version.deno,
    cpus: navigator.hardwareConcurrency,
    runs,
    figures: Object.fromEntries(
      [...results].map(([id, result]) => [id, toJson(result)]),
    ),
  };
  await Deno.writeTextFile(
    `${OUTPUT}/latest.json`,
    `${JSON.stringify(report, null, 2)}\n`,
  );
  const targets = [...results.values()].flatMap((result) => result.targets);
  return targets.every(isMet) ? 0 : 1;
}

try {
  Deno.exit(await main());
} catch (error) {
  if (!(error instanceof RangeError)) throw error;
  printError(`error: ${error.message}`);
  Deno.exit(64);
}
