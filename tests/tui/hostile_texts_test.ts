import assert from "node:assert/strict";
import xterm from "npm:@xterm/headless@6.0.0";
import { sanitizeText } from "../../src/engine/text.ts";
import type { TuiServices } from "../../src/tui/open.tsx";
import {
  CLAIMS,
  makeJwt,
  makeToken,
  NOON,
  PROFILES,
} from "./support/fixtures.ts";
import { HOSTILE_TEXTS } from "./support/hostile_texts.ts";
import { KERNEL, REFUSED } from "./support/states.ts";
import { KEYS, leave, openStory, type Story } from "./support/story.ts";

/** Some at once, where one after the other would take long. */
const GROUPS: readonly string[] = Array.from(
  { length: Math.ceil(HOSTILE_TEXTS.length / 6) },
  (_, index) => HOSTILE_TEXTS.slice(index * 6, index * 6 + 6).join(" "),
);
/** High enough that every text is drawn without scrolling. */
const SIZE = { columns: 150, rows: 240 };
/** Modes that the interface itself uses. */
const OWN_MODES = [25, 1049, 2004, 2026];

/** What the bytes did to a terminal beside drawing. */
async function sideEffects(bytes: string): Promise<readonly string[]> {
  const terminal = new xterm.Terminal({
    cols: SIZE.columns,
    rows: SIZE.rows,
    allowProposedApi: true,
  });
  const seen: string[] = [];
  const see = (what: string) => {
    seen.push(what);
    return true;
  };
  terminal.onTitleChange((title) => see(`title ${title}`));
  terminal.onBell(() => see("bell"));
  // What a terminal would answer arrives as if it were typed.
  terminal.onData((data) => see(`answer ${JSON.stringify(data)}`));
  const { parser } = terminal;
  for (const id of [0, 1, 2, 4, 9, 10, 11, 52, 133, 777, 1337]) {
    parser.registerOscHandler(id, () => see(`OSC ${id}`));
  }
  for (const final of "cnrtqSTLMP@") {
    parser.registerCsiHandler({ final }, () => see(`CSI ${final}`));
  }
  parser.registerCsiHandler({ final: "h" }, () => see("CSI h"));
  for (const final of "hl") {
    parser.registerCsiHandler(
      { prefix: "?", final },
      ([mode]) =>
        OWN_MODES.includes(Number(mode)) ? false : see(`mode ${mode}`),
    );
  }
  for (const final of "c78DME=>") {
    parser.registerEscHandler({ final }, () => see(`ESC ${final}`));
  }
  parser.registerEscHandler(
    { intermediates: "#", final: "8" },
    () => see("ESC #8"),
  );
  parser.registerEscHandler(
    { intermediates: "(", final: "0" },
    () => see("ESC (0"),
  );
  for (const final of "pq") {
    parser.registerDcsHandler({ intermediates: "$", final }, () => see("DCS"));
  }
  await new Promise<void>((resolve) => terminal.write(bytes, resolve));
  terminal.dispose();
  return seen;
}

/** What is drawn when the texts arrive as `written` writes them. */
type Scene = (
  written: (text: string) => string,
) => Promise<{ readonly screens: readonly string[]; readonly bytes: string }>;

/** For scenes that show one text after the other. */
const SMALL = { columns: 100, rows: 20 };

async function open(
  services: Partial<TuiServices>,
  size = SIZE,
): Promise<Story> {
  return await openStory({ ...size, services });
}

/** The same scene with texts that were clean before. */
async function assertHarmless(scene: Scene): Promise<void> {
  const hostile = await scene((text) => text);
  const clean = await scene(sanitizeText);
  assert.deepEqual(hostile.screens, clean.screens);
  assert.deepEqual(await sideEffects(hostile.bytes), []);
  for (const screen of hostile.screens) {
    assert.doesNotMatch(
      screen.replaceAll("\n", ""),
      /[\p{Cc}\u200b\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/u,
    );
  }
}

Deno.test("the list of hostile texts would do harm if it were written as it is", async () => {
  const seen = new Set(await sideEffects(HOSTILE_TEXTS.join("\n")));
  for (
    const effect of [
      "OSC 0",
      "OSC 52",
      "CSI n",
      "CSI r",
      "mode 1000",
      "bell",
      "ESC c",
      "DCS",
    ]
  ) assert.ok(seen.has(effect), effect);
  assert.ok(HOSTILE_TEXTS.length >= 60);
});

Deno.test("hostile names, tenants, clients and scopes of profiles do no harm", () =>
  assertHarmless(async (written) => {
    const [profile = PROFILES[0]!] = PROFILES;
    const profiles = GROUPS.map((text, index) => ({
      ...profile,
      name: `${index} ${written(text)}`,
      tenant: written(text),
      clientId: written(text),
      authority: written(text),
      scopes: [written(text)],
    }));
    const story = await open({
      profiles: () => Promise.resolve(profiles),
    }, SMALL);
    const screens = [await story.until(`1 of ${profiles.length}`)];
    for (let index = 2; index <= profiles.length; index++) {
      story.press("j");
      screens.push(await story.until(`${index} of ${profiles.length}`));
    }
    await leave(story);
    return { screens, bytes: story.bytes() };
  }));

Deno.test("hostile claims of a pasted token do no harm", () =>
  assertHarmless(async (written) => {
    const claims = Object.fromEntries(HOSTILE_TEXTS.map((text, index) => [
      `${index} ${written(text)}`,
      [written(text), written(text)],
    ]));
    const story = await open({});
    story.paste(
      makeJwt({ ...CLAIMS, ...claims, upn: written(`${HOSTILE_TEXTS}`) }),
    );
    const screens = [await story.until("pasted ▸ access token")];
    story.press("G");
    screens.push(await story.until(/(\d+) of \1/));
    story.press("3");
    screens.push(await story.until("RS256"));
    story.press(KEYS.escape);
    await story.until("1 of 5");
    await leave(story);
    return { screens, bytes: story.bytes() };
  }));

Deno.test("hostile texts of an error do no harm", () =>
  assertHarmless(async (written) => {
    const story = await open({});
    story.press(KEYS.enter);
    const run = await story.nextRun();
    run.fail({
      ...REFUSED,
      title: written(`${HOSTILE_TEXTS.slice(0, 20)}`),
      message: written(`${HOSTILE_TEXTS}`),
      hint: written(`${HOSTILE_TEXTS.toReversed()}`),
      details: HOSTILE_TEXTS.map((text, index) => ({
        label: `${index} ${written(text)}`,
        value: written(text),
      })),
    });
    const screens = [await story.until("try again")];
    story.press("!");
    screens.push(await story.until("▸ log"));
    story.press(KEYS.escape);
    await story.until("try again");
    await leave(story);
    return { screens, bytes: story.bytes() };
  }));

Deno.test("hostile device codes, addresses, hosts and reasons do no harm", () =>
  assertHarmless(async (written) => {
    const story = await open({}, SMALL);
    story.press(KEYS.enter);
    const run = await story.nextRun();
    const screens: string[] = [];
    for (const [index, text] of GROUPS.entries()) {
      run.emit({
        type: "user_code",
        userCode: written(text),
        verificationUri: written(`https://${index}.example/${text}`),
        foreignHost: written(`${index}.example${text}`),
        expiresAt: NOON + 900_000,
        intervalMs: 5000,
      }, {
        type: "connection_lost",
        attempt: index + 1,
        reason: written(text),
        nextPollAt: NOON + 5000,
      });
      screens.push(
        await story.until((screen) =>
          screen.includes(`https://${index}.example/`) &&
          screen.includes("connection lost")
        ),
      );
    }
    story.press("!");
    screens.push(await story.until("▸ log"));
    story.press(KEYS.ctrlC);
    await story.until("Cancelled");
    await leave(story);
    return { screens, bytes: story.bytes() };
  }));

Deno.test("hostile warnings, protections and accounts do no harm", () =>
  assertHarmless(async (written) => {
    let warn = (_text: string) => {};
    const story = await open({
      onWarning: (listener) => warn = listener,
      protection: () =>
        Promise.resolve({ ...KERNEL, problem: written(`${HOSTILE_TEXTS}`) }),
    });
    for (const [index, text] of HOSTILE_TEXTS.entries()) {
      warn(`${index} ${written(text)}`);
    }
    story.press("!");
    const screens = [await story.until(/▸ log[^]* 85 /)];
    story.press(KEYS.escape);
    await story.until("1 of 5");
    story.press(KEYS.enter);
    const run = await story.nextRun();
    const username = written(`${HOSTILE_TEXTS.slice(0, 12)}`);
    const token = makeToken();
    run.succeed({ ...token, account: { ...token.account!, username } });
    await story.until("new token");
    story.press("?");
    screens.push(await story.until("▸ help"));
    story.press("q");
    await story.until("1 of 5");
    await leave(story);
    return { screens, bytes: story.bytes() };
  }));

Deno.test("hostile pasted texts do no harm in a field", () =>
  assertHarmless(async (written) => {
    const story = await open({}, SMALL);
    const screens: string[] = [];
    story.press("/");
    await story.until("Esc clear");
    for (const text of GROUPS) {
      // Every white space becomes one space there.
      story.paste(written(`<${text.replace(/\s+/g, " ")}>`));
      screens.push(await story.until(">▏"));
      story.press("\x15");
      await story.until(/\/ ▏/);
    }
    story.press(KEYS.escape);
    await story.until("? help");
    await leave(story);
    return { screens, bytes: story.bytes() };
  }));
