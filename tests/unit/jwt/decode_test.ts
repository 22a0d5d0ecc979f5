import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { AuthError } from "../../../src/engine/errors.ts";
import { decodeToken } from "../../../src/engine/jwt/decode.ts";
import { base64url, tokenOf } from "./token_text.ts";

function test(name: string, fn: () => void): void {
  Deno.test({ name, permissions: "none", fn });
}

const HEADER = base64url({ alg: "RS256" });
const PAYLOAD = base64url({ aud: "api", exp: 1700000000 });

test("decodeToken() refuses empty text", () => {
  for (const text of ["", " \r\n\t", '""', "''", "\u00a0"]) {
    assert.throws(() => decodeToken(text), {
      name: "AuthError",
      code: "token_malformed",
      message: "Cannot read the token: the text is empty",
    });
  }
});

test("decodeToken() refuses text over 1 MiB and takes exactly 1 MiB", () => {
  assert.throws(() => decodeToken("a".repeat(1_048_577)), {
    code: "token_malformed",
    message: /has 1048577 characters, more than 1048576$/,
  });
  assert.equal(decodeToken("a".repeat(1_048_576)).kind, "opaque");
});

test("decodeToken() calls text that is no JWT opaque and keeps none of it", () => {
  for (
    const text of [
      "EwBIA8l6BAAU",
      "hello world",
      "a.b.c",
      "....",
      "\0",
      "{",
      "[]",
    ]
  ) {
    const token = decodeToken(text);
    assert.equal(token.kind, "opaque", text);
    assert.deepEqual(token.payload, {});
    assert.equal(token.problems.length, 1);
  }
});

test("decodeToken() says that JSON has no token in it", () => {
  assert.deepEqual(decodeToken('{"error":"invalid_grant"}').problems, [
    "The text is JSON without a token in it",
  ]);
});

test("decodeToken() reads the members before the place where a payload was cut", () => {
  const whole = base64url({ aud: "api", iss: "x", exp: 1700000000 });
  const token = decodeToken(`${HEADER}.${whole.slice(0, -5)}`);
  assert.deepEqual(token.payload, { aud: "api", iss: "x" });
  assert.deepEqual(token.problems, [
    "The payload is cut off",
    "The payload is not a whole JSON object: 2 of its members can be read",
    "The signature is missing",
  ]);
});

test("decodeToken() never guesses a member that was cut", () => {
  const whole = base64url('{"a":1,"exp":1700000000}');
  for (let length = 1; length < whole.length; length++) {
    const { payload } = decodeToken(`${HEADER}.${whole.slice(0, length)}.x`);
    assert.ok(!("exp" in payload), `${length}`);
  }
});

test("decodeToken() reads a header that was cut", () => {
  const cut = base64url({ alg: "RS256", kid: "abcdef" }).slice(0, -6);
  const token = decodeToken(cut);
  assert.deepEqual(token.header, { alg: "RS256" });
  assert.equal(token.problems.at(-1), "The token ends within its header");
});

test("decodeToken() reads the payload of a token with a lost beginning", () => {
  const token = decodeToken(`${HEADER.slice(3)}.${PAYLOAD}.sig`);
  assert.equal(token.payload.aud, "api");
  assert.deepEqual(token.header, {});
  assert.match(token.problems[0] ?? "", /^The header /);
});

test("decodeToken() says which character is not base64url", () => {
  const damaged = `${PAYLOAD.slice(0, 20)}+${PAYLOAD.slice(21)}`;
  const token = decodeToken(`${HEADER}.${damaged}.sig`);
  assert.deepEqual(token.payload, { aud: "api" });
  assert.equal(
    token.problems[0],
    "The payload stops being base64url at character 21 (U+002B)",
  );
});

test("decodeToken() reads parts with padding and says so", () => {
  const token = decodeToken(
    `${HEADER}=.${base64url({ a: 1 })}==.c2lnbmF0dXJl`,
  );
  assert.deepEqual(token.payload, { a: 1 });
  assert.deepEqual(token.problems, [
    "The header ends in padding, which a JWT has not",
    "The payload ends in padding, which a JWT has not",
  ]);
});

test("decodeToken() stops at bytes that are not UTF-8", () => {
  const bytes = new Uint8Array([
    ...new TextEncoder().encode('{"a":1,"b":"'),
    0xff,
    ...new TextEncoder().encode('","c":2}'),
  ]);
  const part = bytes.toBase64({ alphabet: "base64url", omitPadding: true });
  const token = decodeToken(`${HEADER}.${part}.sig`);
  assert.deepEqual(token.payload, { a: 1 });
  assert.equal(token.problems[0], "The payload is not UTF-8 to its end");
});

test("decodeToken() takes a byte order mark for damage", () => {
  const token = decodeToken(`${HEADER}.${base64url('\ufeff{"a":1}')}.sig1`);
  assert.notDeepEqual(token.problems, []);
});

test("decodeToken() says that JSON of another type is no object", () => {
  for (
    const json of [
      "[1]",
      "null",
      "1",
      '"x"',
      "true",
      "",
      " ",
      "{a:1}",
      "{'a':1}",
    ]
  ) {
    const token = decodeToken(`${HEADER}.${base64url(json)}.sig`);
    assert.deepEqual(token.payload, {}, json);
    assert.notDeepEqual(token.problems, [], json);
  }
});

test("decodeToken() reads an object that has other text after it", () => {
  const token = decodeToken(`${HEADER}.${base64url('{"a":1}{"b":2}')}.c2ln`);
  assert.deepEqual(token.payload, { a: 1 });
  assert.deepEqual(token.problems, [
    "The payload has other text after its JSON object",
  ]);
});

test("decodeToken() reads every member before a fault", () => {
  for (let count = 0; count < 20; count++) {
    const members = Array.from(
      { length: 20 },
      (_, at) => `"k${at}":${at === count ? "?" : at}`,
    );
    const { payload } = decodeToken(
      `${HEADER}.${base64url(`{${members.join()}}`)}.c2ln`,
    );
    assert.equal(Object.keys(payload).length, count);
  }
});

test("decodeToken() notes doubled names, however they are written", () => {
  for (
    const json of [
      '{"aud":1,"aud":2}',
      '{"aud":1,"\\u0061ud" : 2}',
      '{"x":"\\"","aud":1,"aud":2}',
      '{"x":{"aud":1,"aud":2}}',
      '{"x":[{"aud":1,"aud":1}]}',
    ]
  ) {
    assert.match(
      decodeToken(`${HEADER}.${base64url(json)}.c2ln`).problems.join(),
      /^The payload has "aud" twice/,
      json,
    );
  }
  for (
    const json of [
      '{ "a":{"aud":1},"aud":2}',
      '{ "a":"\\" , \\"aud\\": 1","aud":2}',
      '{ "a":["aud","aud"],"aud":"aud"}',
    ]
  ) {
    assert.deepEqual(
      decodeToken(`${HEADER}.${base64url(json)}.c2ln`).problems,
      [],
      json,
    );
  }
});

test("decodeToken() notes a doubled name in the header", () => {
  const header = base64url('{"alg":"RS256","alg":"none"}');
  assert.match(
    decodeToken(`${header}.${PAYLOAD}.c2ln`).problems.join(),
    /^The header has "alg" twice/,
  );
});

test("decodeToken() notes numbers that cannot be held", () => {
  const token = decodeToken(
    `${HEADER}.${base64url('{"exp":1e400,"a":[{"b":-1e999}],"c":1}')}.c2ln`,
  );
  assert.deepEqual(token.problems, [
    'The payload has a number too large to hold in "exp"',
    'The payload has a number too large to hold in "a"',
  ]);
});

test("decodeToken() reads 64 levels and stops before the 65th", () => {
  const nested = (levels: number) =>
    `{"a":1,"b":${"[".repeat(levels - 1)}${"]".repeat(levels - 1)}}`;
  const fine = decodeToken(`${HEADER}.${base64url(nested(64))}.c2ln`);
  assert.deepEqual(fine.problems, []);
  const deep = decodeToken(`${HEADER}.${base64url(nested(65))}.c2ln`);
  assert.deepEqual(deep.payload, { a: 1 });
  assert.deepEqual(deep.problems, [
    "The payload is nested deeper than 64 levels: 1 of its members can be read",
  ]);
});

test("decodeToken() keeps __proto__ a member like others", () => {
  const json = '{"__proto__":{"polluted":true},"constructor":1,"toString":2}';
  const { payload } = decodeToken(`${HEADER}.${base64url(json)}.c2ln`);
  assert.deepEqual(Object.keys(payload), [
    "__proto__",
    "constructor",
    "toString",
  ]);
  assert.equal(Object.getPrototypeOf(payload), Object.prototype);
  assert.equal(({} as Record<string, unknown>).polluted, undefined);
});

test("decodeToken() shows the header of an encrypted token alone", () => {
  const header = base64url({ alg: "RSA-OAEP", enc: "A256GCM" });
  const token = decodeToken(`${header}.a2V5.aXY.Y2lwaGVy.dGFn`);
  assert.equal(token.kind, "jwe");
  assert.deepEqual(token.header, { alg: "RSA-OAEP", enc: "A256GCM" });
  assert.deepEqual(token.payload, {});
  assert.deepEqual(token.problems, [
    "The payload is encrypted: only the API that it is for can read it",
  ]);
});

test("decodeToken() misses the signature, except of an unsigned token", () => {
  assert.deepEqual(decodeToken(`${HEADER}.${PAYLOAD}.`).problems, [
    "The signature is missing",
  ]);
  assert.deepEqual(decodeToken(`${HEADER}.${PAYLOAD}`).problems, [
    "The signature is missing",
  ]);
  const unsigned = base64url({ alg: "NONE" });
  assert.deepEqual(decodeToken(`${unsigned}.${PAYLOAD}.`).problems, []);
});

test("decodeToken() says that the signature is damaged", () => {
  for (const signature of ["c2ln+", "c2lnb"]) {
    assert.deepEqual(
      decodeToken(`${HEADER}.${PAYLOAD}.${signature}`).problems,
      [
        "The signature is not base64url",
      ],
    );
  }
});

test("decodeToken() survives a header of the wrong types", () => {
  const header = base64url('{"alg":{"toString":1,"valueOf":2}}');
  assert.deepEqual(decodeToken(`${header}.${PAYLOAD}.`).problems, [
    "The signature is missing",
  ]);
});

test("decodeToken() counts parts that are too many", () => {
  assert.match(
    decodeToken(`${HEADER}.${PAYLOAD}.a.b`).problems.join(),
    /has 4 parts where a signed one has 3/,
  );
  assert.match(
    decodeToken(`${HEADER}.${PAYLOAD}${".a".repeat(9)}`).problems.join(),
    /has more than 6 parts/,
  );
});

test("decodeToken() reads names that are not ASCII", () => {
  const token = decodeToken(tokenOf({ name: "Zoë 漢字 👩🏽‍💻" }));
  assert.equal(token.payload.name, "Zoë 漢字 👩🏽‍💻");
  assert.deepEqual(token.problems, []);
});

test("decodeToken() reads a long token that is not ASCII", () => {
  const name = "Zoë".repeat(30_000);
  assert.equal(decodeToken(tokenOf({ name })).payload.name, name);
});

test("decodeToken() reads what jose reads, as jose reads it", () => {
  fc.assert(fc.property(
    fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue({ maxDepth: 5 })),
    fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })),
    (payload, header) => {
      const text = tokenOf(payload, header);
      const token = decodeToken(text);
      assert.equal(token.kind, "jws");
      assert.deepEqual(token.payload, decodeJwt(text));
      assert.deepEqual(token.header, decodeProtectedHeader(text));
    },
  ));
});

test("decodeToken() throws nothing but AuthError, whatever it is given", () => {
  const parts = fc.array(
    fc.oneof(
      fc.string().map(base64url),
      fc.json().map(base64url),
      fc.string({ unit: "binary" }),
      fc.base64String(),
      fc.constantFrom("", "e", "eyJ", "eyJhbGciOiJub25lIn0", "=", "e30"),
    ),
    { maxLength: 8 },
  ).map((some) => some.join("."));
  fc.assert(
    fc.property(
      fc.oneof(parts, fc.string({ unit: "binary" }), fc.json()),
      fc.constantFrom("", "Bearer ", '{"access_token":"', "\n", "x="),
      (text, prefix) => {
        try {
          const token = decodeToken(prefix + text);
          assert.ok(["jws", "jwe", "opaque"].includes(token.kind));
          JSON.stringify(token);
        } catch (error) {
          assert.ok(error instanceof AuthError);
          assert.equal(error.code, "token_malformed");
        }
      },
    ),
    { numRuns: 3000 },
  );
});

test("decodeToken() survives each single changed character of a token", () => {
  const text = tokenOf({ aud: "api", exp: 1700000000, a: [1, { b: "ü" }] });
  for (let at = 0; at < text.length; at++) {
    for (const other of ["", ".", "=", "A", "_", "\0", "é", "\ud800"]) {
      decodeToken(text.slice(0, at) + other + text.slice(at + 1));
    }
  }
});
