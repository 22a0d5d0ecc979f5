import assert from "node:assert/strict";
import type { AcquiredToken } from "../../src/engine/client.ts";
import { makeToken, manyProfiles, MINUTE, NOON } from "./support/fixtures.ts";
import { PLAINTEXT, REFUSED } from "./support/states.ts";
import { KEYS, leave, openStory } from "./support/story.ts";

/** Answers when the test says so. */
function slowStore() {
  const asked = new Map<
    string,
    PromiseWithResolvers<AcquiredToken | undefined>
  >();
  return {
    asked,
    kept(profile: string): Promise<AcquiredToken | undefined> {
      const answer = Promise.withResolvers<AcquiredToken | undefined>();
      asked.set(profile, answer);
      return answer.promise;
    },
  };
}

Deno.test("kept: the list is there before what is kept, and keys are heard meanwhile", async () => {
  const { asked, kept } = slowStore();
  const story = await openStory({ services: { kept } });
  await story.until("· looking");
  assert.deepEqual([...asked.keys()], [
    "graph-dev",
    "graph-prod",
    "arm-prod",
    "keyvault-ci",
  ]);
  story.press("j");
  await story.until("› graph-prod");
  asked.get("graph-dev")?.resolve(makeToken({ expiresAt: NOON + 3 * MINUTE }));
  for (const name of ["graph-prod", "arm-prod", "keyvault-ci"]) {
    asked.get(name)?.resolve(undefined);
  }
  while (!asked.has("orders-api")) await Promise.resolve();
  asked.get("orders-api")?.resolve(makeToken({ expiresAt: NOON - MINUTE }));
  const screen = await story.until("▲ 3 min left");
  assert.match(screen, /graph-prod +○ none/);
  assert.match(screen, /orders-api +✖ expired/);
  await leave(story);
});

Deno.test("kept: what cannot be read counts as none, and is told once", async () => {
  const failure = {
    ...REFUSED,
    message: "Cannot read the tokens",
    hint: "Try again",
  };
  const story = await openStory({
    services: { kept: () => Promise.reject(failure) },
  });
  await story.until("▲ Cannot read the tokens. Try again");
  const screen = await story.until(/graph-dev +○ none/);
  assert.doesNotMatch(screen, /looking/);
  story.press("?", "G");
  const help = await story.until(/Warnings\n +Cannot read the tokens/);
  assert.equal(help.split("Cannot read the tokens").length, 3);
  story.press("q");
  await leave(story);
});

Deno.test("kept: an expired sign-in is refreshed by Enter, without a question", async () => {
  const token = makeToken({ expiresAt: NOON - MINUTE, source: "cache" });
  const story = await openStory({
    services: { kept: () => Promise.resolve(token) },
  });
  await story.until("✖ expired");
  story.press(KEYS.enter);
  const run = await story.nextRun();
  assert.equal(run.options.flow, undefined);
  run.emit({ type: "refreshing" });
  await story.until("↻ refreshing");
  run.succeed(makeToken({ source: "refresh" }));
  await story.until("graph-dev: refreshed token, valid 42 min");
  await leave(story);
});

Deno.test("kept: L forgets the tokens of the selected profile, after a question", async () => {
  const story = await openStory({
    services: { kept: () => Promise.resolve(makeToken()) },
  });
  await story.until("● valid 42 min");
  story.press("L");
  await story.until("forgets every token of ada@contoso.com");
  story.press(KEYS.enter);
  await story.until("1 of 5");
  assert.deepEqual(story.loggedOut, []);
  story.press("L");
  await story.until("Forget all that is kept for graph-dev?");
  story.press("y");
  const screen = await story.until("forgot the tokens of ada@contoso.com");
  assert.deepEqual(story.loggedOut, ["graph-dev"]);
  assert.match(screen, /graph-dev +○ none/);
  story.press("L");
  await story.until("Nothing is kept for this profile");
  await leave(story);
});

Deno.test("kept: tokens that could not be forgotten stay on the list", async () => {
  const story = await openStory({
    services: {
      kept: () => Promise.resolve(makeToken()),
      logout: () =>
        Promise.reject({ ...REFUSED, message: "Cannot forget", hint: "Wait" }),
    },
  });
  await story.until("● valid 42 min");
  story.press("L", "y");
  const screen = await story.until("▲ Cannot forget. Wait");
  assert.match(screen, /graph-dev +● valid/);
  await leave(story);
});

Deno.test("kept: the title says how, and warns of plain text on every screen", async () => {
  const story = await openStory({
    columns: 60,
    rows: 15,
    services: { protection: () => Promise.resolve(PLAINTEXT) },
  });
  await story.until("▲ kept: PLAINTEXT");
  story.press("?");
  await story.until(/help .*PLAINTEXT/);
  story.press("q");
  story.resize(40, 10);
  await story.until("PLAINTEXT · graph-dev");
  await leave(story);
});

Deno.test("kept: the title changes when a failed storage works after all", async () => {
  let problem: { readonly problem?: string } = { problem: "It is locked" };
  const story = await openStory({
    services: {
      protection: () =>
        Promise.resolve({
          name: problem.problem === undefined ? "keyring" : "memory",
          description: "sealed",
          ...problem,
        }),
    },
  });
  await story.until("▲ not kept: memory only");
  problem = {};
  story.press(KEYS.enter);
  (await story.nextRun()).succeed(makeToken());
  await story.until("kept: system keyring");
  await leave(story);
});

Deno.test("kept: news of the store is a notice, also when it comes early", async () => {
  const story = await openStory({
    services: {
      onWarning: (listener) => listener("A file is damaged\u001b[2J"),
    },
  });
  await story.until("▲ A file is damaged\\u{1b}[2J");
  await leave(story);
});

Deno.test("kept: a few profiles are asked for at a time, those in sight first", async () => {
  let open = 0;
  let most = 0;
  const order: string[] = [];
  const story = await openStory({
    services: {
      profiles: () => Promise.resolve(manyProfiles(1000)),
      async kept(profile) {
        order.push(profile);
        most = Math.max(most, ++open);
        await Promise.resolve();
        open--;
        return undefined;
      },
    },
  });
  await story.until("○ none");
  while (order.length < 1000) {
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  assert.equal(most, 4);
  assert.deepEqual(order.slice(0, 2), ["team-0001", "team-0002"]);
  await leave(story);
});
