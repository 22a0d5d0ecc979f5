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
  const screen = await story.until(
    "No browser was opened: xdg-open was not found",
  );
  assert.match(screen, /Visit this address on this machine; o opens it/);
  assert.match(screen, /press d/);
  assert.match(screen, /^ +http:\/\/127\.0\.0\.1:4000\/$/m);
  story.press("d");
  const second = await story.nextRun();
  assert.equal(second.options.flow, "device-code");
  assert.equal(run.options.signal.aborted, true);
  story.press(KEYS.ctrlC);
  await story.until("Cancelled");
  await leave(story);
});

Deno.test("browser: a page that nobody was asked to open is not said to be opening", async () => {
  const story = await openStory();
  story.press(KEYS.enter);
  const run = await story.nextRun();
  run.emit({
    type: "authorization_url",
    url: LONG,
    localUrl: "http://127.0.0.1:4000/",
    redirectUri: "http://localhost:4000",
    method: "loopback",
  });
  await story.until("Waiting for you to sign in");
  await story.until("o opens it");
  await leave(story, KEYS.ctrlC + KEYS.ctrlC);
});

Deno.test("browser: who signed in is said before the token is there", async () => {
  const story = await openStory();
  const run = await askForPaste(story);
  const answer = run.options.paste();
  story.paste("https://orders.contoso.com/callback?code=0.AX&state=x");
  await story.until("Enter goes on");
  story.press(KEYS.enter);
  await answer;
  const { account } = makeToken();
  assert.ok(account);
  run.emit({ type: "redirect_received" }, { type: "signed_in", account });
  await story.until("Signed in as ada@contoso.com, getting the token");
  await leave(story, KEYS.ctrlC + KEYS.ctrlC);
});

Deno.test("browser: v puts the whole address on the normal screen until Enter", async () => {
  const story = await openStory();
  await askForPaste(story);
  story.press("v");
  await story.until("Enter goes back to Entrada");
  assert.equal(story.isAlternate(), false);
  assert.ok(story.bytes().includes(`\n${LONG}\r\n`), "in one piece");
  story.press("xyz");
  story.press(KEYS.enter);
  await story.until("Paste the address of the page");
  assert.equal(story.isAlternate(), true);
  assert.equal(story.isRaw(), true);
  story.press("u");
  await story.until("Copied the address");
  await leave(story, KEYS.ctrlC + KEYS.ctrlC);
});

Deno.test("browser: the end of the sign-in brings the interface back", async () => {
  const story = await openStory();
  const run = await askForPaste(story);
  story.press("v");
  await story.until("Enter goes back to Entrada");
  run.succeed(makeToken());
  await story.until("Signed in as ada@contoso.com");
  assert.equal(story.isAlternate(), true);
  await leave(story);
});

Deno.test("browser: a signal that comes while the address is shown ends it all", async () => {
  const controller = new AbortController();
  const story = await openStory({ signal: controller.signal });
  await askForPaste(story);
  story.press("v");
  await story.until("Enter goes back to Entrada");
  controller.abort(new Error("SIGTERM"));
  await assert.rejects(leave(story, ""), /SIGTERM/);
  await story.drawn();
  assert.equal(story.isRaw(), false);
  assert.equal(story.isAlternate(), false);
});
