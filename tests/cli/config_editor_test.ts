import assert from "node:assert/strict";
import { CLIENT, TENANT } from "../support/tokens.ts";
import { Interruption } from "../../src/cli/errors.ts";
import { PROFILES, profilesText, runFake } from "./fake_io.ts";

const work = { name: "work", tenant: TENANT, clientId: CLIENT };
const files = { [PROFILES]: profilesText([work]) };
const ignore = Deno.build.os === "windows";

/** An editor that runs a line of shell; the file is `$1`. */
async function edit(
  line: string,
  { stdin = "", variable = "EDITOR" } = {},
) {
  const env = { [variable]: `sh -c '${line}' editor` };
  return await runFake(["config", "edit", "work", "--editor"], {
    files,
    env,
    stdin,
    terminals: stdin === "" ? [] : ["stdin", "stderr"],
  });
}

function profileOf(left: ReadonlyMap<string, string>) {
  return JSON.parse(left.get(PROFILES) ?? "{}").profiles[0];
}

/** Takes away what was kept for whoever wrote it. */
async function keptText(stderr: string): Promise<string> {
  const [, path = ""] = /is kept in (.+)$/m.exec(stderr) ?? [];
  const text = await Deno.readTextFile(path);
  const { mode } = await Deno.stat(path);
  assert.equal((mode ?? 0) & 0o077, 0);
  await Deno.remove(path.replace(/\/[^/]+$/, ""), { recursive: true });
  return text;
}

Deno.test({
  name:
    "config edit --editor takes what was written, and leaves nothing behind",
  ignore,
  async fn() {
    const seen = await Deno.makeTempFile();
    const change = 's/"name": "work"/"name": "job", "flow": "device-code"/';
    const quoted = change.replaceAll('"', '\\"');
    const line = `echo "$1" > ${seen}; sed -i "${quoted}" "$1"`;
    const ran = await edit(line, { variable: "VISUAL" });
    assert.equal(ran.code, 0, ran.stderr);
    assert.deepEqual(profileOf(ran.files), {
      ...work,
      name: "job",
      flow: "device-code",
    });
    const path = (await Deno.readTextFile(seen)).trim();
    await Deno.remove(seen);
    assert.match(path, /\/work\.json$/);
    await assert.rejects(Deno.stat(path), Deno.errors.NotFound);
  },
});

Deno.test({
  name: "config edit --editor keeps what cannot be used, and tells where it is",
  ignore,
  async fn() {
    const damaged = await edit('echo "{ broken" > "$1"');
    assert.equal(damaged.code, 78, damaged.stderr);
    assert.match(damaged.stderr, /work\.json:1:3: this is not JSON/);
    assert.equal(await keptText(damaged.stderr), "{ broken\n");
    const secret =
      `{\\"name\\": \\"work\\", \\"clientId\\": \\"${CLIENT}\\", \\"clientSecret\\": \\"hunter2\\"}`;
    const refused = await edit(`echo "${secret}" > "$1"`);
    assert.equal(refused.code, 78);
    assert.ok(!refused.stderr.includes("hunter2"));
    assert.match(
      refused.stderr,
      /"clientSecret" must tell where the secret is/,
    );
    await keptText(refused.stderr);
    for (const { files: left } of [damaged, refused]) {
      assert.deepEqual(profileOf(left), work);
    }
  },
});

Deno.test({
  name: "config edit --editor offers to edit again, with what was written",
  ignore,
  async fn() {
    // The first time it writes damage, the second time it mends it.
    const line =
      'if grep -q oops "$1"; then sed -i s/oops// "$1"; else echo oops >> "$1"; fi';
    const ran = await edit(line, { stdin: "y\n" });
    assert.equal(ran.code, 0, ran.stderr);
    assert.match(ran.stderr, /Edit it again\? \[Y\/n\] /);
    assert.deepEqual(profileOf(ran.files), work);
    const given = await edit(line, { stdin: "n\n" });
    assert.equal(given.code, 78);
    assert.match(await keptText(given.stderr), /oops/);
  },
});

Deno.test({
  name: "config edit --editor says that nothing was changed when nothing was",
  ignore,
  async fn() {
    const ran = await edit("true");
    assert.equal(ran.code, 0, ran.stderr);
    assert.equal(ran.stderr, 'The profile "work" stays as it was\n');
    assert.equal(ran.files.get(PROFILES), files[PROFILES]);
  },
});

Deno.test({
  name: "config edit --editor tells where the text is when a signal ends it",
  ignore,
  async fn() {
    const folder = await Deno.makeTempDir();
    const ready = `${folder}/ready`;
    const ends = new AbortController();
    const line = `echo half > "$1"; mkfifo ${ready}; echo > ${ready}; sleep 60`;
    const running = runFake(["config", "edit", "work", "--editor"], {
      files,
      env: { EDITOR: `sh -c '${line}' editor` },
      signal: ends.signal,
    });
    for (;;) {
      const there = await Deno.stat(ready).catch(() => undefined);
      if (there !== undefined) break;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await Deno.readTextFile(ready);
    ends.abort(new Interruption("SIGTERM"));
    const ran = await running;
    assert.equal(ran.code, 143, ran.stderr);
    assert.equal(await keptText(ran.stderr), "half\n");
    await Deno.remove(folder, { recursive: true });
  },
});

Deno.test({
  name: "config edit --editor says why an editor did not work",
  ignore,
  async fn() {
    const failed = await edit("exit 3");
    assert.equal(failed.code, 78);
    assert.match(failed.stderr, /Cannot edit with "sh": it ended with 3/);
    const missing = await runFake(["config", "edit", "work", "--editor"], {
      files,
      env: { EDITOR: "/nowhere/editor" },
    });
    assert.equal(missing.code, 78);
    assert.match(missing.stderr, /"\/nowhere\/editor": it is not installed/);
    for (const { stderr } of [failed, missing]) {
      const [, path = ""] = /the text is in (\S+)$/m.exec(stderr) ?? [];
      await Deno.remove(path.replace(/\/[^/]+$/, ""), { recursive: true });
    }
  },
});
