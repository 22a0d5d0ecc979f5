import { withBus } from "../../../tests/support/keyring_session.ts";
import { type Bench, compare, type Figure, type Target } from "../figure.ts";
import { tokenGetter } from "../get_token.ts";
import { type HomeOptions, keptHome } from "../kept_home.ts";
import { preparePeersThatKeep } from "../kept_peers.ts";
import { CLIENT_ID, SCOPE, TENANT_ID } from "../local_authority.ts";
import { runProcess } from "../process.ts";
import { script } from "../product.ts";
import { alternate, type Comparison, type Competitor } from "../runner.ts";
import { pairedRatio } from "../statistics.ts";

const EMPTY = "Deno, empty script";
const PROFILE = "entrada -p, kernel";
const OPTIONS = "entrada, kernel";
const KEYRING = "entrada -p, keyring";
const NODE = "Node, msal-node";
const AZ = "az, start alone";

const floor: Competitor = {
  name: EMPTY,
  run: () => runProcess({ argv: script("floors/empty.ts") }),
};

/** A call that names everything, and no profile. */
function callOf({ authority }: Bench): readonly string[] {
  return [
    ...["--authority", `${authority.origin}/${TENANT_ID}`],
    ...["--client-id", CLIENT_ID, "--scope", SCOPE],
    ...["--client-secret-env", "BENCH_CLIENT_SECRET"],
  ];
}

const BY_PROFILE = ["-p", "work"];

async function withKernel(bench: Bench): Promise<Comparison> {
  const calls = [BY_PROFILE, callOf(bench)];
  const home = await keptHome(bench, { calls, store: "kernel" });
  try {
    const competitor = async (name: string, call: readonly string[]) =>
      tokenGetter(name, await home.command("get-token", ...call));
    const peers = await preparePeersThatKeep(bench);
    return await alternate([
      floor,
      await competitor(PROFILE, BY_PROFILE),
      await competitor(OPTIONS, callOf(bench)),
      ...peers.map(({ name, command }) => ({
        name,
        run: () => runProcess(command),
      })),
    ], bench.runs);
  } finally {
    await home.close();
  }
}

async function withKeyring(
  bench: Bench,
  env: NonNullable<HomeOptions["env"]>,
): Promise<Comparison> {
  const options = { calls: [BY_PROFILE], store: "keyring", env } as const;
  const home = await keptHome(bench, options);
  const command = await home.command("get-token", ...BY_PROFILE);
  return await alternate([floor, tokenGetter(KEYRING, command)], bench.runs);
}

/** With a Secret Service of its own, so that the user's is left alone. */
async function onOwnBus(bench: Bench): Promise<Comparison> {
  try {
    return await withBus(async (bus) => {
      await bus.startDaemon("a password");
      const { HOME: _home, ...env } = bus.env;
      return await withKeyring(bench, env);
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { measured: [], skipped: [`${KEYRING}: ${reason}`] };
  }
}

/** A token that is kept, in a new process. */
export const keptToken: Figure = {
  id: "F1",
  title: "get-token, kept and sealed, cold",
  async measure(bench) {
    const kernel = await withKernel(bench);
    const keyring = await onOwnBus(bench);
    const target = (
      what: string,
      { names: [name, floor], limit, from = kernel }: {
        readonly names: readonly [string, string];
        readonly limit: number;
        readonly from?: Comparison;
      },
    ): Target => ({
      ...{ what, limit, unit: "×" },
      value: compare(from.measured, {
        ...{ name, floor, quantity: "wallMs", by: pairedRatio },
      }),
    });
    const over = "over an empty script";
    return {
      groups: [
        { floor: EMPTY, measured: kernel.measured },
        { floor: EMPTY, measured: keyring.measured },
      ],
      targets: [
        target(`a profile's ${over}`, { names: [PROFILE, EMPTY], limit: 1.75 }),
        target(`without one, ${over}`, {
          names: [OPTIONS, EMPTY],
          limit: 1.75,
        }),
        target(`with the Secret Service ${over}`, {
          ...{ names: [KEYRING, EMPTY], limit: 5, from: keyring },
        }),
        target("over MSAL Node", { names: [PROFILE, NODE], limit: 0.5 }),
        target("over the start of az", { names: [PROFILE, AZ], limit: 1 / 9 }),
      ],
      notes: [...kernel.skipped, ...keyring.skipped],
    };
  },
};
