import assert from "node:assert/strict";
import { CLAIMS, makeJwt, makeToken, NOON } from "./support/fixtures.ts";
import { KEYS, leave, openStory } from "./support/story.ts";

const TOKEN = makeToken();
/** Neither end, which may be shown. */
const MIDDLE = TOKEN.accessToken.slice(6, -4);
const SECRET_PART = MIDDLE.slice(0, 24);

function kept(profile: string) {
  return Promise.resolve(profile === "graph-dev" ? TOKEN : undefined);
}

Deno.test("token: it is hidden until x, and hidden again after 30 seconds", async () => {
  const story = await openStory({ services: { kept } });
  story.press(KEYS.enter);
  await story.until("eyJhbG••••••••s1gN");
  assert.equal(story.bytes().includes(SECRET_PART), false);
  story.press("x");
  await story.until(SECRET_PART);
  await story.until("shown for 30 s more");
  await story.clock.advance(30_000);
  await story.until("eyJhbG••••••••s1gN");
  assert.equal(story.screen().includes(SECRET_PART), false);
  await leave(story);
  assert.equal(story.screen().includes(SECRET_PART), false);
});

Deno.test("token: t leaves and hands the token over", async () => {
  const story = await openStory({ services: { kept } });
  story.press(KEYS.enter);
  await story.until("t use token");
  const result = await leave(story, "t");
  assert.deepEqual(result, {
    chosenToken: TOKEN.accessToken,
    line: "Entrada: graph-dev, valid 42 min",
    interrupted: false,
  });
  assert.equal(story.bytes().includes(SECRET_PART), false);
});

Deno.test("token: the menu copies a header without showing it", async () => {
  const story = await openStory({ services: { kept } });
  story.press("y");
  await story.until("Authorization header");
  story.press("h");
  await story.until("Copied the header");
  story.press("y");
  await story.until("claims as JSON");
  story.press(KEYS.down, KEYS.down, KEYS.down, KEYS.down, KEYS.enter);
  await story.until("Copied the claims");
  assert.equal(story.copied[0], `Authorization: Bearer ${TOKEN.accessToken}`);
  assert.equal(JSON.parse(story.copied[1] ?? "").name, "Ada Lovelace");
  await leave(story);
});

Deno.test("token: a pasted JWT is read, even when it came in several lines", async () => {
  const story = await openStory();
  const jwt = makeJwt({ ...CLAIMS, upn: "grace@contoso.com" });
  story.paste(`Bearer ${jwt.slice(0, 80)}\r\n${jwt.slice(80)}\n`);
  const screen = await story.until("User grace@contoso.com");
  assert.match(screen, /entrada ▸ pasted ▸ access token/);
  assert.match(screen, /signature not verified/);
  assert.match(screen, /issued 13:42 ├─+●━+┤ 14:42 expires/);
  story.press("3");
  await story.until("RS256");
  story.press(KEYS.escape);
  await story.until("1 of 5");
  await leave(story);
});

Deno.test("token: a paste that no field takes opens nothing", async () => {
  const story = await openStory();
  story.paste("q\x1b[2J");
  await story.until("Paste a token (a JWT) to see its claims");
  await leave(story);
});

Deno.test("token: its claims cannot write to the terminal", async () => {
  const story = await openStory();
  const evil = "\x1b]52;c;cHduZWQ=\x07\x1b[2J\u202egnp.exe\x00";
  story.paste(makeJwt({ ...CLAIMS, upn: evil, [evil]: evil, name: [evil] }));
  const screen = await story.until("gnp.exe");
  assert.match(screen, /signature not verified/);
  for (const bad of ["\x1b]52", "\x1b[2J\u202e", "\u202e", "\x00"]) {
    assert.equal(story.bytes().includes(bad), false);
  }
  await leave(story);
});

Deno.test("token: an expired one says so while it is looked at", async () => {
  const story = await openStory({ services: { kept } });
  story.press(KEYS.enter);
  await story.until("● valid 42 min");
  await story.clock.advance(TOKEN.expiresAt - NOON);
  await story.until("✖ expired");
  await leave(story);
});
