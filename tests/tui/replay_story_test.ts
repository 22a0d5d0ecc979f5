import assert from "node:assert/strict";
import { openReplay, readRecording } from "../../src/tui/open_replay.tsx";
import { createRecorder } from "../../src/tui/runtime/recording.ts";
import { fakeTerminal } from "../support/terminal.tsx";
import { manualClock } from "./support/manual_clock.ts";
import { makeToken, NOON } from "./support/fixtures.ts";
import { KEYS, leave, openStory, throttleEnds } from "./support/story.ts";

/** A person signs in by device code; what was recorded, and what was seen. */
async function recorded(): Promise<{ text: string; token: string }> {
  let text = "";
  const story = await openStory({
    record: (start) =>
      createRecorder(
        { program: "1", write: (line) => text += `${line}\n` },
        start,
      ),
  });
  story.press(KEYS.enter);
  const run = await story.nextRun();
  run.emit({
    type: "user_code",
    userCode: "HVQ5NRAYK",
    verificationUri: "https://microsoft.com/devicelogin",
    expiresAt: NOON + 900_000,
    intervalMs: 5000,
  });
  await story.until("copy code");
  await story.clock.advance(5000);
  const token = makeToken();
  run.succeed(token);
  await story.until("Signed in as ada@contoso.com");
  await leave(story);
  return { text, token: token.accessToken };
}

Deno.test("a replay draws what was recorded, pauses at Space, steps and leaves", async () => {
  const { text, token } = await recorded();
  assert.ok(!text.includes("HVQ5NRAYK"));
  assert.ok(!text.includes(token.slice(-20)));
  const terminal = fakeTerminal(80, 24);
  const clock = manualClock(NOON);
  const end = new AbortController();
  const replay = openReplay(readRecording(text), {
    stdin: terminal.stdin,
    stdout: terminal.stdout,
    clock,
    speed: 1,
    color: true,
    signal: end.signal,
  });
  await terminal.until(/X X X X X X X X X[^]*replay playing/);
  terminal.press(" ");
  await terminal.until("replay paused");
  await clock.advance(60_000);
  assert.match(terminal.screen(), /X X X X X X X X X/);
  for (let step = 0; step < 20; step++) terminal.press("l");
  await terminal.until(/Signed in as ada@[^]*replay ended/);
  terminal.press("q");
  await replay;
  await terminal.drawn();
  assert.equal(terminal.isAlternate(), false);
  await throttleEnds();
});

Deno.test("a replay fits a smaller terminal than the recorded one", async () => {
  const { text } = await recorded();
  const terminal = fakeTerminal(60, 16);
  const replay = openReplay(readRecording(text), {
    stdin: terminal.stdin,
    stdout: terminal.stdout,
    clock: manualClock(NOON),
    speed: Infinity,
    signal: new AbortController().signal,
  });
  const screen = await terminal.until(/replay ended/);
  assert.ok(screen.split("\n").every((line) => line.length <= 60));
  terminal.press(KEYS.ctrlC);
  await replay;
  await throttleEnds();
});
