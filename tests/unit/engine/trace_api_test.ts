import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { createMemberNames } from "../../../src/cli/api/member_names.ts";
import { type ApiCall, apiStep } from "../../../src/engine/trace/api_call.ts";
import {
  shownAddress,
  shownHeaders,
} from "../../../src/engine/trace/api_redaction.ts";
import {
  toCurl,
  toMarkdown,
  toMermaid,
} from "../../../src/engine/trace/mod.ts";

function test(name: string, fn: () => void): void {
  Deno.test({ name, permissions: "none", fn });
}

const shown = (text: string) => shownAddress(new URL(text));

test("shownAddress() hides what its name says is secret, in any case and spelling", () => {
  const secret = [
    ...["sig", "Sig", "api_key", "subscription-key", "access_token", "code"],
    ...["client_secret", "tempauth", "X-Amz-Signature", "%73ig", "pwd"],
    ...["$skiptoken", "%24skiptoken", "userPassword"],
  ];
  for (const name of secret) {
    const text = shown(`https://a.example/p?x=1&${name}=canary&y=2`);
    assert.ok(!text.includes("canary"), name);
    assert.ok(text.includes("x=1&") && text.endsWith("&y=2"), text);
  }
});

test("shownAddress() leaves the rest as it was written", () => {
  const text =
    "https://a.example/users('it''s')?$top=5&$filter=a%20eq%201&$select=id,name&flag&e=";
  assert.equal(shown(text), text);
});

test("shownAddress() hides a token wherever it stands", () => {
  const token = "eyJhbGciOiJub25lIn0.eyJhIjoxfQ.c2ln";
  for (const where of [`x/${token}/y`, `?t=${token}`, `?${token}`]) {
    const text = shown(`https://a.example/${where}`);
    assert.ok(!text.includes("eyJ"), text);
  }
});

test("shownAddress() can hide the whole query", () => {
  const url = new URL("https://a.example/p?a=canary&canary&b=");
  const text = shownAddress(url, { hidesQuery: true });
  assert.ok(!text.includes("canary"), text);
  assert.ok(text.startsWith("https://a.example/p?a=[redacted, 6 "), text);
});

test("shownHeaders() shows the value of no header that is not known to be harmless", () => {
  fc.assert(fc.property(
    fc.stringMatching(/^[a-z][a-z-]{0,20}$/),
    (name) => {
      const headers = new Headers({ [name]: "canary-value" });
      const [value = ""] = Object.values(shownHeaders(headers));
      const isPlain = value === "canary-value";
      assert.equal(
        isPlain,
        /^(accept(-language)?|content-type|prefer|range|if-(none-)?match|consistencylevel|(x-ms-)?client-request-id|x-ms-version)$/
          .test(name),
      );
    },
  ));
  assert.deepEqual(
    shownHeaders(new Headers({ authorization: "Bearer canary" })),
    { Authorization: "Bearer $ACCESS_TOKEN" },
  );
});

function callOf(text: string): ApiCall {
  const url = URL.parse(
    `https://a.example/${text.toWellFormed()}?${text.toWellFormed()}=1&sig=2`,
  ) ?? new URL("https://a.example/");
  return {
    method: "PUT",
    url: shownAddress(url),
    headers: { Authorization: "Bearer $ACCESS_TOKEN", "x-a": text },
    content: { kind: "JSON", bytes: 2 },
    ids: { "request-id": text },
    status: 200,
    at: 0,
    durationMs: 1,
  };
}

const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.array(fc.constantFrom(
    ...["'", '"', "`", "$(id)", "${HOME}", "\\", "\n", "\r", ";", "#", "%%"],
    ...["-->>", "|", "```", "<br/>", "\u2028", "\u202e", "é", "''", "&"],
  )).map((parts) => parts.join("")),
);

/** Words of a shell as POSIX reads them; variables stay as they are. */
function isQuoted(line: string): boolean {
  return /^(?:[^'"\\$`]|'[^']*'|\\'|"\$[A-Z][A-Z0-9_]*"|"Authorization: Bearer \$ACCESS_TOKEN"|"@\$BODY_FILE")*\\?$/
    .test(line);
}

test("a shell reads nothing in a request to an API, whatever is in it", () => {
  fc.assert(fc.property(anyText, (text) => {
    const script = toCurl([apiStep(callOf(text), undefined)]);
    const from = script.indexOf("curl --silent");
    for (const line of script.slice(from).trimEnd().split("\n")) {
      assert.ok(isQuoted(line.replace(/ \\$/, "")), line);
    }
  }));
});

test("a request to an API breaks no diagram and no table", () => {
  fc.assert(fc.property(anyText, (text) => {
    const steps = [apiStep(callOf(text), undefined)];
    assert.equal(toMermaid(steps).trimEnd().split("\n").length, 5);
    for (const line of toMarkdown(steps).split("\n")) {
      if (!line.startsWith("| ")) continue;
      assert.equal((line.match(/(?<!\\)(?:\\\\)*\|/g) ?? []).length, 5, line);
    }
  }));
});

test("createMemberNames() finds the outermost names, however the text is cut", () => {
  const value = fc.dictionary(
    fc.stringMatching(/^[a-z@.]{1,10}$/),
    fc.jsonValue(),
    { maxKeys: 15 },
  );
  fc.assert(fc.property(value, fc.nat(7), (object, size) => {
    const text = JSON.stringify(object, null, size % 3);
    const names = createMemberNames();
    for (let at = 0; at < text.length; at += size + 1) {
      names.push(text.slice(at, at + size + 1));
    }
    assert.deepEqual(names.names, Object.keys(object));
  }));
});

test("createMemberNames() finds none in a list, and no more than some", () => {
  const list = createMemberNames();
  list.push(' [{"a":1}]');
  assert.deepEqual(list.names, []);
  const many = createMemberNames();
  many.push(
    JSON.stringify(
      Object.fromEntries(Array.from({ length: 99 }, (_, i) => [`n${i}`, i])),
    ),
  );
  assert.equal(many.names.length, 20);
});
