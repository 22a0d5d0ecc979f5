import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import { renderToString } from "ink";
import { createLook } from "../../src/tui/theme/look.ts";
import { App } from "../../src/tui/view/app.tsx";
import { makeToken, NOON } from "./support/fixtures.ts";
import * as states from "./support/states.ts";
import { KEYS, leave, openStory } from "./support/story.ts";

const CODE = {
  type: "user_code",
  userCode: "HVQ5NRAYK",
  verificationUri: "https://microsoft.com/devicelogin",
  expiresAt: NOON + 900_000,
  intervalMs: 5000,
} as const;

Deno.test("a notice ends with the screen that it was shown on", async () => {
  const story = await openStory();
  story.press(KEYS.enter);
  const run = await story.nextRun();
  run.emit(CODE);
  await story.until("copy code");
  story.press("c");
  await story.until("Copied the code");
  run.fail(states.REFUSED);
  const coach = await story.until("The tenant does not allow device codes");
  assert.doesNotMatch(coach, /Copied/);
  await leave(story);
});

Deno.test("a notice of what was asked for on another screen is not shown", async () => {
  const copying = Promise.withResolvers<"osc52">();
  const story = await openStory({
    services: { copy: () => copying.promise },
  });
  story.press(KEYS.enter);
  const run = await story.nextRun();
  run.emit(CODE);
  await story.until("copy code");
  story.press("c");
  run.fail(states.REFUSED);
  await story.until("The tenant does not allow device codes");
  copying.resolve("osc52");
  // A key that is answered shows that the news before it has passed.
  story.press("?");
  const help = await story.until("After an error");
  assert.doesNotMatch(help, /Copied/);
  story.press("q");
  await leave(story);
});

Deno.test("a notice goes away by itself", async () => {
  const story = await openStory();
  story.press("y");
  await story.until("There is no token to copy yet");
  await story.clock.advance(5000);
  await story.until((screen) => !screen.includes("no token to copy"));
  await leave(story);
});

Deno.test("a notice takes the place of the position before it is cut, and is cut between words", () => {
  const frame = (text: string) => {
    const size = { columns: 60, rows: 15 };
    const state = states.home(size);
    const noticed = {
      ...state,
      notice: { text, tone: "warn", until: NOON + 1 },
    };
    const drawn = renderToString(
      <App look={createLook()} state={noticed as typeof state} />,
      { columns: 60 },
    );
    return stripVTControlCharacters(drawn).split("\n").at(-2) ?? "";
  };
  const short = "This is short";
  assert.match(frame(short), /This is short +1 of 5/);
  const fits = "abcde ".repeat(9).trim();
  assert.equal(frame(fits).trim(), `▲ ${fits}`);
  assert.match(frame("abcde ".repeat(20)), /abcde …$/);
});

Deno.test("warnings and commands of a flow are told", async () => {
  const story = await openStory();
  story.press(KEYS.enter);
  const run = await story.nextRun();
  run.emit({
    type: "warning",
    code: "implicit_legacy",
    message: "The implicit grant is legacy",
  });
  await story.until("▲ The implicit grant is legacy");
  run.emit({ type: "command", command: ["az", "account", "get-access-token"] });
  await story.until("Running az account get-access-token");
  run.succeed(makeToken());
  await story.until("new token, valid 42 min");
  await leave(story);
});
