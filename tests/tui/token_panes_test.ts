import assert from "node:assert/strict";
import { AuthError } from "../../src/engine/errors.ts";
import { fakeChecks } from "./support/checks.ts";
import { CLAIMS, makeJwt, makeToken, MINUTE } from "./support/fixtures.ts";
import { REFUSED } from "./support/states.ts";
import { KEYS, leave, openStory } from "./support/story.ts";

const TOKEN = makeToken();
const HEADER = TOKEN.accessToken.split(".")[0] ?? "";
const TAB = "\t";

const kept = (profile: string) =>
  Promise.resolve(profile === "graph-dev" ? TOKEN : undefined);

async function openToken(
  options: NonNullable<Parameters<typeof openStory>[0]> = {},
) {
  const { services, ...rest } = options;
  const story = await openStory({ ...rest, services: { kept, ...services } });
  await story.until("valid 42 min");
  story.press(KEYS.enter);
  await story.until("2 claims");
  return story;
}

Deno.test("panes: numbers and Tab go from pane to pane, and 1 goes back to the profiles", async () => {
  const story = await openToken();
  story.press("3");
  await story.until(/› alg +RS256/);
  story.press(TAB);
  await story.until("x shows it for 30 seconds, y copies it unseen");
  story.press(TAB);
  await story.until(/› name +Ada Lovelace/);
  story.press("1");
  await story.until("1 of 5");
  story.press("4");
  await story.until("x shows it for 30 seconds");
  assert.equal(story.bytes().includes(HEADER.slice(8)), false);
  story.press("-");
  await story.until("1 of 5");
  story.press("j", "3");
  await story.until("There is no token to look at yet");
  await leave(story);
});

Deno.test("panes: x shows the token itself, in rows that are said to be for the screen only", async () => {
  const story = await openToken();
  story.press("x");
  const screen = await story.until("Broken into rows for this screen only");
  assert.match(screen, /shown for 30 s more/);
  assert.ok(screen.includes(HEADER.slice(0, 40)));
  story.press("y", "a");
  await story.until("Copied the access token");
  assert.deepEqual(story.copied, [TOKEN.accessToken]);
  await story.clock.advance(30_000);
  await story.until("x shows it for 30 seconds");
  assert.equal(story.screen().includes(HEADER.slice(8, 40)), false);
  await leave(story);
});

Deno.test("panes: / filters the claims while one types, Esc forgets the filter first", async () => {
  const story = await openToken();
  story.press("/", "issued");
  // By what it means as well as by its name.
  const screen = await story.until("3 of 12");
  assert.match(screen, /› iss/);
  assert.doesNotMatch(screen, /Ada Lovelace/);
  story.press(KEYS.enter);
  await story.until("Esc back");
  story.press("j");
  await story.until(/› tid/);
  story.press(KEYS.escape);
  await story.until(/› tid[^]*? 7 of 12/);
  story.press("/", "zzz");
  await story.until("No claim matches");
  story.press(KEYS.escape);
  await story.until(/› tid[^]*? 7 of 12/);
  story.press(KEYS.escape);
  await story.until("1 of 5");
  await leave(story);
});

Deno.test("panes: c copies the value of the selected claim as the token has it", async () => {
  const story = await openToken();
  story.press("j", "j", "c");
  await story.until("Copied the value of oid");
  story.press("/", "aud", KEYS.enter);
  await story.until(/› aud +Microsoft Graph/);
  story.press("c");
  await story.until("Copied the value of aud");
  story.press("3", "c");
  await story.until("Copied the value of alg");
  assert.deepEqual(story.copied, [CLAIMS.oid, CLAIMS.aud, "RS256"]);
  await leave(story);
});

Deno.test("panes: times are told by how far they are, and go on while they are looked at", async () => {
  const story = await openToken();
  story.press("/", "exp", KEYS.enter);
  await story.until("14:42, in 42 min (1795185720)");
  await story.clock.advance(2 * MINUTE);
  await story.until("14:42, in 40 min (1795185720)");
  await leave(story);
});

Deno.test("panes: a wide terminal shows all three, and keys go to the one in front", async () => {
  const story = await openToken({ columns: 120, rows: 40 });
  const screen = await story.until("4 raw");
  assert.match(screen, /2 claims[^]*3 header[^]*RS256[^]*4 raw/);
  assert.match(screen, /› name/);
  assert.doesNotMatch(screen, /› alg/);
  story.press(TAB);
  await story.until("› alg");
  story.resize(80, 24);
  await story.until(/^› alg/m);
  await leave(story);
});

Deno.test("why rejected: the profile's API is filled in, and the reasons come first", async () => {
  const story = await openToken();
  story.press("w");
  await story.until("API  graph User.Read Mail.Read");
  story.press(KEYS.enter);
  await story.until("No reason is known why Microsoft Graph should reject it");
  story.press("w");
  await story.until("Which API rejects this token?");
  story.press("\x15", "arm", KEYS.enter);
  const screen = await story.until(
    "Azure Resource Manager rejects it: one reason",
  );
  assert.ok(screen.indexOf("✖ audience") < screen.indexOf("✓ type"));
  story.press("y");
  await story.until("Copied the checks");
  assert.match(story.copied[0] ?? "", /audience_mismatch/);
  story.press(KEYS.escape);
  await story.until("2 claims");
  await leave(story);
});

Deno.test("why rejected: a missing permission is told, and no hint names an option of the shell", async () => {
  const story = await openToken();
  story.press("w");
  await story.until("Which API");
  story.press("\x15", "graph Calendars.Read", KEYS.enter);
  const screen = await story.until("scope_missing");
  assert.match(screen, /✖ scope[^]*Calendars\.Read/);
  assert.doesNotMatch(screen, / --\w/);
  await leave(story);
});

Deno.test("why rejected: an API that nobody knows is told, and asked for again", async () => {
  const checks = fakeChecks({
    reject: () =>
      Promise.reject(new AuthError("invalid_parameter", "No such preset")),
  });
  const story = await openToken({
    services: {
      checks,
      advise: () => Promise.resolve({ ...REFUSED, message: "No such API" }),
    },
  });
  story.press("w");
  await story.until("Which API");
  story.press("\x15", KEYS.enter);
  await story.until("API: type or paste it");
  story.press("grahp", KEYS.enter);
  await story.until("▲ No such API");
  story.press("w");
  await story.until("API  grahp");
  story.press(KEYS.escape);
  await story.until("2 claims");
  await leave(story);
});

Deno.test("panes: a pasted token has no profile, and is asked about all the same", async () => {
  const story = await openStory();
  story.paste(makeJwt({ ...CLAIMS, scp: "x" }));
  await story.until("Pasted, not kept");
  story.press("w");
  await story.until(/API {2}▏/);
  story.press("arm", KEYS.enter);
  await story.until("rejects it");
  await leave(story);
});
