import assert from "node:assert/strict";
import { Interruption } from "../../src/cli/errors.ts";
import type { Io } from "../../src/cli/io.ts";
import { startSandbox } from "../../src/sandbox/mod.ts";
import { runFake } from "./fake_io.ts";

type Options = NonNullable<Parameters<Io["startSandbox"]>[0]>;

/** Runs the real sandbox and interrupts it once it serves. */
async function served(
  argv: readonly string[],
  files: Record<string, string> = {},
) {
  const end = new AbortController();
  const asked: Options[] = [];
  const ran = await runFake(["sandbox", ...argv], {
    files,
    signal: end.signal,
    replace: {
      async startSandbox(options = {}) {
        asked.push(options);
        const running = await startSandbox(options);
        queueMicrotask(() =>
          queueMicrotask(() => end.abort(new Interruption("SIGINT")))
        );
        return running;
      },
    },
  });
  return { ...ran, asked: asked[0] };
}

Deno.test("sandbox --json writes one line on standard output and ends with 0", async () => {
  const ran = await served(["--json"]);
  assert.equal(ran.code, 0, ran.stderr);
  assert.match(ran.stdout, /^[^\n]+\n$/);
  const ready = JSON.parse(ran.stdout);
  assert.match(ready.origin, /^http:\/\/127\.0\.0\.1:\d+$/);
  assert.ok(ready.authority.startsWith(ready.origin));
  for (const list of ["tenants", "clients", "users", "apis"]) {
    assert.ok(ready[list].length > 0, list);
  }
});

Deno.test("sandbox tells people what it offers, with commands to copy", async () => {
  const ran = await served([]);
  assert.match(ran.stdout, /^A sandbox, not Microsoft/);
  assert.match(
    ran.stdout,
    /^ {2}entrada get-token --authority http:\S+ --client-id \S+ --resource \S+ -f device-code$/m,
  );
  assert.match(ran.stdout, /--client-secret-stdin/);
  assert.match(ran.stderr, /Ctrl\+C/);
});

Deno.test("sandbox passes its options on", async () => {
  const { asked } = await served([
    "--port",
    "0",
    "--interval",
    "2",
    "--auto-approve-after",
    "3",
  ]);
  assert.equal(asked?.port, 0);
  assert.equal(asked?.deviceIntervalSeconds, 2);
  assert.equal(asked?.autoApprove?.deviceAfterPolls, 3);
});

Deno.test("sandbox says what is wrong with a seed", async () => {
  const cases: readonly (readonly [string | undefined, number, RegExp])[] = [
    [undefined, 64, /Cannot find the seed seed\.json/],
    ['{\n "tenants": [,]}', 78, /seed\.json:2:14: this is not JSON/],
    ['{"tenants": 7}', 78, /Cannot use the seed seed\.json: /],
  ];
  for (const [text, code, says] of cases) {
    const ran = await runFake(["sandbox", "--seed", "seed.json"], {
      files: text === undefined ? {} : { "seed.json": text },
      replace: { startSandbox },
    });
    assert.equal(ran.code, code, ran.stderr);
    assert.match(ran.stderr, says);
  }
});

Deno.test("sandbox says that a port is taken", async () => {
  const first = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  try {
    const ran = await runFake(["sandbox", "--port", String(first.addr.port)], {
      replace: { startSandbox },
    });
    assert.equal(ran.code, 64);
    assert.match(ran.stderr, /^Error: Cannot listen on port \d+/m);
    assert.match(ran.stderr, /^Hint: .*--port/m);
  } finally {
    first.close();
  }
});
