import assert from "node:assert/strict";
import { fakeTerminal } from "../support/terminal.tsx";
import { makeToken, NOON, PROFILES } from "./support/fixtures.ts";
import { KEYS, leave, openStory } from "./support/story.ts";

Deno.test("Ctrl+L draws everything again", async () => {
  const story = await openStory();
  const before = story.bytes().length;
  story.press("\x0c");
  await story.until("? help");
  while (!story.bytes().slice(before).includes("graph-prod")) {
    await story.drawn();
  }
  assert.equal(story.isAlternate(), true);
  await leave(story);
});

Deno.test("Ctrl+Z hands the terminal over while the program is stopped", async () => {
  const stopped = Promise.withResolvers<void>();
  const goesOn = Promise.withResolvers<void>();
  const story = await openStory({
    stop() {
      stopped.resolve();
      return goesOn.promise;
    },
  });
  story.press("\x1a");
  await stopped.promise;
  await story.drawn();
  assert.equal(story.isRaw(), false);
  assert.equal(story.isAlternate(), false);
  goesOn.resolve();
  await story.until("? help");
  assert.equal(story.isAlternate(), true);
  story.press("j");
  await story.until("› graph-prod");
  await leave(story);
});

Deno.test("Ctrl+Z says why where no shell could bring the program back", async () => {
  const story = await openStory();
  story.press("\x1a");
  await story.until("Ctrl+Z needs a shell that started Entrada by itself");
  story.press("j");
  await story.until("› graph-prod");
  assert.equal(story.isRaw(), true);
  await leave(story);
});

Deno.test("the token's page is drawn in one piece", async () => {
  const story = await openStory();
  story.press(KEYS.enter);
  const run = await story.nextRun();
  run.emit({
    type: "user_code",
    userCode: "HVQ5NRAYK",
    verificationUri: "https://microsoft.com/devicelogin",
    expiresAt: NOON + 900_000,
    intervalMs: 5000,
  });
  await story.until("H V Q 5 N R A Y K");
  run.succeed(makeToken());
  await story.until("Signed in as ada@contoso.com");
  await leave(story);
  // A terminal that honours synchronized output shows nothing in between.
  const frames = story.bytes().split("\x1b[?2026l");
  const replay = fakeTerminal();
  let whole = 0;
  for (const frame of frames) {
    replay.stdout.write(frame);
    await replay.drawn();
    const screen = replay.screen();
    if (!screen.includes("Signed in as")) continue;
    whole++;
    assert.match(screen, /signature not verified/);
    assert.match(screen, /entrada ▸ graph-dev ▸ access token/);
    assert.doesNotMatch(screen, /waiting for you|Enter this code/);
  }
  assert.ok(whole > 0);
});

Deno.test("the device code's page tells the hint that it was given", async () => {
  const story = await openStory({ deviceHint: "It approves itself" });
  story.press(KEYS.enter);
  const run = await story.nextRun();
  run.emit({
    type: "user_code",
    userCode: "HVQ5NRAYK",
    verificationUri: "https://microsoft.com/devicelogin",
    expiresAt: NOON + 900_000,
    intervalMs: 5000,
  });
  await story.until("It approves itself");
  await leave(story, KEYS.ctrlC + KEYS.ctrlC);
});

Deno.test("an empty list says how to make a profile, all of it, at every size", async () => {
  const story = await openStory({
    columns: 60,
    rows: 15,
    services: { profiles: () => Promise.resolve([]) },
  });
  const screen = await story.until("There is no profile yet");
  assert.match(screen, /entrada config create work/);
  assert.match(screen, /--tenant \w+/);
  assert.match(screen, /--client-id [\da-f-]{36}/);
  assert.match(screen, /--scope User\.Read/);
  assert.match(screen, /paste a token/);
  story.press("?", "G");
  await story.until("read the claims of any JWT");
  story.press("q");
  await leave(story);
});

Deno.test("flows that cannot be run here are told with their reason, and not started", async () => {
  const [first, ...rest] = PROFILES;
  assert.ok(first);
  const story = await openStory({
    services: {
      profiles: () =>
        Promise.resolve([{
          ...first,
          flows: [
            { name: "device-code" },
            { name: "client-credentials", reason: "There is no secret" },
            { name: "password", reason: "A password is not typed here" },
          ],
        }, ...rest]),
    },
  });
  story.press("f");
  const menu = await story.until("1  device-code");
  assert.match(menu, / {6}client-credentials +There is no secret/);
  assert.match(menu, / {6}password +A password is not typed here/);
  assert.doesNotMatch(menu, /azure-cli/);
  // A row that cannot be chosen has no key: it only tells why.
  story.press("2", "j", KEYS.enter);
  await story.until("▲ There is no secret");
  story.press("j", KEYS.enter);
  await story.until("▲ A password is not typed here");
  story.press(KEYS.escape);
  await story.until("1 of 5");
  await leave(story);
});
