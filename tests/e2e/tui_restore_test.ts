import assert from "node:assert/strict";
import { openPty } from "../support/pty.ts";
import {
  cleanEnvironment,
  openProduct,
  ROOT,
  startCommand,
} from "../support/product.ts";
import {
  openWatched,
  type WatchedProgram,
} from "../support/restored_terminal.ts";

const ignore = Deno.build.os === "windows";

async function withHome(fn: (home: string) => Promise<void>): Promise<void> {
  const home = await Deno.makeTempDir();
  try {
    await fn(home);
  } finally {
    await Deno.remove(home, { recursive: true });
  }
}

async function openStart(home: string): Promise<WatchedProgram> {
  const watched = await openWatched(await startCommand(), { home });
  await watched.session.until(/no profile yet[^]*q quit/);
  return watched;
}

for (
  const [name, key, code] of [["q", "q", 0], ["Ctrl+C", "\x03", 0]] as const
) {
  Deno.test({
    name: `${name} leaves the terminal as it was, mouse and all`,
    ignore,
    fn: () =>
      withHome(async (home) => {
        const { session, ended } = await openStart(home);
        session.press(key);
        assert.equal(await ended(), code);
      }),
  });
}

for (
  const [signal, code] of [
    ["SIGTERM", 143],
    ["SIGHUP", 129],
    ["SIGINT", 130],
    ["SIGQUIT", 131],
  ] as const
) {
  Deno.test({
    name: `${signal} leaves the terminal as it was, mouse and all`,
    ignore,
    fn: () =>
      withHome(async (home) => {
        const { kill, ended } = await openStart(home);
        await kill(signal);
        assert.equal(await ended(), code);
      }),
  });
}

const PROGRAM = new URL("../support/crashing_interface.ts", import.meta.url);

for (
  const [place, keys] of [
    ["update", ":"],
    ["view", ","],
    ["effect", ",\r"],
  ] as const
) {
  Deno.test({
    name: `an exception in ${place} leaves the terminal as it was, and is told`,
    ignore,
    // The emulator may still be drawing when the program has crashed.
    sanitizeOps: false,
    fn: () =>
      withHome(async (home) => {
        const program = ["run", "--quiet", "-A", PROGRAM.pathname, place];
        const { session, ended } = await openWatched(program, { home });
        await session.until("There is no profile yet");
        for (const key of keys) session.press(key);
        assert.equal(await ended(), 1);
        // The last words may come after the end.
        await session.until(`caught: broken ${place}`);
        const written = session.written();
        const told = written.lastIndexOf(`caught: broken ${place}`);
        assert.ok(
          told > written.lastIndexOf("\x1b[?1049l"),
          "it is told after",
        );
      }),
  });
}

Deno.test({
  name: "Ctrl+Z gives the mouse back to the shell, and fg takes it again",
  ignore,
  fn: () =>
    withHome(async (home) => {
      await Deno.writeTextFile(
        `${home}/interface.json`,
        JSON.stringify({ version: 1, mouse: "on" }),
      );
      const shell = openPty("/bin/bash", {
        args: ["--norc", "--noprofile", "-i"],
        cwd: ROOT,
        env: { ...cleanEnvironment(home), PS1: "ready> " },
      });
      await shell.until("ready>");
      const command = [Deno.execPath(), ...await startCommand()]
        .map((word) => `'${word}'`).join(" ");
      shell.press(`${command}\r`);
      await shell.until(/no profile yet[^]*q quit/);
      const lastOf = (text: string) => shell.written().lastIndexOf(text);
      await shell.until(() => lastOf("\x1b[?1006h") > lastOf("\x1b[?1006l"));
      shell.press("\x1a");
      await shell.until(/Stopped/);
      await shell.until(() => lastOf("\x1b[?1006l") > lastOf("\x1b[?1006h"));
      await shell.until(() => lastOf("\x1b[?2004l") > lastOf("\x1b[?1006h"));
      shell.press("fg\r");
      await shell.until(/no profile yet[^]*q quit/);
      await shell.until(() => lastOf("\x1b[?1006h") > lastOf("\x1b[?1006l"));
      // A click on a hint of the footer shows that it is heard again.
      const column = shell.screen().split("\n")[22]?.indexOf("? help") ?? -1;
      shell.press(`\x1b[<0;${column + 1};23M`);
      await shell.until("▸ help");
      shell.press("q");
      await shell.until(/no profile yet[^]*q quit/);
      shell.press("q");
      await shell.until(/left without a token\s+ready>/);
      await shell.until(() => lastOf("\x1b[?1006l") > lastOf("\x1b[?1006h"));
      shell.press("exit\r");
      await shell.exit;
    }),
});

Deno.test("a resize storm while a sign-in runs loses nothing and breaks nothing", async () => {
  const session = await openProduct({ args: ["demo"], home: "/nonexistent" });
  await session.until("? help");
  session.press("\r");
  await session.until("Enter this code");
  const sizes = [[120, 40], [40, 10], [60, 15], [1, 1], [100, 30]] as const;
  for (let round = 0; round < 4; round++) {
    for (const [columns, rows] of sizes) session.resize({ columns, rows });
  }
  session.resize({ columns: 80, rows: 24 });
  await session.until(/signature not verified[^]*q quit/);
  session.press("q");
  assert.equal(await session.exit, 0);
  assert.doesNotMatch(session.written(), /\bat .*\.ts:\d+|Uncaught/);
});

Deno.test("NO_COLOR leaves no colour, and says so in the settings", async () => {
  const session = await openProduct({
    args: ["demo"],
    home: "/nonexistent",
    env: { NO_COLOR: "1" },
  });
  await session.until("? help");
  session.press(",");
  await session.until("NO_COLOR is set");
  session.press("\x1b");
  await session.until("? help");
  session.press("q");
  assert.equal(await session.exit, 0);
  const [, ...codes] = session.written().split("\x1b[");
  const colours = codes.map((code) => /^([\d;]*)m/.exec(code)?.[1])
    .filter((code) =>
      code !== undefined && /^(3[0-7]|4[0-7]|9\d|10\d)/.test(code)
    );
  assert.deepEqual(colours, []);
});

Deno.test({
  name: "TERM=dumb opens no interface, and writes no escape",
  ignore,
  fn: () =>
    withHome(async (home) => {
      const command = [Deno.execPath(), ...await startCommand()]
        .map((word) => `'${word}'`).join(" ");
      // The terminal of this test calls itself something else.
      const session = openPty("/bin/sh", {
        args: ["-c", `TERM=dumb ${command}; echo "code $?"`],
        cwd: ROOT,
        env: cleanEnvironment(home),
      });
      await session.until("code 64");
      assert.equal(session.written().includes("\x1b"), false);
      await session.exit;
    }),
});

Deno.test("a setting is kept from one run to the next", () =>
  withHome(async (home) => {
    const first = await openProduct({ args: [], home });
    await first.until("There is no profile yet");
    first.press(",");
    await first.until("› Theme");
    first.press("\r");
    await first.until("● high contrast");
    first.press("\x1b");
    await first.until("? help");
    first.press("q");
    await first.exit;
    const second = await openProduct({ args: [], home });
    await second.until("There is no profile yet");
    assert.ok(
      second.written().includes("\x1b[93m"),
      "its keys are bright yellow",
    );
    second.press("q");
    await second.exit;
  }));

Deno.test("a damaged file of settings is told of in the interface", () =>
  withHome(async (home) => {
    await Deno.writeTextFile(`${home}/interface.json`, "{");
    const session = await openProduct({ args: [], home, columns: 120 });
    await session.until(/interface\.json: it is not JSON/);
    session.press("q");
    await session.exit;
    assert.equal(await Deno.readTextFile(`${home}/interface.json`), "{");
  }));
