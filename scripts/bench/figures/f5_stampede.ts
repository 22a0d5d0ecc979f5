import { type Bench, compare, type Figure } from "../figure.ts";
import { runProcess } from "../process.ts";
import { script } from "../product.ts";
import { alternate, type Competitor } from "../runner.ts";
import { pairedRatio } from "../statistics.ts";

const FLOOR = "Deno, single flight";
const OURS = "entrada, getToken";

/** One that sends more than one request, or answers with several tokens, fails. */
function thousandCalls(
  name: string,
  { path, bench: { authority: { env } } }: {
    readonly path: string;
    readonly bench: Bench;
  },
): Competitor {
  const argv = script(path, "--allow-env", "--allow-net");
  const isOne = (stdout: string) => stdout.trim() === "1 1";
  return { name, run: () => runProcess({ argv, env }, isOne) };
}

/** A thousand calls at once for a token that nobody has. */
export const stampede: Figure = {
  id: "F5",
  title: "1,000 concurrent calls for one uncached token: one request",
  async measure(bench) {
    const { measured, skipped } = await alternate([
      thousandCalls(FLOOR, { path: "stampede/single_flight.ts", bench }),
      thousandCalls(OURS, { path: "stampede/entrada.ts", bench }),
    ], bench.runs);
    const to = (quantity: "wallMs" | "peakMiB") =>
      compare(measured, {
        ...{ name: OURS, floor: FLOOR, quantity, by: pairedRatio },
      });
    return {
      groups: [{ floor: FLOOR, measured }],
      targets: [
        {
          what: "time over a single flight",
          value: to("wallMs"),
          limit: 1.5,
          unit: "×",
        },
        {
          what: "peak memory over a single flight",
          value: to("peakMiB"),
          limit: 1.5,
          unit: "×",
        },
      ],
      notes: skipped,
    };
  },
};
