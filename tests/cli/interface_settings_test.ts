import assert from "node:assert/strict";
import { systemFiles } from "../../src/adapters/files.ts";
import {
  fixedSettings,
  loadKeptInterface,
  spokenBy,
} from "../../src/cli/interface/settings.ts";
import type { Io } from "../../src/cli/io.ts";
import { DEFAULT_SETTINGS } from "../../src/tui/state/settings.ts";

/** An empty home, and what reads it. */
async function withHome(
  fn: (home: string, io: Io) => Promise<void>,
): Promise<void> {
  const home = await Deno.makeTempDir();
  const io = {
    env: (name: string) => name === "ENTRADA_HOME" ? home : undefined,
    host: { os: Deno.build.os },
    files: systemFiles,
    signal: new AbortController().signal,
  } as unknown as Io;
  try {
    await fn(home, io);
  } finally {
    await Deno.remove(home, { recursive: true });
  }
}

const CHOSEN = {
  ...DEFAULT_SETTINGS,
  theme: "high-contrast",
  mouse: "on",
} as const;

Deno.test("loadKeptInterface() finds nothing in an empty home", () =>
  withHome(async (_home, io) => {
    const { save: _save, ...found } = await loadKeptInterface(io);
    assert.deepEqual(found, { problems: [] });
  }));

Deno.test("what was chosen is found again, in a file of the user's alone", () =>
  withHome(async (home, io) => {
    const { save } = await loadKeptInterface(io);
    await save(CHOSEN);
    const { settings, problems } = await loadKeptInterface(io);
    assert.deepEqual(settings, CHOSEN);
    assert.deepEqual(problems, []);
    const path = `${home}/interface.json`;
    assert.deepEqual(JSON.parse(await Deno.readTextFile(path)), {
      version: 1,
      ...CHOSEN,
    });
    if (Deno.build.os !== "windows") {
      assert.equal((await Deno.stat(path)).mode! & 0o777, 0o600);
    }
  }));

Deno.test("what else stands in the file stays there", () =>
  withHome(async (home, io) => {
    const path = `${home}/interface.json`;
    const before = { version: 1, theme: "monochrome", note: "mine" };
    await Deno.writeTextFile(path, JSON.stringify(before));
    const { settings, save } = await loadKeptInterface(io);
    assert.deepEqual(settings, { ...DEFAULT_SETTINGS, theme: "monochrome" });
    await save(CHOSEN);
    const after = JSON.parse(await Deno.readTextFile(path));
    assert.equal(after.note, "mine");
    assert.equal(after.theme, "high-contrast");
  }));

for (
  const [text, told] of [
    ["{", /interface\.json: it is not JSON\. The defaults are used/],
    ["[]", /it is not a JSON object/],
    ["{}", /it has no "version": 1/],
    ['{"version":2}', /it has version 2, which is newer than this entrada/],
    [
      '{"version":1,"theme":"pink"}',
      /"theme" has to be one of "default", "high-contrast", "monochrome"/,
    ],
    ['{"version":1,"mouse":true}', /"mouse" has to be one of/],
    ["\xff", /it is not JSON|it cannot be read/],
  ] as const
) {
  Deno.test(`a damaged file of settings is told of and kept: ${JSON.stringify(text)}`, () =>
    withHome(async (home, io) => {
      const path = `${home}/interface.json`;
      await Deno.writeTextFile(path, text);
      const { settings, problems, save } = await loadKeptInterface(io);
      assert.equal(settings, undefined);
      assert.equal(problems.length, 1);
      assert.match(problems[0] ?? "", told);
      await assert.rejects(save(CHOSEN), /Cannot keep this setting/);
      assert.equal(await Deno.readTextFile(path), text);
    }));
}

Deno.test("a file that was damaged meanwhile is not overwritten", () =>
  withHome(async (home, io) => {
    const { save } = await loadKeptInterface(io);
    await Deno.writeTextFile(`${home}/interface.json`, "{");
    await assert.rejects(save(CHOSEN), /it is not JSON/);
  }));

Deno.test("keys of a person's own are read, and each mistake is told with its file", () =>
  withHome(async (home, io) => {
    const bindings = {
      "app.log": ["ctrl+g"],
      "app.lgo": ["x"],
      "app.help": ["q"],
    };
    await Deno.writeTextFile(
      `${home}/keys.json`,
      JSON.stringify({ version: 1, bindings }),
    );
    const { userKeys, problems } = await loadKeptInterface(io);
    assert.deepEqual(userKeys, { "app.log": ["ctrl+g"] });
    assert.equal(problems.length, 2);
    assert.match(
      problems[0] ?? "",
      /keys\.json: There is no binding "app\.lgo"/,
    );
    assert.match(
      problems[1] ?? "",
      /keys\.json: "app\.help": the key q is already "app\.quit"/,
    );
  }));

Deno.test("a damaged file of keys leaves the defaults", () =>
  withHome(async (home, io) => {
    await Deno.writeTextFile(`${home}/keys.json`, '{"version":1');
    const { userKeys, problems } = await loadKeptInterface(io);
    assert.equal(userKeys, undefined);
    assert.match(problems[0] ?? "", /keys\.json: it is not JSON/);
  }));

Deno.test("nothing is read or kept without a home", async () => {
  const io = { env: () => undefined, host: { os: "linux" } } as unknown as Io;
  const { problems, save } = await loadKeptInterface(io);
  assert.deepEqual(problems, []);
  await assert.rejects(save(CHOSEN), /no home directory is known/);
});

Deno.test("fixedSettings() tells what the environment has decided", () => {
  const env = (values: Record<string, string>) => ({
    env: (name: string) => values[name],
  });
  assert.deepEqual(fixedSettings(env({}), { color: true }), {});
  const mono = fixedSettings(env({ NO_COLOR: "1" }), { color: false });
  assert.match(mono.theme ?? "", /^NO_COLOR is set/);
  const never = fixedSettings(env({}), { color: false });
  assert.match(never.theme ?? "", /--color/);
  const spoken = spokenBy(env({}), { option: true });
  const fixed = fixedSettings(env({}), { color: true, spoken });
  assert.deepEqual(Object.keys(fixed), ["motion", "mouse", "screenReader"]);
  assert.match(fixed.mouse ?? "", /--screen-reader/);
});

Deno.test("spokenBy() knows the option, the variables and the settings", () => {
  const by = (
    variables: Record<string, string>,
    wishes: Parameters<typeof spokenBy>[1] = {},
  ) => spokenBy({ env: (name) => variables[name] }, wishes)?.name;
  const settings = { ...DEFAULT_SETTINGS, screenReader: "on" } as const;
  assert.equal(by({}), undefined);
  assert.equal(by({ ENTRADA_SCREEN_READER: "0" }), undefined);
  assert.equal(by({}, { settings: DEFAULT_SETTINGS }), undefined);
  assert.equal(by({}, { option: true }), "--screen-reader");
  assert.equal(by({ ENTRADA_SCREEN_READER: "1" }), "ENTRADA_SCREEN_READER");
  assert.equal(by({ INK_SCREEN_READER: "true" }), "INK_SCREEN_READER");
  assert.equal(by({}, { settings }), "chosen in the settings");
  const chosen = spokenBy({ env: () => undefined }, { settings });
  const fixed = fixedSettings({ env: () => undefined }, {
    color: true,
    spoken: chosen,
  });
  // What was chosen there can be changed there.
  assert.deepEqual(Object.keys(fixed), ["motion", "mouse"]);
});
