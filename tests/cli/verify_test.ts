import assert from "node:assert/strict";
import { SIGNING_KEY } from "../support/test_keys.ts";
import {
  CLIENT,
  idTokenClaims,
  KEY_ID,
  signedToken,
  TENANT,
  tokenAnswer,
} from "../support/tokens.ts";
import { env } from "./calls.ts";
import {
  type FakeSetting,
  memoryStorage,
  PROFILES,
  profilesText,
  runFake,
  START,
  unsafeCharacters,
} from "./fake_io.ts";

const now = START / 1000;
const API = "api://orders";

function tokenOf(
  claims: Record<string, unknown> = {},
  header: Record<string, unknown> = {},
): string {
  return signedToken({
    ...idTokenClaims(),
    aud: API,
    iat: now - 300,
    nbf: now - 300,
    exp: now + 3600,
    azp: CLIENT,
    scp: "Orders.Read",
    ...claims,
  }, { header });
}

const TOKEN = tokenOf();
const { kty, n, e } = SIGNING_KEY;
const JWKS = JSON.stringify({ keys: [{ kty, n, e, kid: KEY_ID, use: "sig" }] });

Deno.test("verify says what is wrong by its code, with 7", async () => {
  const cases: readonly (readonly [string, readonly string[], string])[] = [
    [TOKEN, ["--aud", "api://other"], "audience_mismatch"],
    [TOKEN, ["-t", CLIENT], "tenant_mismatch"],
    [TOKEN, ["-s", "Orders.Write"], "scope_missing"],
    [TOKEN, ["--role", "Admin"], "role_absent"],
    [TOKEN, ["--app", TENANT], "client_mismatch"],
    [TOKEN, ["--type", "app"], "subject_mismatch"],
    [TOKEN, ["--iss", "https://x.example"], "issuer_mismatch"],
    [tokenOf({ exp: now - 600 }), [], "expired"],
    [tokenOf({}, { alg: "none" }), [], "algorithm_none"],
    [`${TOKEN.slice(0, -6)}AAAAAA`, [], "signature_invalid"],
    ["EwB4A8l6", [], "opaque"],
  ];
  for (const [token, options, code] of cases) {
    const ran = await runFake(["verify", token, ...options]);
    assert.equal(ran.code, 7, ran.stderr);
    assert.match(ran.stdout, new RegExp(`^WRONG [^]*\\(${code}\\)`, "m"));
    assert.match(ran.stderr, new RegExp(`^Error: .*not valid: ${code}$`, "m"));
    assert.match(ran.stdout, /^Not valid/m);
  }
});

Deno.test("verify does not call a Graph token wrong, and not verified either", async () => {
  const ran = await runFake(["verify", tokenOf({}, { nonce: "n" })]);
  assert.equal(ran.code, 7);
  assert.match(ran.stdout, /^Not verified: nothing is wrong/m);
  assert.match(ran.stderr, /^Error: .*not verified: nonce_in_header$/m);
});

Deno.test("verify asks the issuer for its keys and ends with 0", async () => {
  const ran = await runFake(["verify", TOKEN, "--aud", API, "-t", TENANT]);
  assert.equal(ran.code, 0, ran.stdout);
  assert.match(ran.stdout, /^ok {5}signature {3}Signed by the key/m);
  assert.match(ran.stdout, /\n\nValid: /);
  assert.deepEqual(ran.ports.keyRequests, [
    `https://login.microsoftonline.com/${TENANT}/discovery/v2.0/keys`,
  ]);
});

Deno.test("verify has a line a check, in the order of the checks", async () => {
  const ran = await runFake(["verify", TOKEN]);
  const names = [...ran.stdout.matchAll(/^(?:ok|WRONG|-) +(\w+(?: before)?)/gm)]
    .map(([, name]) => name);
  assert.deepEqual(names, [
    "form",
    "type",
    "header",
    "algorithm",
    "issuer",
    "signature",
    "tenant",
    "audience",
    "expiry",
    "not before",
    "issued",
    "version",
    "scope",
    "role",
    "client",
    "subject",
  ]);
  const tooLong = ran.stdout.split("\n").filter((line) => line.length > 80);
  assert.deepEqual(
    tooLong.filter((line) => line.trim().includes(" ")),
    [],
    "only a word that is longer than a line",
  );
});

Deno.test("verify -o json has the documented members", async () => {
  const ran = await runFake(["verify", TOKEN, "--aud", "x", "--json"]);
  assert.equal(ran.code, 7);
  const view = JSON.parse(ran.stdout);
  assert.deepEqual(Object.keys(view), [
    "valid",
    "verified",
    "checks",
    "kind",
    "header",
    "payload",
  ]);
  assert.deepEqual([view.valid, view.verified], [false, true]);
  const audience = view.checks.find((each: { check: string }) =>
    each.check === "audience"
  );
  assert.deepEqual(Object.keys(audience), [
    "check",
    "ok",
    "code",
    "message",
    "hint",
  ]);
  assert.deepEqual([audience.ok, audience.code], [false, "audience_mismatch"]);
});

const WAYS: readonly (readonly [string, readonly string[], FakeSetting])[] = [
  ["an argument", [TOKEN], {}],
  ["standard input", ["-"], { stdin: `${TOKEN}\n` }],
  ["a pipe", [], { stdin: `Bearer ${TOKEN}` }],
  ["a file", ["--file", "t"], { files: { t: TOKEN } }],
  ["an answer", [], { stdin: JSON.stringify({ access_token: TOKEN }) }],
];
for (const [what, argv, setting] of WAYS) {
  Deno.test(`verify reads a token from ${what}`, async () => {
    const ran = await runFake(["verify", ...argv], setting);
    assert.equal(ran.code, 0, ran.stdout + ran.stderr);
  });
}

Deno.test("verify -p verifies what is kept, by the authority of the profile", async () => {
  const files = {
    [PROFILES]: profilesText([{
      name: "app",
      tenant: TENANT,
      clientId: CLIENT,
      clientSecret: "env:S",
      scopes: [`${API}/.default`],
    }]),
  };
  const storage = memoryStorage();
  const run = (argv: readonly string[], setting: FakeSetting = {}) =>
    runFake(argv, { files, env, storage, ...setting });
  const none = await run(["verify", "-p", "app"]);
  assert.equal(none.code, 7);
  assert.match(none.stderr, /^Hint: Get one: entrada get-token -p app$/m);
  await run(["get-token", "-p", "app"], {
    replies: [tokenAnswer({ access_token: TOKEN })],
  });
  const ran = await run(["verify", "-p", "APP", "--json"]);
  assert.equal(ran.code, 0, ran.stdout + ran.stderr);
  assert.match(ran.stdout, /"issuer_matches"/);
  const inspected = await run(["inspect", "-p", "app", "--claims", "--json"]);
  assert.equal(JSON.parse(inspected.stdout).aud, API);
  assert.equal((await run(["verify", "-p", "nobody"])).code, 2);
});

Deno.test("verify --jwks takes keys from a file or an address, and asks nobody else", async () => {
  const iss = "https://idp.example.org";
  const token = tokenOf({ iss, ver: undefined });
  const file = await runFake(["verify", token, "--jwks", "k.json"], {
    files: { "k.json": JWKS },
  });
  assert.equal(file.code, 0, file.stdout);
  assert.equal(file.ports.keyRequests.length, 0);
  const url = "https://idp.example.org/jwks.json";
  const fetched = await runFake(["verify", token, "--jwks", url], {
    replies: [new Response(JWKS)],
  });
  assert.equal(fetched.code, 0, fetched.stdout + fetched.stderr);
  assert.deepEqual(fetched.ports.sent.map((each) => each.url), [url]);
});

Deno.test("verify says which key set cannot be used", async () => {
  const cases: readonly (readonly [string, FakeSetting, number])[] = [
    ["nowhere.json", {}, 64],
    ["k.json", { files: { "k.json": "[]" } }, 64],
    ["http://idp.example.org/k", {}, 64],
    ["https://idp.example.org/k", { replies: [new TypeError("no")] }, 4],
    ["https://idp.example.org/k", {
      replies: [new Response("<html>")],
    }, 4],
  ];
  for (const [source, setting, code] of cases) {
    const ran = await runFake(["verify", TOKEN, "--jwks", source], setting);
    assert.equal(ran.code, code, `${source}: ${ran.stderr}`);
    assert.equal(ran.stdout, "");
  }
});

Deno.test("verify ends with 4 when the issuer cannot be reached", async () => {
  const ran = await runFake(["verify", TOKEN], {
    keys: () => new TypeError("no route to host"),
  });
  assert.equal(ran.code, 4);
  assert.match(
    ran.stderr,
    /^Error: Cannot reach "login.microsoftonline.com"$/m,
  );
});

Deno.test("verify --trace shows what was asked for, and no token", async () => {
  const ran = await runFake(["verify", TOKEN, "--trace"]);
  assert.match(ran.stderr, /^> GET https:.*\/keys \(jwks\)$/m);
  assert.ok(!(ran.stdout + ran.stderr).includes(TOKEN.slice(-40)));
});

Deno.test("verify --for says why an API would reject a token, and asks nobody", async () => {
  const wrong = await runFake(["verify", TOKEN, "--for", "graph"]);
  assert.equal(wrong.code, 7);
  assert.match(wrong.stdout, /^Microsoft Graph would reject this token$/m);
  assert.match(wrong.stderr, /reject the token: audience_mismatch/);
  const right = await runFake(["verify", TOKEN, "--for", API, "--json"]);
  assert.equal(right.code, 0, right.stdout);
  const view = JSON.parse(right.stdout);
  assert.deepEqual([view.rejected, view.reasons, view.verified], [
    false,
    [],
    false,
  ]);
  for (const { ports } of [wrong, right]) {
    assert.deepEqual([ports.sent, ports.keyRequests], [[], []]);
  }
});

Deno.test("verify refuses contradictions", async () => {
  for (
    const argv of [
      [TOKEN, "--file", "x"],
      [TOKEN, "-p", "x"],
      [TOKEN, "--json", "-o", "pretty"],
      [TOKEN, "--for", "graph", "--aud", "x"],
      [TOKEN, "--for", "no such preset"],
      [TOKEN, "--type", "robot"],
      [TOKEN, "--cloud", "moon"],
    ]
  ) {
    const ran = await runFake(["verify", ...argv]);
    assert.equal(ran.code, 64, argv.slice(1).join(" ") + ran.stderr);
    assert.equal(ran.stdout, "");
  }
});

Deno.test("verify lets no claim act on the terminal", async () => {
  const hostile = "\u001b]0;owned\u0007\u202e\u009b2J";
  const token = tokenOf({ aud: hostile, iss: hostile, tid: hostile });
  for (const argv of [[], ["--json"], ["--for", "graph"]]) {
    const ran = await runFake(["verify", token, ...argv]);
    assert.deepEqual(unsafeCharacters(ran.stdout), []);
    assert.deepEqual(unsafeCharacters(ran.stderr), []);
  }
});
