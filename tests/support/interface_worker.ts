/**
 * A long session in the interface, its time moved by hand: the argument is the
 * number of sign-ins. Says on stdout what it holds when it is warm, and at the
 * end.
 */
import process from "node:process";
import { makeToken, MINUTE } from "../tui/support/fixtures.ts";
import { KEYS, leave, openStory } from "../tui/support/story.ts";

const SIGN_INS = Number(Deno.args[0] ?? "200");
/** The log is as long as it gets by then. */
const WARM = SIGN_INS / 2;
const TICKS = 20;
const SIZES = [[80, 24], [120, 40], [60, 15], [40, 10], [100, 30]] as const;

const story = await openStory({ keepsBytes: false });
let screens = 0;
let ticks = 0;

/** Sees another screen. */
async function see(key: string, seen: string | RegExp): Promise<void> {
  story.press(key);
  await story.until(seen);
  screens++;
}

async function pass(seconds: number): Promise<void> {
  await story.clock.advance(seconds * 1000);
  ticks += seconds;
}

async function signIn(round: number): Promise<void> {
  story.press("f");
  await story.until("▸ choose");
  story.press(KEYS.enter);
  const run = await story.nextRun();
  run.emit({
    type: "user_code",
    userCode: `HVQ5NR${round}`,
    verificationUri: "https://microsoft.com/devicelogin",
    expiresAt: story.clock.now() + 15 * MINUTE,
    intervalMs: 5000,
  });
  await story.until("copy code");
  for (let attempt = 1; attempt <= TICKS / 5; attempt++) {
    run.emit({ type: "polling", attempt });
    await pass(5);
    const nextPollAt = story.clock.now() + 5000;
    run.emit({
      type: "authorization_pending",
      attempt,
      intervalMs: 5000,
      nextPollAt,
    });
  }
  const [columns, rows] = SIZES[round % SIZES.length] ?? [80, 24];
  story.resize(columns, rows);
  await story.until(columns < 60 ? "needs" : "copy code");
  story.resize(80, 24);
  await story.until("copy code");
  // A round without an end, and one that fails, leave no less behind.
  if (round % 5 === 3) return await goBack();
  run.succeed(makeToken({ expiresAt: story.clock.now() + 60 * MINUTE }));
  await story.until("Signed in as");
  screens += 2;
}

/** An Escape that is not heard yet would join the key after it. */
async function goBack(): Promise<void> {
  const [title] = story.screen().split("\n");
  story.press(KEYS.escape);
  await story.until((screen) => screen.split("\n")[0] !== title);
  screens++;
}

async function lookAround(): Promise<void> {
  for (
    const [key, title] of [
      ["?", "▸ help"],
      [":", "▸ actions"],
      ["!", "▸ log"],
      [",", "▸ settings"],
    ] as const
  ) {
    await see(key, title);
    await goBack();
  }
}

/** The runtime opens sockets at moments of its own; nothing here uses one. */
function isSocket(name: string): boolean {
  try {
    return Deno.readLinkSync(`/proc/self/fd/${name}`).startsWith("socket:");
  } catch {
    // The handle of this very look.
    return false;
  }
}

function listenersOf(emitter: NodeJS.EventEmitter): number {
  return emitter.eventNames()
    .reduce((count, name) => count + emitter.listenerCount(name), 0);
}

async function held() {
  await story.drawn();
  (globalThis as unknown as { gc(): void }).gc();
  const handles = [...Deno.readDirSync("/proc/self/fd")]
    .filter(({ name }) => !isSocket(name)).length;
  const listeners = listenersOf(process) +
    listenersOf(story.stdout as unknown as NodeJS.EventEmitter) +
    listenersOf(story.stdin as unknown as NodeJS.EventEmitter);
  const { rss, heapUsed } = Deno.memoryUsage();
  const sleepers = story.clock.sleepers();
  return { handles, listeners, sleepers, rss, heapUsed };
}

let early = await held();
for (let round = 1; round <= SIGN_INS; round++) {
  await signIn(round);
  await lookAround();
  if (!story.screen().includes("▸ profiles")) await goBack();
  if (round === WARM) early = await held();
}
const report = { ticks, screens, signIns: SIGN_INS, early, late: await held() };
await leave(story);
Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify(report)));
