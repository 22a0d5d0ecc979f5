import assert from "node:assert/strict";
import { KEYS, leave, openStory } from "./support/story.ts";

function assertRestored(story: Awaited<ReturnType<typeof openStory>>): void {
  assert.equal(story.isAlternate(), false);
  assert.equal(story.isRaw(), false);
  const bytes = story.bytes();
  assert.ok(bytes.lastIndexOf("[?25h") > bytes.lastIndexOf("[?25l"));
  assert.ok(bytes.lastIndexOf("[?2004l") > bytes.lastIndexOf("[?2004h"));
}

Deno.test("openTui() takes the terminal and gives it back", async () => {
  const story = await openStory();
  assert.equal(story.isAlternate(), true);
  assert.equal(story.isRaw(), true);
  const result = await leave(story);
  await story.drawn();
  assert.deepEqual(result, {
    line: "Entrada: left without a token",
    interrupted: false,
  });
  assertRestored(story);
  assert.equal(story.screen(), "");
});

Deno.test("openTui() draws its name first, and all else once keys are heard", async () => {
  const story = await openStory();
  const [first = "", second = ""] = story.bytes().split("[?2026l");
  assert.match(first, /entrada/);
  assert.doesNotMatch(first, /profiles/);
  assert.match(second, /profiles/);
  await leave(story);
});

Deno.test("openTui() leaves on the second Ctrl+C of a running flow", async () => {
  const story = await openStory();
  story.press(KEYS.enter);
  const run = await story.nextRun();
  story.press(KEYS.ctrlC + KEYS.ctrlC);
  await leave(story, "");
  assert.equal(run.options.signal.aborted, true);
  await story.drawn();
  assertRestored(story);
});

Deno.test("openTui() rejects with the reason of its signal, terminal restored", async () => {
  const controller = new AbortController();
  const story = await openStory({ signal: controller.signal });
  story.press(KEYS.enter);
  const run = await story.nextRun();
  const reason = new Error("SIGTERM");
  controller.abort(reason);
  await assert.rejects(leave(story, ""), reason);
  assert.equal(run.options.signal.aborted, true);
  await story.drawn();
  assertRestored(story);
});

Deno.test("openTui() lets the guard restore the terminal, and ends the guard", async () => {
  const calls: string[] = [];
  let restore = () => {};
  const story = await openStory({
    guard(put) {
      restore = put;
      calls.push("watching");
      return () => calls.push("ended");
    },
  });
  restore();
  await story.drawn();
  assertRestored(story);
  await leave(story, "");
  assert.deepEqual(calls, ["watching", "ended"]);
});

Deno.test("openTui() rejects with a crash that the guard reports after restoring", async () => {
  const crash = new AbortController();
  let fail = (_error: Error) => {};
  const story = await openStory({
    signal: crash.signal,
    guard(restore) {
      fail = (error) => {
        restore();
        crash.abort(error);
      };
      return () => {};
    },
  });
  const error = new Error("broken");
  fail(error);
  await assert.rejects(leave(story, ""), error);
  await story.drawn();
  assertRestored(story);
});

Deno.test("openTui() for a screen reader keeps the normal screen and does not tick", async () => {
  const story = await openStory({ screenReader: true });
  assert.equal(story.isAlternate(), false);
  story.press(KEYS.enter);
  const run = await story.nextRun();
  run.emit({
    type: "user_code",
    userCode: "ABC",
    verificationUri: "https://microsoft.com/devicelogin",
    expiresAt: story.clock.now() + 900_000,
    intervalMs: 5000,
  });
  await story.until("A B C");
  const before = story.bytes().length;
  await story.clock.advance(50_000);
  await story.drawn();
  assert.equal(story.bytes().length, before);
  story.press(KEYS.ctrlC);
  await story.until("Cancelled");
  await leave(story);
});
