import type { Clock } from "../../engine/ports/mod.ts";
import { type Area, type Finding, finding } from "./finding.ts";
import { problemOf } from "./problem.ts";

/** One thing to look at. */
export interface Check {
  /** What it is about. */
  readonly area: Area;
  /** Looks at it, until the signal ends it. */
  readonly run: (signal: AbortSignal) => Promise<readonly Finding[]>;
}

/** How checks are run. */
export interface RunOptions {
  /** Time. */
  readonly clock: Clock;
  /** Ends all of them, with its own reason. */
  readonly signal: AbortSignal;
  /** How long each may take, in milliseconds. */
  readonly limitMs: number;
  /** Hears which areas are still looked at, whenever one is done. */
  readonly onPending?: (areas: readonly Area[]) => void;
}

/** A check that heeds its signal has this long to say how far it came. */
const LAST_WORDS_MS = 500;

function late(area: Area, limitMs: number): Finding {
  return finding("check_late", "warning", {
    area,
    message: `This was not done within ${limitMs / 1_000} seconds: ${area}`,
    fix: "Try again; if it stays so, what is behind it does not answer",
    details: { check: area },
  });
}

function failed(area: Area, error: unknown): Finding {
  const { message, fix } = problemOf(error);
  return finding("check_failed", "warning", {
    area,
    message: `This could not be looked at: ${area}: ${message}`,
    fix,
    details: { check: area },
  });
}

async function runCheck(
  { area, run }: Check,
  { clock, signal, limitMs }: RunOptions,
): Promise<readonly Finding[]> {
  const done = new AbortController();
  const limit = new AbortController();
  const timer = AbortSignal.any([signal, done.signal]);
  const tooLate = clock.sleep(limitMs - LAST_WORDS_MS, timer)
    .then(() => {
      limit.abort(new DOMException("The time is up", "TimeoutError"));
      return clock.sleep(LAST_WORDS_MS, timer);
    })
    .then(() => [late(area, limitMs)]);
  try {
    return await Promise.race([
      run(AbortSignal.any([signal, limit.signal])),
      tooLate,
    ]);
  } catch (error) {
    signal.throwIfAborted();
    return [limit.signal.aborted ? late(area, limitMs) : failed(area, error)];
  } finally {
    done.abort();
    await tooLate.catch(() => {});
  }
}

/**
 * Runs checks side by side. One that fails or does not end is a finding of its
 * own and does not hold up the others.
 *
 * @param checks What to look at.
 * @param options Time, and who hears of the progress.
 * @returns The findings, in the order of the checks.
 * @throws The reason of the signal when it ends them.
 */
export async function runChecks(
  checks: readonly Check[],
  options: RunOptions,
): Promise<readonly Finding[]> {
  const pending = new Set(checks);
  const found = await Promise.all(checks.map(async (check) => {
    const findings = await runCheck(check, options);
    pending.delete(check);
    options.onPending?.([...new Set([...pending].map(({ area }) => area))]);
    return findings;
  }));
  return found.flat();
}
