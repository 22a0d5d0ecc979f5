import type { Browser } from "../engine/ports/mod.ts";

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

async function run(
  command: string,
  args: readonly string[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const child = new Deno.Command(command, {
    args: [...args],
    stdin: "null",
    stdout: "null",
    stderr: "null",
    ...(signal ? { signal } : {}),
  }).spawn();
  const { success } = await child.status;
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
      await run(command, [...args, url.href], signal);
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
