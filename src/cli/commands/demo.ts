import { load } from "../../adapters/load.ts";
import type { Context } from "../context.ts";
import { demoWorld } from "../demo/world.ts";

/** The sandbox's device codes approve themselves after so many polls. */
const POLLS = 3;
const ADA = "ada@contoso.onmicrosoft.example";

const INTRODUCTION =
  `Entrada, against a sandbox authority of its own: no account, no network.
Nothing here is Microsoft's, and no token opens anything.
`;

/** Shows the whole product: the interface on a terminal, plain lines elsewhere. */
export default async function demo(this: Context): Promise<void> {
  const { io, options } = this;
  const drawable = io.stdin.isTerminal && io.stderr.isTerminal &&
    io.env("TERM") !== "dumb";
  const sandbox = await io.startSandbox({
    deviceIntervalSeconds: drawable ? 2 : 1,
    autoApprove: {
      deviceAfterPolls: drawable ? POLLS : 1,
      ...(drawable ? {} : { username: ADA }),
    },
  });
  try {
    const world = demoWorld(io, sandbox.ready);
    if (drawable) {
      await io.openInterface(world, {
        ...options,
        banner: "sandbox",
        deviceHint: `The sandbox approves this after ${POLLS} polls`,
      });
      return;
    }
    const { playScenario } = await load<typeof import("../demo/scenario.ts")>(
      "../demo/scenario.ts",
      import.meta.url,
    );
    io.stdout.write(INTRODUCTION);
    await playScenario(world, sandbox);
    io.stdout.write(
      "\nOn a terminal the same opens the interface. The sandbox is gone now.\n",
    );
  } finally {
    await sandbox.close();
  }
}
