import type { Figure, Target } from "../figure.ts";
import { runProcess } from "../process.ts";
import { script } from "../product.ts";
import { median, pairedRatio } from "../statistics.ts";
import type { Measured } from "../runner.ts";
import { prepareWarmPeer } from "../warm_peer.ts";
import type { Rounds } from "../warm/loop.ts";

const FLOOR = "Map";
const MSAL = "MSAL Node, app token";
const ours = (tokens: number) => `entrada, ${tokens} tokens`;

/** Runs a script that prints rounds, and nothing else. */
async function roundsOf(
  command: Parameters<typeof runProcess>[0],
): Promise<Rounds> {
  let rounds: Rounds = {};
  await runProcess(command, (stdout) => {
    rounds = JSON.parse(stdout.trim().split("\n").at(-1) ?? "{}");
    return true;
  });
  return rounds;
}

function measuredOf(rounds: Rounds): readonly Measured[] {
  return Object.entries(rounds).map(([name, values]) => ({
    name,
    samples: values.map((wallMs) => ({ wallMs })),
  }));
}

async function peerRounds(
  runs: number,
): Promise<{ readonly rounds: Rounds; readonly skipped: readonly string[] }> {
  try {
    return { rounds: await roundsOf(await prepareWarmPeer(runs)), skipped: [] };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { rounds: {}, skipped: [`${MSAL}: ${reason}`] };
  }
}

function ratio(rounds: Rounds, names: readonly [string, string]) {
  const [values, floors] = names.map((name) => rounds[name]);
  return values && floors && pairedRatio(values, floors);
}

function targetsOf(rounds: Rounds): readonly Target[] {
  const [one, some, many] = [ours(1), ours(300), ours(10_000)] as const;
  const values = rounds[one];
  return [
    {
      ...{ what: "a million calls", limit: 1000, unit: "ms" },
      value: values && median(values),
    },
    {
      ...{ what: "time over MSAL Node", limit: 0.1, unit: "×" },
      value: ratio(rounds, [one, MSAL]),
    },
    {
      ...{ what: "300 tokens over one", limit: 1.2, unit: "×" },
      value: ratio(rounds, [some, one]),
    },
    {
      ...{ what: "10,000 tokens over one", limit: 1.2, unit: "×" },
      value: ratio(rounds, [many, one]),
    },
  ];
}

/** A token that the process has. */
export const cachedToken: Figure = {
  id: "F4",
  title: "getToken, cached, in process: what a million calls take",
  async measure({ runs }) {
    const argv = script(
      "warm/cached_token.ts",
      "--allow-env",
      "--allow-net",
      "--allow-read",
    );
    const own = await roundsOf({ argv: [...argv, String(runs)] });
    const { rounds: others, skipped } = await peerRounds(runs);
    const rounds = { ...own, ...others };
    return {
      groups: [{ floor: FLOOR, measured: measuredOf(rounds) }],
      targets: targetsOf(rounds),
      notes: skipped,
    };
  },
};
