import assert from "node:assert/strict";
import { runFake } from "./fake_io.ts";

const NOW = Date.UTC(2026, 10, 20, 14, 0);
const HEADER = JSON.stringify({
  entrada: "recording",
  version: 1,
  program: "0.1.0",
  look: { color: false, ascii: true },
  initial: { now: NOW, size: { columns: 80, rows: 20 }, timeZone: "UTC" },
});

function recording(...messages: readonly unknown[]): string {
  const lines = messages.map((message, at) =>
    JSON.stringify({ ms: at * 1000, message })
  );
  return [HEADER, ...lines].map((line) => `${line}\n`).join("");
}

const PROFILE = {
  name: "work",
  tenant: "contoso.com",
  clientId: "14d82eec-204b-4c2f-b7e8-296a70dab67e",
  flow: "device-code",
  scopes: ["User.Read"],
  authority: "login.microsoftonline.com",
};

async function replay(text: string, ...more: readonly string[]) {
  return await runFake(["--replay", "/r.ndjson", ...more], {
    files: { "/r.ndjson": text },
    replace: {
      ports: () => assert.fail("A replay needs no engine"),
      storage: () => assert.fail("A replay opens nothing that is kept"),
      records: () => assert.fail("A replay opens nothing that is kept"),
    },
  });
}

Deno.test("--replay prints the last frame as plain text where there is no terminal", async () => {
  const { code, stdout, stderr } = await replay(
    recording(
      { type: "profiles_loaded", profiles: [PROFILE] },
      { type: "get", force: true },
    ),
  );
  assert.equal(code, 0, stderr);
  assert.equal(stderr, "");
  assert.match(stdout, /^ entrada > profiles/);
  assert.match(stdout, /> work +\S+ signing in/);
  assert.match(stdout, /q quit\n$/);
  assert.doesNotMatch(stdout, /[^\n\x20-\x7e]/);
});

Deno.test("--replay passes over a line that a crash has cut, and says so", async () => {
  const text = recording({ type: "profiles_loaded", profiles: [PROFILE] });
  const { code, stderr } = await replay(text + '{"ms": 5, "mess');
  assert.equal(code, 0);
  assert.match(stderr, /last line is cut/);
});

Deno.test("--replay tells what is wrong with a file, and in which line", async () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ["", /line 1: it is no recording of Entrada/],
    ["hello\n", /line 1: it is not JSON/],
    [HEADER.replace(":1,", ":9,") + "\n", /line 1: it has version 9, .*newer/],
    [`${HEADER}\n{\n`, /line 2: it is not JSON/],
    [recording({ type: "nobody" }), /line 2: it makes no sense/],
    [
      recording({ type: "profiles_loaded", profiles: [1, { name: 7 }] }),
      /line 2: what it leads to cannot be drawn/,
    ],
  ];
  for (const [text, told] of cases) {
    const { code, stdout, stderr } = await replay(text);
    assert.equal(code, 64, stderr);
    assert.equal(stdout, "");
    assert.match(stderr, told);
  }
  const missing = await runFake(["--replay", "/nowhere"]);
  assert.equal(missing.code, 64);
  assert.match(missing.stderr, /there is no such file/);
});

Deno.test("--replay and --speed take what they can use, and nothing else", async () => {
  const text = recording({ type: "profiles_loaded", profiles: [PROFILE] });
  for (const speed of ["max", "2", "0.5"]) {
    assert.equal((await replay(text, "--speed", speed)).code, 0);
    assert.equal((await replay(text, `--speed=${speed}`)).code, 0);
  }
  for (const speed of ["0", "-1", "fast", "1e3", "2000", ""]) {
    assert.equal((await replay(text, `--speed=${speed}`)).code, 64);
  }
  const first = await runFake(["--speed", "max", "--replay", "/r.ndjson"], {
    files: { "/r.ndjson": text },
  });
  assert.equal(first.code, 0, first.stderr);
  assert.equal((await replay(text, "--speed")).code, 64);
  assert.equal((await replay(text, "get-token")).code, 64);
  assert.equal((await runFake(["--replay"])).code, 64);
});

Deno.test("--record is refused where nothing can be recorded", async () => {
  const other = await runFake(["get-token", "--record", "/r.ndjson"]);
  assert.equal(other.code, 64);
  assert.match(other.stderr, /this command does not open it/);
  const piped = await runFake(["--record", "/r.ndjson"]);
  assert.equal(piped.code, 64);
  assert.match(piped.stderr, /needs a terminal/);
  assert.equal((await runFake(["--record"])).code, 64);
  assert.deepEqual([...piped.files], []);
});

Deno.test("--record goes to the interface with its file", async () => {
  let record: string | undefined;
  const { code } = await runFake(["--record=/r.ndjson"], {
    terminals: ["stdin", "stderr"],
    replace: {
      openInterface: (_io, options) => {
        record = options.record;
        return Promise.resolve(0);
      },
    },
  });
  assert.equal(code, 0);
  assert.equal(record, "/r.ndjson");
});

Deno.test("--replay tells what is wrong without colour where no terminal is, whatever Ink was told", async () => {
  const seen: Record<string, string> = {};
  const ran = await runFake(["--replay", "/r.ndjson"], {
    files: { "/r.ndjson": "{}\nnot JSON\n" },
    replace: {
      env: (name) => seen[name],
      prepareForInk: () => void (seen.FORCE_COLOR = "1"),
    },
  });
  assert.equal(ran.code, 64);
  assert.match(ran.stderr, /^Error: Cannot replay/);
});
