import { toBase64Url } from "../../engine/encoding.ts";
import { StoreError } from "../../engine/errors.ts";
import { systemClock } from "../clock.ts";
import type { RecordKeys } from "./key_names.ts";
import type { RedisSettings } from "./options.ts";
import { RELEASE_LOCK, RENEW_LOCK, TAKE_LOCK } from "./scripts.ts";
import type { RedisServer } from "./server.ts";

const ACTION = "lock the record";

const FIRST_WAIT_MS = 10;
const LONGEST_WAIT_MS = 100;

/** A caller that was aborted wants to leave, and the lock ends by itself. */
const HURRIED_RELEASE_MS = 100;

/** A lock that is held. */
export interface HeldLock {
  /** Whose it is, as the server knows it; new for each time that it is taken. */
  readonly holder: string;
  /**
   * Gives it back.
   *
   * @returns Whether the server has heard of it.
   */
  release(): Promise<boolean>;
}

/** What a lock needs. */
export interface LockContext {
  /** Where it is. */
  readonly server: RedisServer;
  /** How long it lasts, and how long to wait for it. */
  readonly settings: Pick<RedisSettings, "lockMs" | "waitMs">;
  /** Ends the wait. */
  readonly signal: AbortSignal | undefined;
}

/** A write can be told from every other one by a name like this. */
export function uniqueName(): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(16)));
}

/** Up to twice as long each time, so that those who wait spread out. */
function nextWait(ms: number): number {
  return Math.min(ms * (1 + Math.random()), LONGEST_WAIT_MS);
}

/** One attempt; one that nobody waits for any more is taken back. */
async function tryLock(
  { lock }: Pick<RecordKeys, "lock">,
  { server, settings, signal, holder }: LockContext & {
    readonly holder: string;
  },
): Promise<boolean> {
  const giveBack = () => {
    server.run({ text: RELEASE_LOCK, keys: [lock], values: [holder] }, {
      action: ACTION,
    }).catch(() => {});
  };
  const values = [holder, String(settings.lockMs)];
  return await server.run({ text: TAKE_LOCK, keys: [lock], values }, {
    action: ACTION,
    signal,
    onLate: giveBack,
  });
}

/** Failures are passed over: it is the server that refuses a write without a lock. */
async function keepRenewing(
  renew: () => Promise<boolean>,
  { everyMs, stop }: {
    readonly everyMs: number;
    readonly stop: AbortSignal;
  },
): Promise<void> {
  for (let isOurs = true; isOurs;) {
    try {
      await systemClock.sleep(everyMs, stop);
    } catch {
      return;
    }
    isOurs = await renew().catch(() => true);
  }
}

async function waitForLock(
  keys: Pick<RecordKeys, "lock">,
  context: LockContext & { readonly holder: string },
): Promise<void> {
  const { settings: { waitMs }, signal } = context;
  const giveUpAt = performance.now() + waitMs;
  let wait = FIRST_WAIT_MS;
  while (!await tryLock(keys, context)) {
    if (performance.now() + wait > giveUpAt) {
      throw new StoreError(
        "busy",
        `Cannot ${ACTION}: another process did not let go of it within ${waitMs} ms`,
        { hint: "Try again, and look for a process that hangs" },
      );
    }
    await systemClock.sleep(wait, signal);
    wait = nextWait(wait);
  }
}

/**
 * Waits for the lock of a record, and renews it until it is given back.
 *
 * @param keys The keys of the record.
 * @param context What it needs.
 * @returns The lock.
 * @throws {StoreError} `busy` if others do not let go of it.
 */
export async function takeLock(
  { lock }: Pick<RecordKeys, "lock">,
  context: LockContext,
): Promise<HeldLock> {
  const { server, settings: { lockMs }, signal } = context;
  const holder = uniqueName();
  await waitForLock({ lock }, { ...context, holder });
  const stop = new AbortController();
  const renew = {
    text: RENEW_LOCK,
    keys: [lock],
    values: [holder, String(lockMs)],
  } as const;
  const renewing = keepRenewing(
    () => server.run(renew, { action: ACTION, signal: stop.signal }),
    { everyMs: lockMs / 3, stop: stop.signal },
  );
  const release = {
    text: RELEASE_LOCK,
    keys: [lock],
    values: [holder],
  } as const;
  return {
    holder,
    async release() {
      stop.abort();
      await renewing;
      const deadlineMs = signal?.aborted ? HURRIED_RELEASE_MS : undefined;
      return await server.run(release, { action: ACTION, deadlineMs })
        .then(() => true, () => false);
    },
  };
}
