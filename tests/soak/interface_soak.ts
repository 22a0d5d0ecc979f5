import assert from "node:assert/strict";
import { print } from "../../scripts/print.ts";
import {
  askForCode,
  playInterface,
  READY,
} from "../support/interface_story.ts";
import { freeAddress, openInspector } from "../support/inspector.ts";
import { ROOT } from "../support/product.ts";
import type { PtySession } from "../support/pty.ts";

const SIGN_INS = 200;
const MIB = 1024 * 1024;

interface Held {
  readonly handles: number;
  readonly listeners: number;
  readonly sleepers: number;
  readonly rss: number;
  readonly heapUsed: number;
}

interface Report {
  readonly ticks: number;
  readonly screens: number;
  readonly early: Held;
  readonly late: Held;
}

Deno.test({
  name:
    "an interface that is used for an hour holds no more in the second half than in the first",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        ...["run", "--quiet", `--lock=${ROOT}tests/deno.lock`, "--allow-all"],
        // The space for young objects grows with their number in a second,
        // and an hour goes by in one minute here.
        "--v8-flags=--expose-gc,--max-semi-space-size=2",
        `${ROOT}tests/support/interface_worker.ts`,
        String(SIGN_INS),
      ],
      env: { DENO_NO_UPDATE_CHECK: "1", NODE_ENV: "production" },
      stdin: "null",
      signal: AbortSignal.timeout(300_000),
    }).output();
    assert.equal(code, 0, new TextDecoder().decode(stderr));
    const { ticks, screens, early, late }: Report = JSON.parse(
      new TextDecoder().decode(stdout),
    );
    const heap = (late.heapUsed - early.heapUsed) / MIB;
    const grown = (late.rss - early.rss) / MIB;
    print(
      `interface: ${SIGN_INS} sign-ins, ${ticks} ticks, ${screens} screens; in the second half the heap in use grew ${
        heap.toFixed(1)
      } MiB, RSS ${grown.toFixed(1)} MiB`,
    );
    assert.ok(ticks >= 1800 && screens >= 500);
    for (const what of ["handles", "listeners", "sleepers"] as const) {
      assert.equal(late[what], early[what], what);
    }
    assert.ok(heap <= 2, `${heap} MiB`);
    assert.ok(grown <= 24, `${grown} MiB`);
  },
});

/** Minutes of a real session, from the environment: half an hour says most. */
const MINUTES = Number(Deno.env.get("ENTRADA_SOAK_MINUTES") ?? "0");

async function residentMiB({ pid }: PtySession): Promise<number> {
  // Deno itself reads nothing there without every permission.
  const { stdout } = await new Deno.Command("cat", {
    args: [`/proc/${pid}/status`],
  }).output();
  const status = new TextDecoder().decode(stdout);
  return Number(/^VmRSS:\s*(\d+) kB/m.exec(status)?.[1]) / 1024;
}

/** What a person does in a minute or so: a sign-in that waits, other sizes, other screens. */
async function round(session: PtySession, count: number): Promise<void> {
  await askForCode(session);
  await session.until(`attempt ${1 + count % 2} `);
  session.resize({ columns: 120, rows: 40 });
  session.press("?");
  await session.until("▸ help");
  session.resize({ columns: 80, rows: 24 });
  session.press("q");
  await session.until("Enter this code");
  session.press("\x1b");
  await session.until(/work +○ none[^]*q quit/);
  session.press(":");
  await session.until("▸ actions");
  session.press("log");
  await session.until(/^ : log/m);
  session.press("\x1b");
  await session.until(READY);
}

Deno.test({
  name:
    `the program's heap stays as it is in a real session of ${MINUTES} minutes`,
  ignore: Deno.build.os !== "linux" || MINUTES === 0,
  async fn() {
    const address = freeAddress();
    await playInterface({
      sandbox: { deviceIntervalSeconds: 5 },
      flags: [`--inspect=${address}`],
    }, async ({ session }) => {
      await session.until(READY);
      const inspector = await openInspector(address);
      const end = performance.now() + MINUTES * 60_000;
      // By then all code that a round needs has been read and compiled.
      for (let count = 0; count < 10; count++) await round(session, count);
      const early = await inspector.heapInUse();
      let rounds = 10;
      for (; performance.now() < end; rounds++) await round(session, rounds);
      const resident = await residentMiB(session);
      const grown = (await inspector.heapInUse() - early) / MIB;
      print(
        `interface: ${rounds} rounds in ${MINUTES} minutes; after round 10 the heap in use grew ${
          grown.toFixed(1)
        } MiB; RSS ${resident.toFixed(0)} MiB, ${
          (await residentMiB(session)).toFixed(0)
        } MiB once garbage was collected`,
      );
      inspector.close();
      session.press("q");
      assert.equal(await session.exit, 0);
      assert.ok(grown <= 3, `${grown} MiB`);
    });
  },
});
