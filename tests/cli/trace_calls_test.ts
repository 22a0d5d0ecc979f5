import assert from "node:assert/strict";
import { validate } from "../support/json_schema.ts";
import { type Api, type CalledApi, runCall } from "./api_calls.ts";
import { SECRET } from "./calls.ts";

const USERS = "https://graph.microsoft.com/v1.0/users";
const CLAIMS = '{"access_token":{"nbf":{"essential":true,"value":"1"}}}';

/** What is in headers, addresses and bodies, and must be in no trace. */
const CANARIES = {
  header: "canary-of-a-header",
  cookie: "canary-of-a-cookie",
  query: "canary-of-a-signature",
  sent: "canary-of-the-data",
  answer: "canary-of-an-answer",
  location: "canary-of-a-redirect",
  jwt: "eyJhbGciOiJub25lIn0.eyJjYW5hcnkiOjF9.c2lnbmF0dXJl",
};
const HIDDEN = [
  ...Object.values(CANARIES),
  ...["first-token", "second-token", "third-token", SECRET],
];

function assertNoSecret(text: string): void {
  for (const secret of HIDDEN) assert.ok(!text.includes(secret), secret);
}

/** An API that challenges first, redirects on demand, and names its requests. */
const api: Api = ({ url }, index) => {
  const headers = { "request-id": `r-${index}`, "x-key": CANARIES.answer };
  if (index === 0) {
    const challenge = `Bearer error="insufficient_claims", claims="${
      btoa(CLAIMS)
    }"`;
    return Response.json({ error: { code: CANARIES.answer } }, {
      status: 401,
      headers: { ...headers, "www-authenticate": challenge },
    });
  }
  const body = { "@odata.context": "c", value: [{ id: CANARIES.answer }] };
  const next = `${USERS}?$top=1&$skiptoken=${CANARIES.query}`;
  return Response.json(
    url.includes("$skiptoken") ? body : { ...body, "@odata.nextLink": next },
    { headers },
  );
};

const PAGES = [
  ...[`${USERS}?$top=1`, "--all", "-H", `x-functions-key: ${CANARIES.header}`],
  ...["-H", `Cookie: a=${CANARIES.cookie}`],
];

interface Step {
  readonly title: string;
  readonly from: string;
  readonly to: string;
  readonly result?: string;
}

function traceOf(ran: CalledApi, path: string): string {
  assert.equal(ran.code, 0, ran.stderr);
  const text = ran.files.get(path);
  assert.ok(text !== undefined, `${path} was not written`);
  assertNoSecret(text + ran.stderr);
  return text;
}

Deno.test("call --trace-out tells tokens, challenge and pages in their order, once, at the end", async () => {
  const ran = await runCall([...PAGES, "--trace-out", "t.json"], { api });
  const trace = JSON.parse(traceOf(ran, "t.json"));
  validate("trace", trace);
  assert.deepEqual(
    trace.steps.map(({ title, from, to, result }: Step) => [
      ...[title, `${from} ${to}`, result],
    ]),
    [
      ["Ask as the application", "client entra", "200"],
      ["Call the API", "client api", "401, claims challenge"],
      ["Demand other claims", "api client", undefined],
      ["Ask as the application", "client entra", "200"],
      ["Call the API again", "client api", "200"],
      ["Fetch the next page", "client api", "200"],
    ],
  );
  const [, first, challenge, , again, page] = trace.steps;
  assert.equal(challenge.parameters[0].value, CLAIMS);
  assert.equal(first.response.headers["request-id"], "r-0");
  assert.equal(first.response.content.bytes, undefined);
  assert.equal(again.request.headers.Authorization, "Bearer $ACCESS_TOKEN");
  assert.match(again.request.headers["x-functions-key"], /^\[redacted, 18 /);
  assert.deepEqual(again.response.content.members, [
    ...["@odata.context", "value", "@odata.nextLink"],
  ]);
  assert.equal(
    page.request.url,
    `${USERS}?$top=1&$skiptoken=[redacted, 21 characters]`,
  );
  assert.equal(ran.stderr.match(/The trace was written/g)?.length, 1);
});

Deno.test("call --trace tells the request and the answer on standard error, and the answer is as ever", async () => {
  const plain = await runCall(PAGES, { api });
  const ran = await runCall([...PAGES, "--trace"], { api });
  assert.equal(ran.code, 0, ran.stderr);
  assert.equal(ran.stdout, plain.stdout);
  assertNoSecret(ran.stderr);
  assert.match(
    ran.stderr,
    /^> GET https:\/\/graph\.microsoft\.com\/v1\.0\/users\?\$top=1 \(api\)\n {4}accept: application\/json, \*\/\*\n/m,
  );
  assert.match(ran.stderr, /^ {4}Authorization: Bearer \$ACCESS_TOKEN$/m);
  assert.match(
    ran.stderr,
    /^< 401 after 0 ms\n {4}request-id: r-0\n {4}claims challenge: \{/m,
  );
  assert.match(
    ran.stderr,
    /^ {4}\(JSON, \d+ bytes: @odata\.context, value\)$/m,
  );
});

Deno.test("call --trace-out writes a diagram with the API in it", async () => {
  const ran = await runCall([...PAGES, "--trace-out", "t.md"], { api });
  const text = traceOf(ran, "t.md");
  assert.match(text, /^# Trace of API calls\n/);
  assert.match(text, /^ {4}participant api as API$/m);
  assert.match(
    text,
    /^ {4}client->>api: \(2\) Call the API<br\/>GET graph\.microsoft\.com\/v1\.0\/users/m,
  );
  assert.match(text, /^ {4}api->>client: \(3\) Demand other claims$/m);
  assert.match(text, /^ {4}api-->>client: 200<br\/>request-id, body$/m);
});

Deno.test("call --trace-out writes curl commands that a shell takes, with variables for secrets", async () => {
  const url =
    `https://a.example/it's/o?x=1&sig=${CANARIES.query}&t=${CANARIES.jwt}`;
  const ran = await runCall([
    ...["PUT", url, "--resource", "api://a", "-d", CANARIES.sent],
    ...["-H", `x-functions-key: ${CANARIES.header}`, "--trace-out", "t.sh"],
  ], { api: () => new Response(null, { status: 204 }) });
  const text = traceOf(ran, "t.sh");
  assert.match(
    text,
    /curl [^\n]*'https:\/\/a\.example\/it'\\''s\/o\?x=1&sig='"\$API_SIG"'&t='"\$API_T" \\\n {2}--request 'PUT' \\\n/,
  );
  assert.match(text, /--header "Authorization: Bearer \$ACCESS_TOKEN"/);
  assert.match(text, /--header 'x-functions-key: '"\$API_X_FUNCTIONS_KEY"/);
  assert.match(text, /^ {2}--data-binary "@\$BODY_FILE"$/m);
  for (const name of ["ACCESS_TOKEN", "API_SIG", "API_T", "BODY_FILE"]) {
    assert.ok(text.includes(`: "\${${name}:?Set ${name} `), name);
  }
});

Deno.test("a trace shows nothing of the query where a redirect points, and no token goes there", async () => {
  const ran = await runCall([USERS, "-L", "--trace-out", "t.json"], {
    api: (_call, index) =>
      index === 0
        ? Response.redirect(`https://b.example/f?a=${CANARIES.location}`)
        : new Response(CANARIES.answer),
  });
  const { steps } = JSON.parse(traceOf(ran, "t.json"));
  const { title, request, response } = steps.at(-1);
  assert.equal(title, "Follow the redirect");
  assert.equal(request.url, "https://b.example/f?a=[redacted, 20 characters]");
  assert.equal(request.headers.Authorization, undefined);
  assert.deepEqual(response.content, { kind: "text", bytes: 19 });
});

Deno.test("a trace of an API that refuses or is not there is written, and the exit code stays", async () => {
  const refused = await runCall([USERS, "--trace-out", "t.json"], {
    api: () => Response.json({ error: { code: "No" } }, { status: 403 }),
  });
  assert.equal(refused.code, 3);
  const gone = await runCall([USERS, "--trace-out", "t.json"], {
    api: () => Promise.reject(new TypeError(CANARIES.answer)),
  });
  assert.equal(gone.code, 4);
  const results = [refused, gone].map(({ files }) => {
    const trace = JSON.parse(files.get("t.json") ?? "");
    validate("trace", trace);
    const { title, outcome, result } = trace.steps.at(-1);
    return [title, outcome, result];
  });
  assert.deepEqual(results, [
    ["Call the API", "failed", "403"],
    [
      "Call the API",
      "failed",
      'no answer: Cannot reach "graph.microsoft.com"',
    ],
  ]);
});

Deno.test("call --dry-run shows the request and sends nothing", async () => {
  const asked = [
    ...["POST", `${USERS}?sig=${CANARIES.query}&$top=1`, "-d", CANARIES.sent],
    ...["-H", `Cookie: ${CANARIES.cookie}`, "--dry-run"],
  ];
  const never = () => Promise.reject(new Error("something was sent"));
  const text = await runCall(asked, { api: never });
  assert.equal(text.code, 0, text.stderr);
  assert.match(
    text.stdout,
    /^POST https:\S+\/users\?sig=\[redacted, 21 characters\]&\$top=1\n {2}Authorization: Bearer \$ACCESS_TOKEN\n/,
  );
  assert.match(text.stdout, /^ {2}\(text, 18 bytes\)$/m);
  const json = await runCall([...asked, "-o", "json"], { api: never });
  const view = JSON.parse(json.stdout);
  validate("dry-run", view);
  assert.equal(view.type, "call");
  assert.deepEqual(view.scopes, ["https://graph.microsoft.com/.default"]);
  for (const ran of [text, json]) {
    assertNoSecret(ran.stdout + ran.stderr);
    assert.equal(ran.calls.length + ran.tokenForms.length, 0);
  }
  const file = await runCall([...asked, "-o", "a.json"], { api: never });
  assert.equal(file.code, 64);
  assert.match(file.stderr, /there is no answer to write/);
});
