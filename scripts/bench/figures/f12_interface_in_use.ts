import { startSandbox } from "../../../src/sandbox/mod.ts";
import type { Bench, Figure } from "../figure.ts";
import { interfaceWith } from "../interface_home.ts";
import type { Command } from "../process.ts";
import { product, script, startFlags } from "../product.ts";
import { median, pairedRatio } from "../statistics.ts";
import { openTerminal } from "../terminal.ts";

const PROFILES = 10;
/** Whoever draws nothing for so long has settled. */
const SETTLED_MS = 1500;
const POLLING_MS = 30_000;
const SIZE = { cols: 120, rows: 40 };
const MIB = 1024 * 1024;

/** What the interface costs while it is open. */
export const interfaceInUse: Figure = {
  id: "F12",
  title: "terminal interface: memory, bytes while it waits for a person",
  async measure(bench) {
    const [floors, ours] = await compareMemory(bench);
    const rate = await bytesWhilePolling(bench);
    return {
      groups: [],
      targets: [
        {
          what: `resident memory over Ink hello, ${PROFILES} profiles`,
          value: pairedRatio(ours, floors),
          limit: 1.5,
          unit: "×",
        },
        {
          what:
            `bytes a second while a device code is polled, ${SIZE.cols}×${SIZE.rows}`,
          value: rate,
          limit: 3000,
          unit: "bytes",
        },
      ],
      notes: [
        `resident: Ink hello ${inMiB(floors)} MiB, entrada ${
          inMiB(ours)
        } MiB, with the same flags`,
      ],
    };
  },
};

function inMiB(values: readonly number[]): string {
  return (median(values) / MIB).toFixed(1);
}

/** In turns, so that both meet the same machine. */
async function compareMemory(
  bench: Bench,
): Promise<readonly [floors: readonly number[], ours: readonly number[]]> {
  const hello: Command = {
    argv: script("floors/ink_hello.ts", ...await startFlags()),
    env: { NODE_ENV: "production" },
  };
  const ours = await interfaceWith(PROFILES, bench);
  const [left, right]: [number[], number[]] = [[], []];
  for (let run = 0; run <= bench.runs; run++) {
    const pair = [await settledBytes(hello), await settledBytes(ours)] as const;
    // The first of each fills the caches of the disk.
    if (run === 0) continue;
    left.push(pair[0]);
    right.push(pair[1]);
  }
  return [left, right];
}

async function settledBytes(command: Command): Promise<number> {
  const terminal = openTerminal(command);
  try {
    await terminal.firstText;
    await terminal.quiet(SETTLED_MS);
    const status = await Deno.readTextFile(`/proc/${terminal.pid}/status`);
    return Number(/^VmRSS:\s*(\d+) kB/m.exec(status)?.[1]) * 1024;
  } finally {
    await terminal.close();
  }
}

/** A real sign-in that nobody ends: a poll every five seconds, and a countdown. */
async function bytesWhilePolling({ folder }: Bench): Promise<number> {
  const sandbox = await startSandbox();
  const home = `${folder}/home-that-waits`;
  await Deno.mkdir(home, { recursive: true });
  const [client] = sandbox.ready.clients.filter(({ type }) =>
    type === "public"
  );
  const profile = {
    name: "work",
    authority: sandbox.authority,
    clientId: client?.client_id,
    scopes: ["User.Read"],
    flow: "device-code",
  };
  await Deno.writeTextFile(
    `${home}/profiles.json`,
    JSON.stringify({ version: 1, profiles: [profile] }),
  );
  const terminal = openTerminal(
    { argv: await product(), env: { ENTRADA_HOME: home } },
    SIZE,
  );
  try {
    await terminal.firstText;
    await terminal.quiet(SETTLED_MS);
    await terminal.type("\r", SETTLED_MS);
    const isPolled = () =>
      sandbox.control.requests().some(({ path }) => path.endsWith("/token"));
    while (!isPolled()) await pause(100);
    const before = terminal.written();
    await pause(POLLING_MS);
    return (terminal.written() - before) / (POLLING_MS / 1000);
  } finally {
    await terminal.close();
    await sandbox.close();
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
