import assert from "node:assert/strict";
import { manyProfiles } from "./support/fixtures.ts";
import { leave, openStory } from "./support/story.ts";

const KEYS = 60;

Deno.test("home: a key is on screen at once among 1,000 profiles", async (t) => {
  const story = await openStory({
    columns: 120,
    rows: 40,
    services: { profiles: () => Promise.resolve(manyProfiles(1000)) },
  });
  await story.until("1 of 1000");
  const times: number[] = [];
  for (let key = 1; key <= KEYS; key++) {
    const before = story.bytes().length;
    const start = performance.now();
    story.press("j");
    // Until Ink has written; what the terminal does with it is not our time.
    for (let turn = 0; turn < 1000; turn++) {
      if (story.bytes().length > before) break;
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    times.push(performance.now() - start);
    await story.until(`${key + 1} of 1000`);
    // A person's next key comes after Ink's frame throttle has ended.
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await leave(story);
  times.sort((a, b) => a - b);
  const median = times[KEYS / 2] ?? NaN;
  // What a key costs shows where nothing else took the processor.
  const calm = times[KEYS / 10] ?? NaN;
  await t.step(
    `calm ${calm.toFixed(1)} ms, median ${median.toFixed(1)} ms`,
    () => assert.ok(calm < 50, `A key took ${calm} ms`),
  );
});
