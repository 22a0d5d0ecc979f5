import assert from "node:assert/strict";
import { leave, openStory } from "./support/story.ts";

Deno.test("screen reader: profiles have numbers, and a number selects one", async () => {
  const story = await openStory({ screenReader: true });
  const list = await story.until(/5 orders-api/);
  assert.match(list, /› 1 graph-dev/);
  assert.match(list, /^ +2 graph-prod/m);
  story.press("4");
  await story.until(/› 4 keyvault-ci/);
  // There is no ninth one.
  story.press("9", "j");
  await story.until(/› 5 orders-api/);
  await leave(story);
});

Deno.test("home: without a screen reader rows have no numbers, and digits mean nothing", async () => {
  const story = await openStory();
  assert.doesNotMatch(story.screen(), /\d graph-dev/);
  story.press("4", "j");
  await story.until(/› graph-prod/);
  await leave(story);
});
