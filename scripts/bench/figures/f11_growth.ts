import { type CrowdedHome, crowdedHome } from "../crowded_home.ts";
import { compare, type Figure, type Target, valuesOf } from "../figure.ts";
import { runProcess } from "../process.ts";
import { alternate, type Comparison, type Competitor } from "../runner.ts";
import { median, pairedRatio } from "../statistics.ts";

const FEW = 10;
const SOME = 1_000;
const MANY = 10_000;
const MOST = 1.5;

/** What is done in each home; the look-up is never answered by what an earlier one left. */
const CALLS = {
  "look-up": ["get-token", "-p", "work", "--min-ttl", "6m", "--verbose"],
  refresh: ["get-token", "-p", "work", "--force"],
} as const;

const LIST = ["config", "list", "--json"];

function nameOf(what: string, count: number): string {
  return `${what}, ${count} profiles`;
}

async function competitor(
  { command }: CrowdedHome,
  { name, args }: { readonly name: string; readonly args: readonly string[] },
): Promise<Competitor> {
  const whole = await command(...args);
  return { name, run: () => runProcess(whole) };
}

/** What an item costs over the first few. */
function perItem(
  { measured }: Comparison,
  count: number,
): number | undefined {
  const at = (profiles: number) =>
    valuesOf(measured, { name: nameOf("list", profiles), quantity: "wallMs" });
  const [all, few] = [at(count), at(FEW)];
  return all && few && (median(all) - median(few)) / (count - FEW);
}

function targetsOf(
  comparison: Comparison,
  homes: ReadonlyMap<number, CrowdedHome>,
): readonly Target[] {
  const [some, many] = [perItem(comparison, SOME), perItem(comparison, MANY)];
  const [few, all] = [homes.get(FEW), homes.get(MANY)];
  const own = { limit: MOST, unit: "×" };
  return [
    ...Object.keys(CALLS).map((what): Target => ({
      ...own,
      what: `${what}, 10,000 profiles over 10`,
      value: compare(comparison.measured, {
        ...{ name: nameOf(what, MANY), floor: nameOf(what, FEW) },
        ...{ quantity: "wallMs", by: pairedRatio },
      }),
    })),
    {
      ...own,
      what: "list, an item of 10,000 over one of 1,000",
      value: some && many && many / some,
    },
    {
      ...own,
      what: "bytes of a profile's record, 10,000 over 10",
      value: few && all && all.recordBytes / few.recordBytes,
    },
  ];
}

/** Homes in which much is kept. */
export const growth: Figure = {
  id: "F11",
  title: "list, look-up and refresh, from 10 to 10,000 profiles",
  async measure(bench) {
    const homes = new Map<number, CrowdedHome>();
    try {
      const competitors: Competitor[] = [];
      for (const count of [FEW, SOME, MANY]) {
        const home = await crowdedHome(bench, count);
        homes.set(count, home);
        const list = { name: nameOf("list", count), args: LIST };
        competitors.push(await competitor(home, list));
        if (count === SOME) continue;
        for (const [what, args] of Object.entries(CALLS)) {
          const name = nameOf(what, count);
          competitors.push(await competitor(home, { name, args }));
        }
      }
      const comparison = await alternate(competitors, bench.runs);
      const { measured, skipped } = comparison;
      return {
        groups: [{ floor: nameOf("look-up", FEW), measured }],
        targets: targetsOf(comparison, homes),
        notes: skipped,
      };
    } finally {
      for (const home of homes.values()) await home.close();
    }
  },
};
