/** What one bench run was asked for. */
export interface BenchArguments {
  /** Figures by id; none means all. */
  readonly figures: readonly string[];
  /** Runs that count. */
  readonly runs: number;
}

/** Fewer runs say nothing on a machine that others use. */
const LEAST_RUNS = 11;

/**
 * Reads the arguments of `deno task bench`.
 *
 * @param args Such as `["F2", "--runs", "21"]`.
 * @param known The figures that there are.
 * @throws {RangeError} If an argument is not understood; the message says why.
 */
export function parseArguments(
  args: readonly string[],
  known: readonly string[],
): BenchArguments {
  const figures: string[] = [];
  let runs = LEAST_RUNS;
  for (let at = 0; at < args.length; at++) {
    const argument = args[at] ?? "";
    if (argument === "--runs") {
      runs = Number(args[++at]);
      continue;
    }
    const id = argument.toUpperCase();
    if (!known.includes(id)) {
      throw new RangeError(
        `Cannot measure "${argument}": there are ${known.join(", ")}`,
      );
    }
    figures.push(id);
  }
  if (!Number.isInteger(runs) || runs < LEAST_RUNS) {
    throw new RangeError(
      `Cannot measure so few runs: --runs takes ${LEAST_RUNS} or more`,
    );
  }
  return { figures: figures.length === 0 ? known : figures, runs };
}
