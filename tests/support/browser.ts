// A real browser, Debian's Chromium, shared by the tests of one file; each test has a profile of its own in it.
import assert from "node:assert/strict";
import type {
  Browser,
  BrowserContext,
  BrowserContextOptions,
  Page,
} from "npm:playwright-core@1.65.1";
import { type Sandbox, startSandbox } from "../../src/sandbox/mod.ts";
import { BROWSER_WORLD } from "./browser_world.ts";

const CHROMIUM = "/usr/bin/chromium";
const ARGUMENTS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Names of the outside world do not exist, whatever the machine's resolver says.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
];
/** Where the page does not do what it should, the test says so after this time. */
const PATIENCE_MS = 10_000;
/** And where the terminal waits for ever, after this one. */
const LONGEST_MS = 20_000;

/** What a test with a browser is given. */
export interface Desk {
  /** The sandbox that the browser is sent to. */
  readonly sandbox: Sandbox;
  /** The browser's only tab. */
  readonly page: Page;
  /** Aborted when the test ends, or should have ended. */
  readonly signal: AbortSignal;
  /** Holds the end of the test until this is settled, well or badly. */
  await(work: Promise<unknown>): void;
}

/** How the tab of a test is set up. */
export interface DeskOptions extends BrowserContextOptions {
  /** What the browser may complain about in this test. */
  readonly expected?: RegExp;
}

/** Declares a test that has a browser. */
export type BrowserTest = (
  name: string,
  fn: (desk: Desk) => Promise<void>,
  options?: DeskOptions,
) => void;

function isInstalled(): boolean {
  try {
    return Deno.statSync(CHROMIUM).isFile;
  } catch {
    return false;
  }
}

async function launch(): Promise<Browser> {
  // Loading the library asks for a file below /proc that Deno shows only with
  // every permission; under this name the library leaves the question out.
  Deno.env.set("__IS_WSL_TEST__", "1");
  try {
    const { chromium } = await import("npm:playwright-core@1.65.1");
    return await chromium.launch({
      executablePath: CHROMIUM,
      args: ARGUMENTS,
      // The test runner has handlers of its own.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
  } finally {
    Deno.env.delete("__IS_WSL_TEST__");
  }
}

/** Collects what the browser complains about: scripts, policies, requests that fail. */
function watch(context: BrowserContext): string[] {
  const complaints: string[] = [];
  context.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") {
      complaints.push(`${message.type()}: ${message.text()}`);
    }
  });
  context.on("weberror", (error) => {
    complaints.push(`script: ${error.error().message}`);
  });
  context.on("requestfailed", (request) => {
    const { origin, pathname } = new URL(request.url());
    complaints.push(
      `request: ${origin}${pathname} ${request.failure()?.errorText}`,
    );
  });
  return complaints;
}

/** What went wrong, and what the browser had said by then. */
function complain(complaints: readonly string[], cause?: unknown): Error {
  return new Error(`The browser complains:\n${complaints.join("\n")}`, {
    cause,
  });
}

async function visit(
  browser: Browser,
  { fn, options }: {
    readonly fn: (desk: Desk) => Promise<void>;
    readonly options: DeskOptions;
  },
): Promise<void> {
  const { expected, ...rest } = options;
  const sandbox = await startSandbox({
    world: BROWSER_WORLD,
    deviceIntervalSeconds: 1,
  });
  const context = await browser.newContext(rest);
  context.setDefaultTimeout(PATIENCE_MS);
  const complaints = watch(context);
  const end = new AbortController();
  const deadline = setTimeout(
    () => end.abort(new Error("The test takes too long")),
    LONGEST_MS,
  );
  const started: Promise<unknown>[] = [];
  try {
    const page = await context.newPage();
    await fn({
      sandbox,
      page,
      signal: end.signal,
      await: (work) => void started.push(work),
    }).catch((cause) => {
      throw complaints.length === 0 ? cause : complain(complaints, cause);
    });
    const unexpected = complaints.filter((each) => !expected?.test(each));
    if (unexpected.length > 0) throw complain(unexpected);
  } finally {
    clearTimeout(deadline);
    end.abort(new Error("The test is over"));
    await context.close();
    await Promise.allSettled(started);
    await sandbox.close();
  }
}

/**
 * Starts the browser for the tests of this file, where it is installed.
 *
 * @returns Declares a test.
 */
export function openBrowserTests(): BrowserTest {
  const ignore = !isInstalled();
  let browser: Browser | undefined;
  if (!ignore) {
    Deno.test.beforeAll(async () => {
      browser = await launch();
    });
    Deno.test.afterAll(() => browser?.close());
  }
  return (name, fn, options = {}) =>
    Deno.test({
      name: ignore ? `${name} (skipped: chromium is not installed)` : name,
      ignore,
      async fn() {
        assert.ok(browser);
        await visit(browser, { fn, options });
      },
    });
}
