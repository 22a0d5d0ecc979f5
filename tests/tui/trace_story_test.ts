import assert from "node:assert/strict";
import { makeToken, MINUTE, NOON } from "./support/fixtures.ts";
import { REFUSED } from "./support/states.ts";
import { KEYS, leave, openStory } from "./support/story.ts";
import { DONE, poll, SECRETS, WAITING } from "./trace_states.ts";

Deno.test("trace: T watches a device code live, through to the token, and Esc is back where one was", async () => {
  const story = await openStory();
  story.press(KEYS.enter);
  const run = await story.nextRun();
  run.emit(...WAITING);
  await story.until("T trace");
  story.press("T");
  await story.until(/Poll: finished yet\?.*waiting · ×7/);
  run.emit(poll(8));
  await story.until("waiting · ×8");
  run.emit(...DONE);
  await story.until("Get the signing keys");
  run.succeed(makeToken());
  const screen = await story.until("○ next");
  assert.match(screen, /7 of 7/);
  assert.match(screen, /✓ done · ×8/);
  story.press(KEYS.escape);
  await story.until("Signed in as ada@contoso.com");
  for (const secret of SECRETS) assert.ok(!story.bytes().includes(secret));
  await leave(story);
});

Deno.test("trace: Esc leaves it and the sign-in goes on", async () => {
  const story = await openStory();
  story.press(KEYS.enter);
  const run = await story.nextRun();
  run.emit(...WAITING);
  await story.until("T trace");
  story.press("T");
  await story.until("Poll: finished yet?");
  story.press(KEYS.escape);
  await story.until("c copy code");
  assert.equal(run.options.signal.aborted, false);
  story.press(KEYS.escape);
  await story.until("Cancelled");
  assert.equal(run.options.signal.aborted, true);
  story.press("T");
  await story.until("▲ stopped");
  await leave(story);
});

Deno.test("trace: Enter explains a step, keys turn to the next one, and y copies curl without a secret", async () => {
  const story = await openStory();
  story.press(KEYS.enter);
  const run = await story.nextRun();
  run.emit(...WAITING);
  await story.until("T trace");
  story.press("T", "g", KEYS.enter);
  const step = await story.until("Which registered application asks");
  assert.match(step, /POST login\.microsoftonline\.com/);
  story.press("G");
  await story.until("How many seconds to wait between two polls");
  story.press("l");
  await story.until("secret, hidden, 9 characters");
  story.press("y");
  await story.until("Copy the trace as");
  story.press("c");
  await story.until("Copied the trace");
  const [copied = ""] = story.copied;
  assert.match(copied, /^#!\/bin\/sh\n/);
  assert.match(copied, /'device_code='"\$DEVICE_CODE"/);
  for (const secret of [...SECRETS, "HVQ5NRAYK"]) {
    assert.ok(!copied.includes(secret), secret);
  }
  story.press(KEYS.escape);
  await story.until(/2 of 4[^]*Enter explain/);
  // The same words come again.
  await story.clock.advance(6000);
  story.press("y");
  await story.until("Copy the trace as");
  story.press(KEYS.down, KEYS.enter);
  await story.until("Copied the trace");
  assert.match(story.copied[1] ?? "", /^sequenceDiagram\n/);
  story.press(KEYS.escape);
  await story.until("c copy code");
  story.press(KEYS.escape);
  await story.until("Cancelled");
  await leave(story);
});

Deno.test("trace: a refused sign-in is read again from the error screen", async () => {
  const story = await openStory();
  story.press(KEYS.enter);
  const run = await story.nextRun();
  run.emit(...WAITING);
  await story.until("T trace");
  run.fail(REFUSED);
  await story.until("The tenant does not allow device codes");
  story.press("T", "G");
  const screen = await story.until("End without a token");
  assert.match(screen, /5 of 5/);
  await leave(story);
});

Deno.test("trace: T says why where nothing was traced", async () => {
  const story = await openStory();
  story.press("T");
  await story.until("Nothing was traced for this profile yet");
  await leave(story);
});

Deno.test("trace: a kept token is a trace of its own", async () => {
  const story = await openStory();
  story.press(KEYS.enter);
  const run = await story.nextRun();
  run.succeed(makeToken({ source: "cache", expiresAt: NOON + 42 * MINUTE }));
  await story.until("kept token");
  story.press("T");
  await story.until("Use the kept token");
  await leave(story);
});
