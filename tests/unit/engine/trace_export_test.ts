import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import type { ExchangeEvent, FlowEvent } from "../../../src/engine/events.ts";
import {
  redactBody,
  redactParameters,
  redactUrl,
} from "../../../src/engine/protocol/redaction.ts";
import {
  EMPTY_TRACE,
  toCurl,
  toJson,
  toMarkdown,
  toMermaid,
  type Trace,
  traced,
} from "../../../src/engine/trace/mod.ts";

function test(name: string, fn: () => void): void {
  Deno.test({ name, permissions: "none", fn });
}

function exchange(change: Partial<ExchangeEvent> = {}): ExchangeEvent {
  return {
    type: "exchange",
    step: "token",
    request: {
      method: "POST",
      url: "https://login.microsoftonline.com/t/oauth2/v2.0/token",
      parameters: {},
    },
    at: 0,
    durationMs: 1,
    ...change,
  };
}

function traceOf(...events: readonly FlowEvent[]): Trace {
  return events.reduce(
    (trace, event, at) => traced(trace, { event, at }),
    EMPTY_TRACE,
  );
}

function withText(text: string): Trace {
  const request = {
    method: "POST",
    url: `https://login.microsoftonline.com/${
      encodeURIComponent(text.toWellFormed())
    }`,
    parameters: { [`x${text}`]: text },
  };
  const body = { error: text, [`y${text}`]: text };
  return traced(
    traceOf(
      exchange({ request, response: { status: 400, body } }),
      exchange({ request, failure: text }),
      { type: "command", command: [text, text] },
      { type: "warning", code: "storage_failed", message: text },
      { type: "browser_failed", reason: text },
    ),
    { end: { failure: text }, at: 9 },
  );
}

/** What strangers may send, and what the formats read as their own. */
const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.array(fc.constantFrom(
    ...["'", '"', "`", "$(id)", "${HOME}", "\\", "\n", "\r", ";", "#", "%%"],
    ...["-->>", "->>", "end", "loop x", "<br/>", "#59;", "{", "}", "|", "&"],
    ...["```", "style a:b#c;", "classDef x", "\u2028", "\u0085", "\u202e", "é"],
  )).map((parts) => parts.join("")),
);

/** A text as Mermaid takes it: no character but plain ones and entities. */
const SAFE = String
  .raw`(?:[^#;%$<>"\x60&\\{}|\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|#\d+;|<br/>)*`;
const WHO = "(?:you|client|machine|entra|api)";
const LINES = [
  /^sequenceDiagram$/,
  new RegExp(`^ {4}participant ${WHO} as [\\w ]+$`),
  new RegExp(`^ {4,8}${WHO}--?>>${WHO}: ${SAFE}$`, "u"),
  new RegExp(`^ {4,8}Note over ${WHO}(?:,${WHO})?: ${SAFE}$`, "u"),
  /^ {4}loop \d+ times$/,
  /^ {4}end$/,
];

test("toMermaid() writes nothing but statements, whatever the texts are", () => {
  fc.assert(fc.property(anyText, (text) => {
    for (const line of toMermaid(withText(text).steps).trimEnd().split("\n")) {
      assert.ok(LINES.some((form) => form.test(line)), JSON.stringify(line));
    }
  }));
});

test("toMermaid() keeps words apart that Mermaid would read as its own", () => {
  const text = toMermaid(withText('style a:b#c; "x" <i> %% $$').steps);
  assert.match(text, /#115;tyle a:b#35;c#59; #34;x#34; #60;i#62; #37;#37;/);
});

test("toMarkdown() keeps a table's rows whole, and opens no fence of a stranger's", () => {
  fc.assert(fc.property(anyText, (text) => {
    const lines = toMarkdown(withText(text).steps).split("\n");
    assert.equal(lines.filter((line) => line.startsWith("```")).length, 2);
    for (const line of lines.filter((one) => one.startsWith("| "))) {
      const cells = line.match(/(?<!\\)(?:\\\\)*\|/g) ?? [];
      assert.equal(cells.length, 5, line);
    }
  }));
});

test("toCurl() and toMermaid() have no character that acts on a terminal", () => {
  fc.assert(fc.property(anyText, (text) => {
    const { steps } = withText(text);
    for (const written of [toCurl(steps), toMermaid(steps)]) {
      assert.doesNotMatch(
        written.replaceAll("\n", ""),
        /[\p{Cc}\u202a-\u202e\u2028\u2029]/u,
      );
    }
  }));
});

test("what was redacted appears in no export", () => {
  const secret = fc.string({ unit: "grapheme-ascii", minLength: 12 })
    .filter((text) => !/redacted|characters|^\s|\s$/.test(text));
  const name = fc.constantFrom(
    ...["client_secret", "code", "refresh_token", "password", "assertion"],
    ...["client_assertion", "code_verifier", "device_code", "state"],
  );
  fc.assert(fc.property(secret, name, (value, name) => {
    const url = new URL("https://login.microsoftonline.com/authorize");
    url.searchParams.set(name, value);
    url.searchParams.set("scope", "openid");
    const form = new URLSearchParams({ [name]: value });
    const trace = traceOf(
      {
        type: "authorization_url",
        url: url.href,
        redirectUri: "http://localhost",
        method: "loopback",
        localUrl: `http://localhost/${encodeURIComponent(value)}`,
      },
      exchange({
        request: {
          method: "POST",
          url: redactUrl(url),
          parameters: redactParameters(form),
        },
        response: {
          status: 200,
          body: redactBody({ [name]: value, deep: { [name]: value } }),
        },
      }),
      {
        type: "user_code",
        userCode: value,
        verificationUri: "https://microsoft.com/devicelogin",
        expiresAt: 0,
        intervalMs: 5000,
      },
    );
    const { steps } = trace;
    const all = [
      toJson(trace),
      toCurl(steps),
      toMermaid(steps),
      toMarkdown(steps),
    ];
    for (const text of all) {
      for (
        const spelling of [
          value,
          encodeURIComponent(value),
          JSON.stringify(value).slice(1, -1),
        ]
      ) {
        assert.ok(!text.includes(spelling), text);
      }
    }
  }));
});

test("toJson() says which version it is and keeps every step", () => {
  const trace = withText("x");
  const read = JSON.parse(toJson(trace));
  assert.equal(read.version, 1);
  assert.equal(read.dropped, 0);
  assert.equal(read.steps.length, trace.steps.length);
});

test("traced() keeps the first 200 steps and counts the others", () => {
  const events = Array.from({ length: 260 }, () => exchange());
  const trace = traceOf(...events);
  assert.equal(trace.steps.length, 200);
  assert.equal(trace.dropped, 60);
});

test("traced() folds the polls of one code, and begins anew with another", () => {
  const poll = exchange({
    request: {
      method: "POST",
      url: "https://a.example/token",
      parameters: {
        grant_type: "urn:ietf:params:oauth:grant-type:device_code",
      },
    },
    response: { status: 400, body: { error: "authorization_pending" } },
  });
  const code: FlowEvent = {
    type: "user_code",
    userCode: "A",
    verificationUri: "https://a.example",
    expiresAt: 0,
    intervalMs: 5000,
  };
  const lost = { ...poll, response: undefined, failure: "no route" };
  const { response: _none, ...gone } = lost;
  const { steps } = traceOf(code, poll, poll, gone, code, poll);
  const polls = steps.filter(({ kind }) => kind === "poll");
  assert.deepEqual(polls.map(({ count }) => count), [3, undefined]);
  assert.equal(polls[0]?.result, "no answer: no route");
});

Deno.test({
  name: "toCurl() hands every value to curl as it was, whatever is in it",
  ignore: Deno.build.os === "windows",
  async fn() {
    const texts = fc.sample(anyText, 200).map((text) =>
      text.toWellFormed().replaceAll("\0", "")
    );
    const parameters = Object.fromEntries(
      texts.map((text, index) => [`p${index}`, text]),
    );
    const script = toCurl(
      traceOf(exchange({
        request: {
          method: "POST",
          url: "https://a.example/it's",
          parameters: { ...parameters, code: "[redacted, 8 characters]" },
        },
      })).steps,
    );
    const curl = `curl() { printf '%s\\n' "$@" | od -An -v -tx1; }\n`;
    const { success, stdout, stderr } = await new Deno.Command("sh", {
      args: ["-c", curl + script],
      env: { CODE: "it's $(id) secret" },
    }).output();
    assert.ok(success, new TextDecoder().decode(stderr));
    const bytes = new TextDecoder().decode(stdout).trim().split(/\s+/)
      .map((hex) => Number.parseInt(hex, 16));
    const words = new TextDecoder().decode(Uint8Array.from(bytes)).split("\n");
    const sent = new Map(
      words.flatMap((word, index): [string, string][] => {
        const at = word.indexOf("=");
        const entry = [word.slice(0, at), word.slice(at + 1)] as const;
        if (words[index - 1] === "--data-urlencode") return [[...entry]];
        if (words[index - 1] !== "--data") return [];
        return [[entry[0], decodeURIComponent(entry[1])]];
      }),
    );
    assert.ok(
      words.includes("https://a.example/it's"),
      words.slice(0, 9).join(),
    );
    for (const [name, value] of Object.entries(parameters)) {
      assert.equal(sent.get(name), value);
    }
    assert.equal(sent.get("code"), "it's $(id) secret");
  },
});
