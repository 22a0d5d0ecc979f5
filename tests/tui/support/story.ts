import { render } from "ink";
import type { AcquiredToken } from "../../../src/engine/client.ts";
import type { FlowEvent } from "../../../src/engine/events.ts";
import type {
  TuiAcquireOptions,
  TuiOptions,
  TuiResult,
  TuiServices,
} from "../../../src/tui/open.tsx";
import { openTui } from "../../../src/tui/open.tsx";
import type { ErrorView } from "../../../src/tui/state/model.ts";
import { type FakeTerminal, fakeTerminal } from "../../support/terminal.tsx";
import { fakeChecks } from "./checks.ts";
import { explain, NOON, PROFILES } from "./fixtures.ts";
import { fakeForms } from "./forms.ts";
import { KERNEL } from "./states.ts";
import { type ManualClock, manualClock } from "./manual_clock.ts";

// Ink listens for signals from its first cursor on until the process ends: here,
// so that no test is taken for the one that forgot to stop.
render(null, {
  stdout: fakeTerminal().stdout,
  stdin: fakeTerminal().stdin,
  interactive: true,
}).unmount();
await throttleEnds();

/** One sign-in that the test plays the authority of. */
export interface ScriptedRun {
  readonly profile: string;
  readonly options: TuiAcquireOptions;
  readonly emit: (...events: readonly FlowEvent[]) => void;
  readonly succeed: (token: AcquiredToken) => void;
  readonly fail: (error: unknown) => void;
}

/** An interface on a terminal in memory, its world played by the test. */
export interface Story extends FakeTerminal {
  readonly clock: ManualClock;
  /** Resolves with the next sign-in that is asked for. */
  readonly nextRun: () => Promise<ScriptedRun>;
  /** What was copied, oldest first. */
  readonly copied: readonly string[];
  /** What was opened, oldest first. */
  readonly opened: readonly string[];
  /** Whose tokens were forgotten, oldest first. */
  readonly loggedOut: readonly string[];
  /** How it was left. */
  readonly result: Promise<TuiResult>;
}

type Next =
  | { readonly event: FlowEvent }
  | { readonly token: AcquiredToken }
  | { readonly error: unknown };

/** A queue that is waited on. */
class Mailbox<Item> {
  readonly #items: Item[] = [];
  #waiting: ((item: Item) => void) | undefined;

  put(item: Item): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting === undefined) this.#items.push(item);
    else waiting(item);
  }

  take(): Promise<Item> {
    const item = this.#items.shift();
    if (item !== undefined) return Promise.resolve(item);
    return new Promise((resolve) => this.#waiting = resolve);
  }
}

async function* follow(
  news: Mailbox<Next>,
  signal: AbortSignal,
): AsyncGenerator<FlowEvent, AcquiredToken> {
  const aborted = Promise.withResolvers<never>();
  aborted.promise.catch(() => {});
  signal.addEventListener("abort", () => aborted.reject(signal.reason));
  while (true) {
    const next = await Promise.race([news.take(), aborted.promise]);
    if ("error" in next) throw next.error;
    if ("token" in next) return next.token;
    yield next.event;
  }
}

/** Opens the interface; the story begins with the list of profiles. */
export async function openStory(
  options: Partial<TuiOptions> & {
    readonly columns?: number;
    readonly rows?: number;
    /** Whether `bytes()` has them all; a long session need not keep them. */
    readonly keepsBytes?: boolean;
    readonly services?: Partial<TuiServices>;
  } = {},
): Promise<Story> {
  const { columns = 80, rows = 24, keepsBytes = true, services, ...rest } =
    options;
  const terminal = fakeTerminal(columns, rows, { keepsBytes });
  const clock = manualClock(NOON);
  const runs = new Mailbox<ScriptedRun>();
  const copied: string[] = [];
  const opened: string[] = [];
  const loggedOut: string[] = [];
  const result = openTui({
    profiles: () => Promise.resolve(PROFILES),
    kept: () => Promise.resolve(undefined),
    protection: () => Promise.resolve(KERNEL),
    logout(profile) {
      loggedOut.push(profile);
      return Promise.resolve(true);
    },
    forms: fakeForms(),
    checks: fakeChecks(),
    acquire(profile, acquireOptions) {
      const news = new Mailbox<Next>();
      runs.put({
        profile,
        options: acquireOptions,
        emit: (...events) => events.forEach((event) => news.put({ event })),
        succeed: (token) => news.put({ token }),
        fail: (error) => news.put({ error }),
      });
      return follow(news, acquireOptions.signal);
    },
    explain,
    advise: (error) => Promise.resolve(error as ErrorView),
    copy: (text) => {
      copied.push(text);
      return Promise.resolve("osc52");
    },
    openUrl: (url) => {
      opened.push(url);
      return Promise.resolve();
    },
    clock,
    ...services,
  }, {
    timeZone: "UTC",
    ...rest,
    stdin: terminal.stdin,
    stdout: terminal.stdout,
  });
  result.catch(() => {});
  if (columns >= 60 && rows >= 15) await terminal.until("? help");
  return {
    ...terminal,
    clock,
    nextRun: () => runs.take(),
    copied,
    opened,
    loggedOut,
    result,
  };
}

/** Presses what leaves, and waits until nothing of the interface is left. */
export async function leave(story: Story, key = "q"): Promise<TuiResult> {
  story.press(key);
  try {
    return await story.result;
  } finally {
    await throttleEnds();
  }
}

/**
 * Ink does not cancel the timer of its frame throttle when it unmounts, and
 * nobody can ask for it: it ends before one that is set later and longer.
 */
export function throttleEnds(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 40));
}

/** The bytes that terminals send for keys. */
export const KEYS = {
  enter: "\r",
  escape: "\x1b",
  down: "\x1b[B",
  up: "\x1b[A",
  ctrlC: "\x03",
} as const;
