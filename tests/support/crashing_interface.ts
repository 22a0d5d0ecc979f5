/**
 * The interface with a fault in it, on the terminal of this process: the one
 * argument says where it breaks. A colon breaks `update`, a comma breaks `view`,
 * and a changed setting breaks `effect`.
 *
 * @module
 */
import {
  openTerminal,
  watchCrashes,
} from "../../src/adapters/process_terminal.ts";
import { systemClock } from "../../src/adapters/clock.ts";
import type { TuiServices } from "../../src/tui/open.tsx";
import { DEFAULT_SETTINGS } from "../../src/tui/state/settings.ts";

const [place] = Deno.args;
const streams = await openTerminal();
const { openTui } = await import("../../src/tui/open.tsx");

function broken(): never {
  throw new Error(`broken ${place}`);
}

/** What reads a fixed setting: the palette as it opens, the settings as they are drawn. */
const fixed = {
  get theme(): string | undefined {
    return place === "update" || place === "view" ? broken() : undefined;
  },
} as { readonly theme: string };

let isBroken = false;
const never = new Promise<never>(() => {});
const services = {
  profiles: () => Promise.resolve([]),
  kept: () => Promise.resolve(undefined),
  protection: () => never,
  saveSettings: () => {
    // Nothing that an effect reports can be dated any more.
    isBroken = true;
    return Promise.reject(new Error("not kept"));
  },
  advise: () => Promise.reject(new Error("no advice")),
  clock: {
    ...systemClock,
    now: () => isBroken ? broken() : systemClock.now(),
  },
} as unknown as TuiServices;

const crash = new AbortController();
try {
  await openTui(services, {
    ...streams,
    ...(place === "effect" ? {} : { fixed }),
    settings: { ...DEFAULT_SETTINGS, mouse: "on" },
    signal: crash.signal,
    guard: (restore) =>
      watchCrashes((error) => {
        restore();
        crash.abort(error);
      }),
  });
} catch (error) {
  const words = error instanceof Error ? error.message : String(error);
  Deno.stderr.writeSync(new TextEncoder().encode(`caught: ${words}\n`));
  Deno.exit(1);
}
