import assert from "node:assert/strict";
import { APP_CALL, env } from "../cli/calls.ts";
import { memoryStorage, runFake, START, stillClock } from "../cli/fake_io.ts";
import { tokenAnswer } from "../support/tokens.ts";

const DAY = 24 * 60 * 60_000;

/** What one machine says after its clock was moved. */
async function after(ms: number) {
  const storage = memoryStorage();
  const now = START + ms;
  await runFake(APP_CALL, { env, storage, replies: [tokenAnswer()] });
  const listed = await runFake(["cache", "list"], {
    storage,
    clock: stillClock(now),
  });
  const got = await runFake(APP_CALL, {
    env,
    storage,
    start: now,
    clock: stillClock(now),
    replies: [tokenAnswer({ access_token: "another" })],
  });
  return { listed: listed.stdout, token: got.stdout };
}

Deno.test("cache list does not call a token valid that was kept at a later time than now, and get-token passes it over", async () => {
  const { listed, token } = await after(-DAY);
  assert.match(listed, /not used: the clock was set back/);
  assert.doesNotMatch(listed, /valid/);
  assert.equal(token, "another\n");
});

Deno.test("cache list calls a token expired after a year, and get-token passes it over", async () => {
  const { listed, token } = await after(400 * DAY);
  assert.match(listed, /expired/);
  assert.equal(token, "another\n");
});

Deno.test("a clock that is some minutes off changes nothing", async () => {
  for (const minutes of [-4, 10]) {
    const { listed, token } = await after(minutes * 60_000);
    assert.match(listed, /valid \d+ minutes|valid 1 hour/);
    assert.equal(token, "the-access-token\n");
  }
});
