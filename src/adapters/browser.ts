import type { Browser } from "../engine/ports/mod.ts";
import { systemClock } from "./clock.ts";
import { environmentForOthers } from "./environment.ts";

/**
 * One opener a platform, by its full path and without a shell: an address is
 * never read as a command.
 */
const OPENERS: Partial<Record<typeof Deno.build.os, readonly string[]>> = {
  linux: ["/usr/bin/xdg-open"],
  darwin: ["/usr/bin/open"],
  windows: [
    "C:\\Windows\\System32\\rundll32.exe",
    "url.dll,FileProtocolHandler",
  ],
};

/** An opener that fails does so at once; one that becomes the browser stays. */
const FAILS_WITHIN_MS = 1_000;

async function run(
  command: string,
  { args, signal }: {
    readonly args: readonly string[];
    readonly signal: AbortSignal | undefined;
  },
): Promise<void> {
  const child = new Deno.Command(command, {
    args: [...args],
    ...environmentForOthers(),
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  // The browser may stay open longer than the program runs.
  child.unref();
  const settled = new AbortController();
  const until = signal
    ? AbortSignal.any([signal, settled.signal])
    : settled.signal;
  const stays = systemClock.sleep(FAILS_WITHIN_MS, until)
    .then(() => ({ success: true }));
  stays.catch(() => {});
  const { success } = await Promise.race([child.status, stays])
    .finally(() => settled.abort());
  if (!success) throw new Error("The browser could not be started");
}

/** Opens the browser of the desktop. */
export const systemBrowser: Browser = {
  async open(url, signal) {
    if (url.protocol !== "https:" && url.protocol !== "http:") {
      throw new Error("Only web addresses are opened");
    }
    const [command, ...args] = OPENERS[Deno.build.os] ?? [];
    if (command === undefined) {
      throw new Error("This system has no known way to open a browser");
    }
    try {
      await run(command, { args: [...args, url.href], signal });
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof Deno.errors.NotFound) {
        throw new Error("There is no browser to open here");
      }
      if (error instanceof Deno.errors.NotCapable) {
        throw new Error("Opening a browser is not permitted (--allow-run)");
      }
      throw error;
    }
  },
};
