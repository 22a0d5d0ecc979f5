import assert from "node:assert/strict";
import { KINDS } from "../../src/cli/explain/entry.ts";
import { allEntries, findEntries } from "../../src/cli/explain/find_entries.ts";
import { FLOWS } from "../../src/engine/flows/flow_names.ts";
import { validate } from "../support/json_schema.ts";
import { type FakeSetting, runFake, unsafeCharacters } from "./fake_io.ts";

const TRACE = "6c7f7d5c-1111-4222-8333-944444444444";
const CORRELATION = "7c7f7d5c-1111-4222-8333-944444444444";

Deno.test("explain finds one of each kind by what people write", async (t) => {
  const cases: readonly (readonly [string, string, RegExp])[] = [
    ["AADSTS50076", "error:AADSTS50076", /Multifactor/],
    ["50076", "error:AADSTS50076", /Multifactor/],
    ["invalid_grant", "error:invalid_grant", /./],
    ["scp", "claim:scp", /delegated permissions/],
    ["groups", "claim:groups", /./],
    ["device", "flow:device-code", /another device/],
    ["DEVICECODE", "flow:device-code", /another device/],
    ["code_challenge", "parameter:code_challenge", /PKCE/],
    ["offline_access", "scope:offline_access", /refresh token/],
    [".default", "scope:.default", /granted/],
    ["04b07795-8ddb-461a-bbee-02f9e1bf7b46", "app:Microsoft Azure CLI", /./],
    ["https://graph.microsoft.com/", "api:Microsoft Graph", /./],
    ["graph", "api:Microsoft Graph", /./],
    [
      "62e90394-69f5-4237-9190-012177145e10",
      "role:Global Administrator",
      /wids/,
    ],
    [
      "9188040d-6c67-4c5b-b112-36a304b66dad",
      "tenant:Personal Microsoft accounts",
      /./,
    ],
    ["state_mismatch", "code:state_mismatch", /another sign-in/],
    ["issuer_unknown", "finding:issuer_unknown", /not Microsoft/],
    ["nonce_in_header", "finding:nonce_in_header", /its API/],
    ["audience_mismatch", "finding:audience_mismatch", /another API/],
    ["groups_overage", "finding:groups_overage", /groups/],
    ["exit 6", "exit:6", /sign in/],
    ["78", "exit:78", /configuration|profile/],
  ];
  for (const [text, name, meaning] of cases) {
    await t.step(text, async () => {
      const { entries } = await findEntries(text);
      const found = entries.find((each) =>
        `${each.kind}:${each.name}` === name
      );
      assert.ok(found, entries.map((each) => each.name).join());
      assert.match(found.meaning, meaning);
    });
  }
});

Deno.test("explain knows every kind, and no entry is without a meaning", async () => {
  const entries = await allEntries();
  assert.deepEqual([...new Set(entries.map(({ kind }) => kind))], [...KINDS]);
  assert.deepEqual(entries.filter(({ meaning }) => meaning.length < 5), []);
  const flows = entries.filter(({ kind }) => kind === "flow");
  assert.equal(flows.length, FLOWS.length);
  assert.deepEqual(flows.filter(({ steps = [] }) => steps.length < 2), []);
});

Deno.test("explain takes one kind alone where a word has several meanings", async () => {
  const all = await findEntries("nonce");
  assert.deepEqual(all.entries.map(({ kind }) => kind), [
    "claim",
    "claim",
    "parameter",
  ]);
  const one = await findEntries("parameter:nonce");
  assert.deepEqual(one.entries.map(({ kind }) => kind), ["parameter"]);
});

const IDS = `Trace ID: ${TRACE} Correlation ID: ${CORRELATION}`;
const ANSWER = JSON.stringify({
  error: "invalid_grant",
  error_description:
    `AADSTS65001: Nobody has consented.\r\n${IDS}\r\nTimestamp: 2026-01-01 10:00:00Z`,
  error_codes: [65001],
  timestamp: "2026-01-01 10:00:00Z",
  trace_id: TRACE,
  correlation_id: CORRELATION,
});
const QUERY = new URLSearchParams({
  error: "access_denied",
  error_description: `AADSTS65001: Nobody has consented.\r\n${IDS}`,
});
const entities = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");

/** The same error as it is found in several places. */
const PASTED: readonly (readonly [string, readonly string[], FakeSetting])[] = [
  ["a message", [`AADSTS65001: Nobody has consented. ${IDS}`], {}],
  ["words without quotes", ["AADSTS65001:", "Nobody", ...IDS.split(" ")], {}],
  ["JSON", [ANSWER], {}],
  ["JSON in a log", [`token request failed: ${JSON.stringify(ANSWER)}`], {}],
  ["JSON in a page", [entities(ANSWER)], {}],
  ["JSON in a page of a page", [entities(entities(ANSWER))], {}],
  ["an address", [`http://localhost/?${QUERY}&state=x`], {}],
  ["a fragment", [`http://localhost/#${QUERY}`], {}],
  ["standard input", ["-"], { stdin: ANSWER }],
  ["a pipe", [], { stdin: `${ANSWER}\n` }],
];
for (const [what, argv, setting] of PASTED) {
  Deno.test(`explain reads an error out of ${what}, with the ids that support asks for`, async () => {
    const ran = await runFake(["explain", "--json", ...argv], setting);
    assert.equal(ran.code, 0, ran.stdout + ran.stderr);
    const [entry, ...more] = JSON.parse(ran.stdout).entries;
    assert.deepEqual(more, []);
    assert.equal(entry.name, "AADSTS65001");
    assert.equal(entry.facts.trace_id, TRACE);
    assert.equal(entry.facts.correlation_id, CORRELATION);
  });
}

Deno.test("explain keeps the ids of an error that it does not know, with 64", async () => {
  const ran = await runFake(["explain", `AADSTS999999: new. ${IDS}`]);
  assert.equal(ran.code, 64);
  assert.match(ran.stdout, /not among the errors that are known/);
  assert.match(ran.stdout, new RegExp(TRACE));
});

Deno.test("explain shows what is similar, with 64, and one that is near at once", async () => {
  const many = await runFake(["explain", "administrator"]);
  assert.equal(many.code, 64);
  assert.match(many.stdout, /^ {2}role:Global Administrator /m);
  assert.ok(many.stdout.split("\n").every((line) => line.length <= 80));
  const near = await runFake(["explain", "code_chalenge"]);
  assert.match(near.stdout, /code_challenge/);
  const none = await runFake(["explain", "qqqqqqqqqqqq"]);
  assert.equal(none.code, 64);
  assert.equal(none.stdout, "");
  assert.match(none.stderr, /^Hint: entrada explain, without a word,/m);
});

Deno.test("explain draws a flow between those who take part, within the terminal", async () => {
  const plain = await runFake(["explain", "hybrid"]);
  assert.match(plain.stdout, /^ +You +Entrada +Entra$/m);
  assert.match(plain.stdout, /^ {2}6 .*Redeem the code.*▸│$/m);
  assert.match(
    plain.stdout,
    /^ {5}sends: client_id, response_type=code id_token, /m,
  );
  for (const width of [60, 80, 120]) {
    for (const { name } of FLOWS) {
      const stdout = { text: "", isTerminal: true, columns: width } as const;
      let text = "";
      await runFake(["explain", `flow:${name}`], {
        replace: {
          stdout: { ...stdout, write: (more: string) => void (text += more) },
        },
        env: { NO_COLOR: "1" },
      });
      const long = text.split("\n").filter((line) =>
        [...line].length > width && line.trim().includes(" ")
      );
      assert.deepEqual(long, [], `${name} at ${width}`);
    }
  }
});

Deno.test("explain without a word shows what can be asked", async () => {
  for (const setting of [{ terminals: ["stdin"] as const }, { stdin: "" }]) {
    const ran = await runFake(["explain"], setting);
    assert.equal(ran.code, 0, ran.stderr);
    for (const kind of KINDS) {
      assert.match(ran.stdout, new RegExp(`^ {2}${kind} \\(\\d+\\)`, "m"));
    }
  }
});

Deno.test("explain refuses a token and contradictions, and repeats neither", async () => {
  const token = `eyJhbGciOiJSUzI1NiJ9.${"e".repeat(40)}.c2ln`;
  const ran = await runFake(["explain", token]);
  assert.equal(ran.code, 64);
  assert.match(ran.stderr, /^Hint: Pass it to entrada inspect$/m);
  assert.ok(!(ran.stdout + ran.stderr).includes(token));
  assert.equal(
    (await runFake(["explain", "scp", "--json", "-o", "pretty"])).code,
    64,
  );
});

Deno.test("explain lets nothing that was pasted act on the terminal", async () => {
  const hostile =
    `AADSTS50076: \u001b]0;x\u0007 &#27;[2J %1b[2J \\u001b[2J ${IDS}`;
  for (const argv of [[hostile], [hostile, "--json"], ["\u001b[2Jscp"]]) {
    const ran = await runFake(["explain", ...argv]);
    assert.deepEqual(unsafeCharacters(ran.stdout + ran.stderr), []);
  }
});

Deno.test("explain is quick with what is long and odd", async () => {
  const texts = [
    "a".repeat(200_000),
    "&amp;".repeat(20_000),
    "%41".repeat(30_000),
    "AADSTS".repeat(20_000),
    `{"error":${"[".repeat(50_000)}`,
  ];
  const start = performance.now();
  for (const stdin of texts) await runFake(["explain"], { stdin });
  assert.ok(performance.now() - start < 3_000);
});

Deno.test("explain --json is as its schema says, found or not", async () => {
  for (
    const query of [
      "AADSTS50076",
      "device-code",
      "nonce",
      "graph",
      "xyzzy",
      "admin",
    ]
  ) {
    const { stdout } = await runFake(["explain", query, "--json"]);
    const view = JSON.parse(stdout);
    validate("explain", view);
    assert.equal(view.query, query);
  }
});
