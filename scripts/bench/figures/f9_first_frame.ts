import { compare, type Figure } from "../figure.ts";
import { interfaceWith } from "../interface_home.ts";
import type { Command, Sample } from "../process.ts";
import { script } from "../product.ts";
import { alternate, type Competitor } from "../runner.ts";
import { median, pairedRatio, percentile95 } from "../statistics.ts";
import { openTerminal, type TerminalProgram } from "../terminal.ts";

const HELLO = "Ink hello";
const OURS = "entrada";
const FEW_PROFILES = 10;
const MANY_PROFILES = 1000;
const KEYS = 40;
/** Longer than two frames of Ink, so that one key does not wait for another. */
const BETWEEN_KEYS_MS = 100;
const IDLE_MS = 5000;
/** What Linux counts processor time in. */
const TICKS_PER_SECOND = 100;

/** How soon the interface is there, and how soon it answers. */
export const firstFrame: Figure = {
  id: "F9",
  title: "terminal interface: first frame, keys, idling",
  async measure(bench) {
    const hello = {
      argv: script("floors/ink_hello.ts", "--allow-env", "--allow-read"),
      env: { NODE_ENV: "production" },
    };
    const ours = await interfaceWith(FEW_PROFILES, bench);
    const { measured, skipped } = await alternate(
      [drawer(HELLO, hello), drawer(OURS, ours)],
      bench.runs,
    );
    const value = compare(measured, {
      name: OURS,
      floor: HELLO,
      quantity: "wallMs",
      by: pairedRatio,
    });
    const busy = value === undefined
      ? undefined
      : await use(await interfaceWith(MANY_PROFILES, bench));
    return {
      groups: [{ floor: HELLO, measured }],
      targets: [
        { what: `first frame over ${HELLO}`, value, limit: 1.25, unit: "×" },
        {
          what: `key to frame, ${MANY_PROFILES} profiles`,
          value: busy?.keyMs,
          limit: 16,
          unit: "ms",
        },
        { what: "idle processor", value: busy?.idle, limit: 1, unit: "%" },
      ],
      notes: busy === undefined
        ? skipped
        : [...skipped, `95 of 100 keys within ${busy.key95Ms.toFixed(1)} ms`],
    };
  },
};

function drawer(name: string, command: Command): Competitor {
  return {
    name,
    async run(): Promise<Sample> {
      const terminal = openTerminal(command);
      try {
        return { wallMs: await terminal.firstText };
      } finally {
        await terminal.close();
      }
    },
  };
}

async function use(command: Command): Promise<
  { readonly keyMs: number; readonly key95Ms: number; readonly idle: number }
> {
  const terminal = openTerminal(command);
  try {
    await terminal.firstText;
    const waits = await typeKeys(terminal);
    const before = await ticksOf(terminal.pid);
    await pause(IDLE_MS);
    const ticks = await ticksOf(terminal.pid) - before;
    return {
      keyMs: median(waits),
      key95Ms: percentile95(waits),
      idle: ticks / TICKS_PER_SECOND / (IDLE_MS / 1000) * 100,
    };
  } finally {
    await terminal.close();
  }
}

/** Goes down the list; keys typed before the interface listens are not counted. */
async function typeKeys(terminal: TerminalProgram): Promise<readonly number[]> {
  const waits: number[] = [];
  for (let tries = 0; waits.length < KEYS && tries < KEYS * 2; tries++) {
    await pause(BETWEEN_KEYS_MS);
    const waited = await terminal.type("j", 1000);
    if (waited !== undefined) waits.push(waited);
  }
  if (waits.length < KEYS) throw new Error("The interface answers no keys");
  return waits;
}

/** User and system time of a process: fields 14 and 15 of its line. */
async function ticksOf(pid: number): Promise<number> {
  const line = await Deno.readTextFile(`/proc/${pid}/stat`);
  const fields = line.slice(line.lastIndexOf(")") + 2).split(" ");
  return Number(fields[11]) + Number(fields[12]);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
