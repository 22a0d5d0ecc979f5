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
  const p95 = times[Math.floor(KEYS * 0.95)] ?? NaN;
  await t.step(
    `median ${median.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`,
    () => assert.ok(median < 50, `A key took ${median} ms`),
  );
});
