import assert from "node:assert/strict";
import { DEFAULT_SETTINGS } from "../../src/tui/state/settings.ts";
import type { InterfaceSettings } from "../../src/tui/state/settings.ts";
import { CLAIMS, makeJwt, makeToken, NOON } from "./support/fixtures.ts";
import { KEYS, leave, openStory, type Story } from "./support/story.ts";

const MOUSE_ON = "\x1b[?1000h\x1b[?1006h";
const MOUSE_OFF = "\x1b[?1006l\x1b[?1000l";
const kept = () => Promise.resolve(makeToken({ source: "cache" }));

/** Keys of one read at a time, as a person types. */
function typed(story: Story, text: string): void {
  story.press(...text);
}

Deno.test("palette: a person finds a profile and a flow, and signs in", async () => {
  const story = await openStory();
  story.press(":");
  await story.until("▸ actions");
  typed(story, "prod device");
  await story.until(/› Get a token for graph-prod with device-code/);
  story.press(KEYS.enter);
  const run = await story.nextRun();
  assert.equal(run.profile, "graph-prod");
  assert.equal(run.options.flow, "device-code");
  story.press(KEYS.escape);
  await story.until("Cancelled");
  story.press("\x10");
  await story.until(/› Get a token for graph-prod with device-code/);
  story.press(KEYS.escape);
  await story.until("? help");
  await leave(story);
});

Deno.test("palette: a sign-in goes on below it", async () => {
  const story = await openStory();
  story.press(KEYS.enter);
  const run = await story.nextRun();
  run.emit({
    type: "user_code",
    userCode: "HVQ5NRAYK",
    verificationUri: "https://microsoft.com/devicelogin",
    expiresAt: NOON + 900_000,
    intervalMs: 5000,
  });
  await story.until("copy code");
  story.press(":");
  await story.until("▸ actions");
  run.emit({ type: "polling", attempt: 3 });
  typed(story, "copy the code");
  await story.until("› Copy the code");
  story.press(KEYS.enter);
  await story.until(/attempt 3[^]*Copied the code/);
  assert.deepEqual(story.copied, ["HVQ5NRAYK"]);
  story.press(KEYS.ctrlC);
  await story.until("Cancelled");
  await leave(story);
});

Deno.test("settings: a choice is seen at once and kept", async () => {
  const saved: InterfaceSettings[] = [];
  const story = await openStory({
    services: {
      saveSettings(settings) {
        saved.push(settings);
        return Promise.resolve();
      },
    },
  });
  story.press(",");
  await story.until(/› Theme +● default/);
  story.press(KEYS.enter);
  await story.until(/● high contrast/);
  assert.deepEqual(saved, [{ ...DEFAULT_SETTINGS, theme: "high-contrast" }]);
  story.press(KEYS.escape);
  await story.until("1 of 5");
  await leave(story);
});

Deno.test("settings: a choice that cannot be kept holds, and is told of", async () => {
  const story = await openStory({
    services: {
      saveSettings: () =>
        Promise.reject({
          title: "",
          message: "Cannot keep this setting: the disk is full",
          hint: "Make room",
          code: "storage_failed",
          details: [],
          suggestions: [],
        }),
    },
  });
  story.press(",");
  await story.until("› Theme");
  story.press(KEYS.enter);
  const screen = await story.until("the disk is full. Make room");
  assert.match(screen, /● high contrast/);
  story.press(KEYS.escape);
  await story.until("1 of 5");
  await leave(story);
});

Deno.test("settings: what the person chose before holds from the first frame", async () => {
  const story = await openStory({
    settings: { ...DEFAULT_SETTINGS, theme: "monochrome", mouse: "on" },
  });
  story.press(",");
  await story.until("● monochrome");
  story.press(KEYS.escape);
  await story.until("1 of 5");
  assert.ok(story.bytes().includes(MOUSE_ON));
  await leave(story);
});

Deno.test("log: a person reads and copies what happened", async () => {
  const story = await openStory();
  story.press(KEYS.enter);
  const run = await story.nextRun();
  run.fail({
    title: "The tenant said no",
    message: "It did.",
    code: "access_denied",
    details: [],
    suggestions: [],
  });
  await story.until("The tenant said no");
  story.press("!");
  await story.until(
    /14:00:00 ✖ graph-dev: The tenant said no \(access_denied\)/,
  );
  story.press("y");
  await story.until("Copied the log");
  assert.match(story.copied[0] ?? "", /error graph-dev: The tenant said no/);
  story.press("!");
  await story.until("try again");
  story.press(KEYS.escape);
  await story.until("1 of 5");
  await leave(story);
});

Deno.test("mouse: it is the terminal's until it is switched on", async () => {
  const story = await openStory({ services: { kept } });
  assert.equal(story.bytes().includes("\x1b[?1000h"), false);
  story.press("\x1b[<0;5;6M", "j");
  await story.until(/› graph-prod/);
  await leave(story);
  assert.equal(story.bytes().includes("\x1b[?1000"), false);
});

Deno.test("mouse: a click selects, a second one opens, the footer answers", async () => {
  const story = await openStory({
    services: { kept },
    settings: { ...DEFAULT_SETTINGS, mouse: "on" },
  });
  await story.until(/graph-prod +● valid/);
  story.press("\x1b[<0;5;5M\x1b[<0;5;5m");
  await story.until(/› graph-prod/);
  story.press("\x1b[<0;5;5M\x1b[<0;5;5m");
  await story.until("graph-prod ▸ access token");
  story.press("\x1b[<65;5;10M");
  await story.until(/ 2 of \d+/);
  story.press("\x1b[<0;2;23M");
  await story.until("2 of 5");
  await leave(story);
});

Deno.test("mouse: it is given back before the screen is left", async () => {
  const story = await openStory({
    settings: { ...DEFAULT_SETTINGS, mouse: "on" },
  });
  await leave(story);
  const bytes = story.bytes();
  assert.ok(bytes.lastIndexOf(MOUSE_OFF) > bytes.lastIndexOf(MOUSE_ON));
  assert.ok(bytes.lastIndexOf(MOUSE_OFF) < bytes.lastIndexOf("\x1b[?1049l"));
});

Deno.test("mouse: it is given back while the program is stopped, and when a crash restores the terminal", async () => {
  const stopping = Promise.withResolvers<void>();
  const stopped = Promise.withResolvers<void>();
  let restore: (() => void) | undefined;
  const abort = new AbortController();
  const story = await openStory({
    settings: { ...DEFAULT_SETTINGS, mouse: "on" },
    signal: abort.signal,
    stop() {
      stopping.resolve();
      return stopped.promise;
    },
    guard(by) {
      restore = by;
      return () => {};
    },
  });
  story.press("\x1a");
  await stopping.promise;
  const lastOf = (text: string) => story.bytes().lastIndexOf(text);
  assert.ok(lastOf(MOUSE_OFF) > lastOf(MOUSE_ON));
  stopped.resolve();
  await story.until("? help");
  await story.until(() => lastOf(MOUSE_ON) > lastOf(MOUSE_OFF));
  restore?.();
  assert.ok(lastOf(MOUSE_OFF) > lastOf(MOUSE_ON));
  assert.equal(story.isRaw(), false);
  const left = assert.rejects(story.result, /crash/);
  abort.abort(new Error("crash"));
  await left;
  await new Promise((resolve) => setTimeout(resolve, 40));
});

Deno.test("mouse: a screen reader keeps it", async () => {
  const story = await openStory({
    screenReader: true,
    settings: { ...DEFAULT_SETTINGS, mouse: "on" },
  });
  await leave(story);
  assert.equal(story.bytes().includes("\x1b[?1000"), false);
});

Deno.test("paste: what a token endpoint answered is explained, and Esc goes back", async () => {
  const story = await openStory({ services: { kept } });
  await story.until(/graph-prod +● valid/);
  story.press(KEYS.enter);
  await story.until("graph-dev ▸ access token");
  const grace = makeJwt({ ...CLAIMS, upn: "grace@contoso.com" });
  story.paste(JSON.stringify({ token_type: "Bearer", access_token: grace }));
  const screen = await story.until("Pasted, not kept: User grace@contoso.com");
  assert.match(screen, /pasted ▸ access token/);
  story.press(KEYS.escape);
  await story.until("graph-dev ▸ access token");
  story.press(KEYS.escape);
  await story.until("1 of 5");
  await leave(story);
});

Deno.test("keys: a person's own keys work and are shown", async () => {
  const story = await openStory({ userKeys: { "app.log": ["ctrl+g"] } });
  story.press("!", "\x07");
  await story.until("Profiles read: 5");
  story.press(KEYS.escape);
  await story.until("1 of 5");
  await leave(story);
});
