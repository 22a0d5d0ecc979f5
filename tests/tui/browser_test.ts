import assert from "node:assert/strict";
import { makeToken } from "./support/fixtures.ts";
import { KEYS, leave, openStory, type Story } from "./support/story.ts";

const LONG = `https://login.example/authorize?state=${"s".repeat(400)}`;

async function askForPaste(story: Story) {
  story.press(KEYS.enter);
  const run = await story.nextRun();
  run.emit({
    type: "authorization_url",
    url: LONG,
    redirectUri: "https://orders.contoso.com/callback",
    method: "paste",
  });
  await story.until("Paste the address of the page");
  return run;
}

Deno.test("browser: a pasted address goes to the flow, a wrong one is asked again", async () => {
  const story = await openStory();
  const run = await askForPaste(story);
  const first = run.options.paste();
  story.paste("https://orders.contoso.com/callback?code=0.AXsecret&state=x");
  const screen = await story.until("Enter goes on");
  assert.doesNotMatch(screen, /AXsecret/);
  story.press(KEYS.enter);
  assert.match(await first, /^https.*code=0\.AXsecret&state=x$/);
  const second = run.options.paste("This address is of another sign-in");
  await story.until("This address is of another sign-in");
  story.paste("0.AXsecret");
  await story.until("Enter goes on");
  story.press(KEYS.enter);
  assert.equal(await second, "0.AXsecret");
  run.emit({ type: "redirect_received" });
  await story.until("Signed in, getting the token");
  assert.equal(story.bytes().includes("AXsecret"), false);
  run.succeed(makeToken());
  await story.until("Signed in as ada@contoso.com");
  await leave(story);
});

Deno.test("browser: Esc ends the wait for a pasted address", async () => {
  const story = await openStory();
  const run = await askForPaste(story);
  const answer = run.options.paste();
  story.press(KEYS.escape);
  await assert.rejects(answer, { name: "AbortError" });
  await story.until("Cancelled");
  await leave(story);
});

Deno.test("browser: letters are keys until the empty field is entered", async () => {
  const story = await openStory();
  const run = await askForPaste(story);
  const answer = run.options.paste();
  story.press("u");
  await story.until("Copied the address");
  assert.deepEqual(story.copied, [LONG]);
  story.press(KEYS.enter);
  await story.until("leave the field");
  story.press("uo?q");
  await story.until("(4 characters)");
  story.press(KEYS.enter);
  assert.equal(await answer, "uo?q");
  story.press(KEYS.ctrlC);
  await story.until("Cancelled");
  await leave(story);
});

Deno.test("browser: no browser is said, with the address still there", async () => {
  const story = await openStory();
  story.press(KEYS.enter);
  const run = await story.nextRun();
  run.emit({
    type: "authorization_url",
    url: LONG,
    localUrl: "http://127.0.0.1:4000/",
    redirectUri: "http://localhost:4000",
    method: "loopback",
  }, { type: "browser_failed", reason: "xdg-open was not found" });
  const screen = await story.until("No browser: xdg-open was not found");
  assert.match(screen, /^ +http:\/\/127\.0\.0\.1:4000\/$/m);
  story.press("d");
  const second = await story.nextRun();
  assert.equal(second.options.flow, "device-code");
  assert.equal(run.options.signal.aborted, true);
  story.press(KEYS.ctrlC);
  await story.until("Cancelled");
  await leave(story);
});
