import assert from "node:assert/strict";
import type {
  ScriptStart,
  UserScripts,
} from "../../src/tui/runtime/script_services.ts";
import { createRecorder } from "../../src/tui/runtime/recording.ts";
import { lastFrame, readRecording } from "../../src/tui/open_replay.tsx";
import { makeToken } from "./support/fixtures.ts";
import { KEYS, leave, openStory, type Story } from "./support/story.ts";

const kept = () => Promise.resolve(makeToken({ source: "cache" }));

/** Scripts whose process a test plays. */
function fakeScripts(isAllowed = false) {
  const starts: ScriptStart[] = [];
  const endings: PromiseWithResolvers<{ code: number; signal?: string }>[] = [];
  const scripts: UserScripts = {
    list: () =>
      Promise.resolve([
        { path: "/home/ada/who.ts", title: "Who am I", needsToken: true },
        {
          path: "/home/ada/bad.ts",
          title: "bad.ts",
          needsToken: false,
          problem: "Cannot use the header of this script: it is not JSON",
        },
      ]),
    plan: () =>
      Promise.resolve({
        description: "Asks Graph who you are\u001b[2J",
        permissions: [
          {
            name: "run",
            value: "az",
            meaning: "start it; a program may do anything that you may",
            isDangerous: true,
          },
          {
            name: "net",
            value: "graph.microsoft.com",
            meaning: "connect to it",
            isDangerous: false,
          },
        ],
        fingerprint: "f1",
        isAllowed,
      }),
    run(_path, start) {
      const ending = Promise.withResolvers<{ code: number; signal?: string }>();
      starts.push(start);
      endings.push(ending);
      start.signal.addEventListener(
        "abort",
        () => ending.resolve({ code: 137, signal: "SIGKILL" }),
      );
      return ending.promise;
    },
  };
  return { scripts, starts, endings };
}

async function choose(story: Story): Promise<void> {
  await story.until("valid 42 min");
  story.press(":");
  await story.until("▸ actions");
  story.press(..."who am i");
  await story.until("› Run: Who am I");
  story.press(KEYS.enter);
}

Deno.test("a person sees what a script asks for, allows it, and reads what it writes", async () => {
  const { scripts, starts, endings } = fakeScripts();
  const story = await openStory({ services: { kept, scripts } });
  await choose(story);
  const asked = await story.until(/y run, and remember[^]*o run once/);
  assert.match(asked, /Run "Who am I"\?/);
  assert.match(asked, /\/home\/ada\/who\.ts/);
  assert.match(asked, /Asks Graph who you are\\u\{1b\}\[2J/);
  assert.match(asked, /the access token of graph-dev/);
  assert.match(asked, /▲ run +az: start it[^]*net +graph\.microsoft\.com/);
  // Enter may have been meant for the palette.
  story.press(KEYS.enter);
  story.press("y");
  await story.until("is running");
  assert.equal(starts.length, 1);
  assert.equal(starts[0]?.remember, true);
  await starts[0]?.onOutput("out", "hello \u001b[31mred\u001b[0m\nsecond\n");
  await starts[0]?.onOutput("err", "careful\n");
  await story.until(/hello red\n second\n careful/);
  endings[0]?.resolve({ code: 3 });
  await story.until("ended with exit code 3");
  story.press("c");
  await story.until("Copied the output");
  assert.equal(story.copied[0], "hello red\nsecond\ncareful\n");
  story.press(KEYS.escape);
  await story.until("1 of 5");
  await leave(story);
});

Deno.test("a script that was allowed runs at once, and Ctrl+C stops it, not the interface", async () => {
  const { scripts, starts } = fakeScripts(true);
  const story = await openStory({ services: { kept, scripts } });
  await choose(story);
  await story.until("is running");
  story.press(KEYS.ctrlC);
  await story.until("was ended by SIGKILL");
  assert.equal(starts[0]?.signal.aborted, true);
  story.press("q");
  await story.until("1 of 5");
  await leave(story);
});

Deno.test("leaving stops a script that runs", async () => {
  const { scripts, starts } = fakeScripts(true);
  const controller = new AbortController();
  const story = await openStory({
    services: { kept, scripts },
    signal: controller.signal,
  });
  await choose(story);
  await story.until("is running");
  controller.abort(new Error("Ended"));
  await assert.rejects(leave(story), /Ended/);
  assert.equal(starts[0]?.signal.aborted, true);
});

Deno.test("a script whose header is wrong says so in the palette", async () => {
  const { scripts } = fakeScripts();
  const story = await openStory({ services: { kept, scripts } });
  await story.until("valid 42 min");
  story.press(":");
  await story.until("▸ actions");
  story.press(..."bad.ts");
  await story.until("› Run: bad.ts");
  story.press(KEYS.enter);
  await story.until("Cannot use the header of this script");
  story.press(KEYS.escape);
  await story.until("1 of 5");
  await leave(story);
});

Deno.test("what a script wrote is not recorded, and its frame replays with placeholders", async () => {
  const { scripts, starts, endings } = fakeScripts(true);
  let text = "";
  const story = await openStory({
    services: { kept, scripts },
    record: (start) =>
      createRecorder(
        { program: "1", write: (line) => text += `${line}\n` },
        start,
      ),
  });
  await choose(story);
  await story.until("is running");
  await starts[0]?.onOutput("out", "the vault says hunter2\n");
  endings[0]?.resolve({ code: 0 });
  const seen = await story.until("ended with exit code 0");
  await story.drawn();
  await leave(story, KEYS.ctrlC);
  assert.ok(!text.includes("hunter2"));
  const frame = lastFrame(readRecording(text));
  assert.match(frame, /••• ••••• •••• •••••••/);
  assert.equal(
    frame.split("\n").slice(0, 4).join("\n"),
    seen.split("\n").slice(0, 4).join("\n"),
  );
});
