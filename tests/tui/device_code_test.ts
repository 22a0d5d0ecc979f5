import assert from "node:assert/strict";
import { makeToken, MINUTE, NOON } from "./support/fixtures.ts";
import { REFUSED } from "./support/states.ts";
import {
  KEYS,
  leave,
  openStory,
  type ScriptedRun,
  type Story,
} from "./support/story.ts";

const CODE = {
  type: "user_code",
  userCode: "HVQ5NRAYK",
  verificationUri: "https://microsoft.com/devicelogin",
  expiresAt: NOON + 15 * MINUTE,
  intervalMs: 5000,
} as const;

async function askForCode(story: Story): Promise<ScriptedRun> {
  story.press(KEYS.enter);
  const run = await story.nextRun();
  run.emit(CODE);
  await story.until("H V Q 5 N R A Y K");
  return run;
}

Deno.test("device code: the code, the wait, and who signed in", async () => {
  const story = await openStory();
  const run = await askForCode(story);
  assert.equal(run.profile, "graph-dev");
  run.emit({ type: "polling", attempt: 1 });
  await story.until("attempt 1 · every 5 s · waiting for you");
  await story.clock.advance(65_000);
  await story.until("13 min 55 s left");
  run.emit({
    type: "slow_down",
    attempt: 2,
    intervalMs: 10_000,
    nextPollAt: 0,
  });
  await story.until("slowed down to every 10 s");
  run.emit({
    type: "connection_lost",
    attempt: 3,
    reason: "no route",
    nextPollAt: 0,
  });
  await story.until("connection lost, still trying");
  run.succeed(makeToken());
  await story.until("Signed in as ada@contoso.com");
  story.press(KEYS.escape);
  await story.until((screen) => /graph-dev +● valid 40 min/.test(screen));
  await leave(story);
});

Deno.test("device code: c copies the code, u the address, o opens it", async () => {
  const story = await openStory();
  await askForCode(story);
  story.press("c");
  await story.until(
    "Copied the code (OSC 52, not confirmed)",
  );
  story.press("u");
  await story.until("Copied the address");
  story.press("o");
  await story.until("Opened in the browser");
  assert.deepEqual(story.copied, [CODE.userCode, CODE.verificationUri]);
  assert.deepEqual(story.opened, [CODE.verificationUri]);
  story.press(KEYS.ctrlC);
  await story.until("Cancelled");
  await leave(story);
});

Deno.test("device code: Esc cancels the flow and its late news change nothing", async () => {
  const story = await openStory();
  const run = await askForCode(story);
  story.press(KEYS.escape);
  await story.until("Cancelled");
  assert.equal(run.options.signal.aborted, true);
  run.succeed(makeToken());
  await story.clock.advance(10_000);
  assert.match(await story.until("○ none"), /graph-dev +○ none/);
  await leave(story);
});

Deno.test("device code: an expired code is replaced by n, in place", async () => {
  const story = await openStory();
  const run = await askForCode(story);
  run.fail({ ...REFUSED, code: "expired_token" });
  await story.until("This code has expired");
  story.press("n");
  await story.until("asking for a new code");
  const second = await story.nextRun();
  assert.equal(second.options.flow, "device-code");
  second.emit({ ...CODE, userCode: "NEWCODE42" });
  await story.until("N E W C O D E 4 2");
  story.press(KEYS.escape);
  await story.until("Cancelled");
  await leave(story);
});

Deno.test("device code: b leaves for the browser and cancels the first flow", async () => {
  const story = await openStory();
  const run = await askForCode(story);
  story.press("b");
  const second = await story.nextRun();
  assert.equal(run.options.signal.aborted, true);
  assert.equal(second.options.flow, "interactive");
  second.emit({
    type: "authorization_url",
    url: "https://login.example/authorize?client_id=1",
    localUrl: "http://127.0.0.1:4000/",
    redirectUri: "http://localhost:4000",
    method: "loopback",
  }, { type: "browser_opened" });
  await story.until("The sign-in page is open in your browser");
  await story.until("ssh -L 4000:127.0.0.1:4000");
  second.succeed(makeToken({ flow: "interactive" }));
  await story.until("Signed in as ada@contoso.com");
  await leave(story);
});

Deno.test("device code: a refusal names the next flow, and its key starts it", async () => {
  const story = await openStory();
  const run = await askForCode(story);
  run.fail(REFUSED);
  const coach = await story.until("The tenant does not allow device codes");
  assert.match(coach, /Entra code +AADSTS53003/);
  assert.match(coach, /1 {2}interactive/);
  story.press("1");
  const second = await story.nextRun();
  assert.equal(second.options.flow, "interactive");
  second.succeed(makeToken());
  await story.until("● valid 42 min");
  await leave(story);
});

Deno.test("device code: the running flow survives every size", async () => {
  const story = await openStory();
  const run = await askForCode(story);
  story.resize(40, 10);
  await story.until("HVQ5NRAYK 15 min · needs 60×15");
  story.resize(60, 15);
  await story.until("Only enter a code that you asked for yourself");
  story.resize(1, 1);
  story.resize(120, 40);
  await story.until("H V Q 5 N R A Y K");
  assert.equal(run.options.signal.aborted, false);
  story.press(KEYS.escape);
  await story.until("Cancelled");
  await leave(story);
});

Deno.test("device code: it is spoken without ticking, and what is left of it is told at five minutes and at one", async () => {
  const story = await openStory({ screenReader: true });
  const run = await askForCode(story);
  await story.until("15 min left");
  run.emit({ type: "polling", attempt: 1 }, {
    type: "authorization_pending",
    attempt: 1,
    intervalMs: 5000,
    nextPollAt: NOON + 10_000,
  });
  const quiet = await story.until("every 5 s · waiting for you");
  assert.doesNotMatch(quiet, /attempt/);
  await story.drawn();
  const before = story.bytes().length;
  for (let attempt = 2; attempt < 100; attempt++) {
    run.emit({
      type: "authorization_pending",
      attempt,
      intervalMs: 5000,
      nextPollAt: NOON,
    });
    await story.clock.advance(6000);
  }
  await story.drawn();
  // Ink begins and ends an update in which nothing is drawn.
  const drawn = story.bytes().slice(before)
    .replaceAll("\x1b[?2026h\x1b[?2026l", "");
  assert.equal(drawn, "");
  await story.clock.advance(12_000);
  await story.until("5 min left");
  await story.clock.advance(4 * MINUTE);
  await story.until("1 min left");
  run.fail({ ...REFUSED, code: "expired_token" });
  await story.until("This code has expired");
  story.press(KEYS.escape);
  await story.until("▸ profiles");
  await leave(story);
});
