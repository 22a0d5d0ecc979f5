import { findPrograms } from "./programs.ts";

/** What would open a page. */
export interface BrowserFacts {
  /** The program; absent where the system has no known one. */
  readonly opener?: string;
  /** Whether it is there. */
  readonly isThere: boolean;
  /** Whether this program may run it. */
  readonly isPermitted: boolean;
}

/** The programs that `../browser.ts` runs. */
const OPENERS: Partial<Record<typeof Deno.build.os, string>> = {
  linux: "/usr/bin/xdg-open",
  darwin: "/usr/bin/open",
  windows: "C:\\Windows\\System32\\rundll32.exe",
};

/**
 * Finds what would open a page, without running it.
 *
 * @returns What is known of it.
 */
export async function findBrowser(): Promise<BrowserFacts> {
  const opener = OPENERS[Deno.build.os];
  if (opener === undefined) return { isThere: false, isPermitted: false };
  const { state } = Deno.permissions.querySync({
    name: "run",
    command: opener,
  });
  return {
    opener,
    isThere: (await findPrograms([opener])).length > 0,
    isPermitted: state === "granted",
  };
}
