import assert from "node:assert/strict";
import { systemDiagnosis } from "../../src/adapters/diagnosis/mod.ts";
import { judgeStorage } from "../../src/cli/doctor/storage.ts";
import { marks } from "../unit/doctor/facts.ts";
import { inDirectory } from "./doctor_world.ts";

const IS_WINDOWS = Deno.build.os === "windows";
const { inspectDirectory, lookAt, findPrograms, listen } = systemDiagnosis;

async function names(path: string): Promise<readonly string[]> {
  const entries = await Array.fromAsync(Deno.readDir(path));
  return entries.map(({ name }) => name).sort();
}

Deno.test("inspectDirectory() tries a missing directory in the one above, and leaves nothing behind", async () => {
  await inDirectory(async (path) => {
    const facts = await inspectDirectory(`${path}/a/b/state`);
    assert.equal(facts.path.kind, "missing");
    assert.equal(facts.triedIn, path);
    assert.deepEqual(facts.trial, { outcome: "written", isLockable: true });
    assert.deepEqual(await names(path), []);
  });
});

Deno.test({
  name:
    "inspectDirectory() tells modes, links, leftovers and what was set aside",
  ignore: IS_WINDOWS,
  fn: () =>
    inDirectory(async (path) => {
      const state = `${path}/state`;
      await Deno.mkdir(`${state}/kernel`, { recursive: true, mode: 0o700 });
      await Deno.chmod(state, 0o750);
      const write = (name: string, mode: number) =>
        Deno.writeTextFile(`${state}/kernel/${name}`, "x", { mode });
      await write("a.tokens", 0o600);
      await write("b.tokens", 0o640);
      await write("a.tokens.corrupt-20260101T000000Z", 0o600);
      await write("a.tokens.0b1e.tmp", 0o600);
      await Deno.utime(`${state}/kernel/a.tokens.0b1e.tmp`, 0, 0);
      await Deno.symlink("/etc/passwd", `${state}/kernel/c.tokens`);
      const before = await names(`${state}/kernel`);
      const found = judgeStorage(await inspectDirectory(state));
      assert.deepEqual(marks(found), [
        "state_directory: ok",
        "state_directory_open: warning",
        "state_files_unexpected: warning",
        "state_files_open: warning",
        "state_set_aside: note",
        "state_leftovers: note",
      ]);
      assert.match(found[3]?.message ?? "", /: kernel\/b\.tokens$/);
      assert.deepEqual(await names(`${state}/kernel`), before);
      assert.deepEqual(await names(state), ["kernel"]);
    }),
});

Deno.test({
  name: "inspectDirectory() tells a directory of another user",
  // Only the system's own user may give files away.
  ignore: IS_WINDOWS || Deno.uid() !== 0,
  fn: () =>
    inDirectory(async (path) => {
      await Deno.mkdir(`${path}/state`, { mode: 0o700 });
      await Deno.writeTextFile(`${path}/state/a.tokens`, "x", { mode: 0o600 });
      await Deno.chown(`${path}/state/a.tokens`, 12_345, 12_345);
      const files = judgeStorage(await inspectDirectory(`${path}/state`));
      assert.deepEqual(marks(files), ["state_files_foreign: error"]);
      await Deno.chown(`${path}/state`, 12_345, 12_345);
      const whole = judgeStorage(await inspectDirectory(`${path}/state`));
      assert.deepEqual(marks(whole), ["state_directory_foreign: error"]);
    }),
});

Deno.test("inspectDirectory() tells what cannot be written", async () => {
  await inDirectory(async (path) => {
    await Deno.writeTextFile(`${path}/file`, "");
    const inside = await inspectDirectory(`${path}/file/state`);
    assert.notEqual(inside.trial.outcome, "written");
    assert.equal(
      marks(judgeStorage(inside))[0],
      "state_not_writable: error",
    );
    const file = await inspectDirectory(`${path}/file`);
    assert.deepEqual(marks(judgeStorage(file)), [
      "state_directory_unusable: error",
    ]);
  });
});

Deno.test("lookAt() does not open what it looks at", async () => {
  if (IS_WINDOWS) return;
  await inDirectory(async (path) => {
    await new Deno.Command("mkfifo", { args: [`${path}/pipe`] }).output();
    assert.equal((await lookAt(`${path}/pipe`)).kind, "other");
    await Deno.symlink(`${path}/nowhere`, `${path}/link`);
    assert.equal((await lookAt(`${path}/link`)).kind, "missing");
    assert.equal((await lookAt(`${path}/none`)).kind, "missing");
    assert.equal((await lookAt(`${path}/pipe/x`)).kind, "missing");
    assert.equal((await lookAt(path)).kind, "directory");
  });
});

Deno.test("findPrograms() finds what can be run, by name and by path", async () => {
  if (IS_WINDOWS) return;
  await inDirectory(async (path) => {
    await Deno.writeTextFile(`${path}/plain`, "", { mode: 0o600 });
    await Deno.writeTextFile(`${path}/run`, "", { mode: 0o700 });
    const wanted = [
      "sh",
      "no-such-program-5f0e",
      `${path}/plain`,
      `${path}/run`,
      path,
    ];
    assert.deepEqual(await findPrograms(wanted), ["sh", `${path}/run`]);
  });
});

Deno.test("listen() listens on 127.0.0.1 and lets go", () => {
  for (let time = 0; time < 20; time++) {
    const { ipv4, ipv6 } = listen();
    assert.equal(ipv4, "listens");
    assert.match(ipv6, /^(listens|missing)$/);
  }
});

Deno.test("browser() names the program that is run to open a page", async () => {
  const { opener } = await systemDiagnosis.browser();
  const source = await Deno.readTextFile(
    new URL("../../src/adapters/browser.ts", import.meta.url),
  );
  assert.ok(source.includes(JSON.stringify(opener)));
});
