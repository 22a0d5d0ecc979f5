import assert from "node:assert/strict";
import type { AcquiredToken } from "../../src/engine/client.ts";
import { makeToken, manyProfiles, MINUTE, NOON } from "./support/fixtures.ts";
import { REFUSED } from "./support/states.ts";
import { KEYS, leave, openStory } from "./support/story.ts";

const KEPT: Readonly<Record<string, AcquiredToken>> = {
  "graph-dev": makeToken({ source: "cache" }),
  "graph-prod": makeToken({ expiresAt: NOON + 3 * MINUTE }),
};

function kept(profile: string): Promise<AcquiredToken | undefined> {
  return Promise.resolve(KEPT[profile]);
}

Deno.test("home: states are words and symbols, and the time passes", async () => {
  const story = await openStory({ services: { kept } });
  const first = await story.until("valid 42 min");
  assert.match(first, /› graph-dev +● valid 42 min/);
  assert.match(first, /graph-prod +▲ 3 min left/);
  assert.match(first, /arm-prod +○ none/);
  await story.clock.advance(4 * MINUTE);
  await story.until((screen) => /graph-prod +✖ expired/.test(screen));
  await leave(story);
});

Deno.test("home: what a project has a say about is told in the list, and its file beside it", async () => {
  const project = "/home/ada/src/.entrada.json";
  const [first, ...others] = manyProfiles(2);
  assert.ok(first !== undefined);
  const profiles = () => Promise.resolve([{ ...first, project }, ...others]);
  for (const columns of [80, 120]) {
    const story = await openStory({ services: { profiles }, columns });
    const home = await story.until("(project)");
    assert.equal(home.match(/\(project\)/g)?.length, 1);
    assert.match(home, /project +\/home\/ada\/src\/\.entrada\.json/);
    await leave(story);
  }
});

Deno.test("home: nothing is scheduled while nothing counts down", async () => {
  const story = await openStory();
  assert.equal(story.clock.sleepers(), 0);
  await leave(story);
  assert.equal(story.clock.sleepers(), 0);
});

Deno.test("home: several keys in one read are all heard", async () => {
  const story = await openStory();
  story.press("jjj");
  await story.until("› keyvault-ci");
  story.press("kk\r");
  const run = await story.nextRun();
  assert.equal(run.profile, "graph-prod");
  await story.until("↻ signing in");
  story.press(KEYS.ctrlC);
  await story.until("Cancelled");
  await leave(story, KEYS.ctrlC);
});

Deno.test("home: / filters while typing, Esc forgets it and keeps the selection", async () => {
  const story = await openStory();
  story.press("/");
  await story.until("Enter keep");
  story.press("prod");
  await story.until("2 of 5");
  assert.doesNotMatch(story.screen(), /orders-api/);
  story.press(KEYS.down, "?q");
  await story.until("No profile matches");
  story.press("\x7f\x7f", KEYS.down, KEYS.enter);
  await story.until((screen) => screen.includes("› arm-prod"));
  story.press(KEYS.escape);
  const all = await story.until("orders-api");
  assert.match(all, /› arm-prod/);
  await leave(story);
});

Deno.test("home: ? lists the keys of this screen first, and scrolls", async () => {
  const story = await openStory();
  story.press("?");
  const help = await story.until("entrada ▸ profiles ▸ help");
  assert.match(help, /Profiles\n.*Enter/);
  story.press("G");
  await story.until("Help");
  story.press("g");
  await story.until("look at the token");
  story.press("q");
  await story.until("1 of 5");
  await leave(story);
});

Deno.test("home: f offers the flows of the profile", async () => {
  const story = await openStory();
  story.press("jj");
  await story.until("› arm-prod");
  story.press("f");
  const menu = await story.until("Get a token for arm-prod with");
  assert.doesNotMatch(menu, /interactive/);
  story.press("1");
  const run = await story.nextRun();
  assert.equal(run.options.flow, "client-credentials");
  assert.equal(run.options.force, true);
  const token = makeToken({ account: null, flow: "client-credentials" });
  run.succeed(token);
  await story.until("arm-prod: new token, valid 42 min");
  await leave(story);
});

Deno.test("home: r asks for a new token and says that it is refreshing", async () => {
  const story = await openStory({ services: { kept } });
  await story.until("● valid 42 min");
  story.press("r");
  const run = await story.nextRun();
  assert.equal(run.options.force, true);
  await story.until("↻ refreshing");
  await story.clock.advance(4000);
  await story.until("↻ refreshing 4 s");
  run.succeed(makeToken({ expiresAt: NOON + 60 * MINUTE, source: "refresh" }));
  await story.until("graph-dev: refreshed token, valid 59 min");
  await leave(story);
});

Deno.test("home: a key that cannot be used says why", async () => {
  const story = await openStory();
  story.press("y");
  await story.until("There is no token to copy yet");
  story.press(KEYS.enter);
  const run = await story.nextRun();
  story.press("j", KEYS.enter);
  await story.until("One sign-in at a time");
  run.fail(REFUSED);
  await story.until("The tenant does not allow device codes");
  story.press("y");
  await story.until("Copied the details");
  assert.match(story.copied[0] ?? "", /Entra code: AADSTS53003/);
  await leave(story);
});

Deno.test("home: a list that cannot be read is explained and read again", async () => {
  let broken = true;
  const story = await openStory({
    services: {
      profiles: () =>
        broken
          ? Promise.reject({ ...REFUSED, title: "profiles.json is damaged" })
          : Promise.resolve(manyProfiles(2)),
    },
  });
  await story.until("profiles.json is damaged");
  broken = false;
  story.press(KEYS.enter);
  await story.until("team-0002");
  await leave(story);
});

Deno.test("home: from 100 columns on the claims stand beside the list", async () => {
  const story = await openStory({
    columns: 120,
    rows: 30,
    services: { kept },
  });
  await story.until("Ada Lovelace");
  story.resize(80, 24);
  await story.until((screen) => !screen.includes("Ada Lovelace"));
  await leave(story);
});
