import assert from "node:assert/strict";
import { Interruption } from "../../src/cli/errors.ts";
import type { Io } from "../../src/cli/io.ts";
import { DEFAULT_WORLD, startSandbox } from "../../src/sandbox/mod.ts";
import { runFake, unsafeCharacters } from "./fake_io.ts";

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
  assert.match(ran.stdout, /Contoso Web Shop +secret +sandbox-secret-web-shop/);
  assert.match(ran.stdout, / redirect +http:\/\/localhost:8400\/callback$/m);
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
    ["null", 78, /Cannot use the seed seed\.json: .*not an object/],
    ["[]", 78, /Cannot use the seed seed\.json: .*not an object/],
    [
      JSON.stringify({
        ...DEFAULT_WORLD,
        apis: DEFAULT_WORLD.apis.map(({ scopes: _, ...api }) => api),
      }),
      78,
      /Cannot use the seed seed\.json: .*"apis\[0\]\.scopes" is not a list of texts/,
    ],
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

Deno.test("sandbox --interval 0 is a mistake of the caller", async () => {
  const ran = await runFake(["sandbox", "--interval", "0"], {
    replace: { startSandbox },
  });
  assert.equal(ran.code, 64);
  assert.match(ran.stderr, /^Error: .*0/m);
  assert.match(ran.stderr, /^Hint: .*1 to 600/m);
});

/** The default world with other names, secrets and addresses. */
function seed(text: string, secret = text): string {
  const { tenants, users, clients, apis } = DEFAULT_WORLD;
  return JSON.stringify({
    ...DEFAULT_WORLD,
    tenants: tenants.map((tenant) => ({ ...tenant, domain: text })),
    users: users.map((user) => ({ ...user, username: text, password: text })),
    clients: clients.map((client) => ({
      ...client,
      name: text,
      secrets: [{ value: secret }],
    })),
    apis: apis.map((api) => ({ ...api, uri: text, scopes: [text] })),
  });
}

Deno.test("sandbox shows no control character of a foreign seed", async () => {
  const ran = await served(["--seed", "s"], {
    s: seed("\u001b]52;c;eA==\u0007\u009b2J\u202e\r\n\u{e0041}"),
  });
  assert.equal(ran.code, 0, ran.stderr);
  assert.deepEqual(unsafeCharacters(ran.stdout), []);
  assert.doesNotMatch(ran.stdout, /printf|device-code/);
});

Deno.test("sandbox quotes what its commands to copy have in them", async () => {
  const secret = 'it\'s $(touch x) `y` \\ "z" ; %s';
  const uri = "api://a b';reboot;'";
  const ran = await served(["--seed", "s"], { s: seed(uri, secret) });
  const line = /^ {2}(printf .*) \| entrada get-token (.*)$/m.exec(ran.stdout);
  const shell = async (command: string) => {
    const { stdout } = await new Deno.Command("sh", {
      args: ["-c", command],
    }).output();
    return new TextDecoder().decode(stdout);
  };
  if (Deno.build.os === "windows") return;
  assert.equal(await shell(line?.[1] ?? ""), secret);
  const words = await shell(`printf '%s\\n' ${line?.[2]}`);
  assert.equal(words.trimEnd().split("\n").at(-1), uri);
});
