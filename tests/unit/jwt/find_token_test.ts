import assert from "node:assert/strict";
import { decodeToken } from "../../../src/engine/jwt/decode.ts";
import { findToken } from "../../../src/engine/jwt/find_token.ts";
import { tokenOf } from "./token_text.ts";

const TOKEN = tokenOf({ aud: "api", name: "Ada" });
const OTHER = tokenOf({ aud: "other" });

const SURROUNDINGS: Readonly<Record<string, string>> = {
  "nothing": TOKEN,
  "white space": ` \r\n\t${TOKEN}\n\n`,
  "Bearer": `Bearer ${TOKEN}`,
  "bearer in small letters": `bearer  ${TOKEN}`,
  "a header line": `Authorization: Bearer ${TOKEN}`,
  "a header in quotation marks": `"authorization: bearer ${TOKEN}"`,
  "a curl option": `-H 'Authorization: Bearer ${TOKEN}'`,
  "double quotation marks": `"${TOKEN}"`,
  "single quotation marks": `'${TOKEN}',`,
  "back quotes": `\`${TOKEN}\``,
  "lines of 64 characters": TOKEN.replaceAll(/.{64}/g, "$&\r\n"),
  "indented lines": `Bearer ${TOKEN.replaceAll(/.{70}/g, "$&\n    ")}`,
  "a shell assignment": `export TOKEN="${TOKEN}"`,
  "an address": `https://jwt.ms/#id_token=${TOKEN}&state=1`,
  "prose": `the token is ${TOKEN}, and it fails`,
  "an answer": JSON.stringify({ token_type: "Bearer", access_token: TOKEN }),
  "an answer with both": JSON.stringify({
    id_token: OTHER,
    access_token: TOKEN,
  }),
  "an answer with an ID token alone": JSON.stringify({ id_token: TOKEN }),
  "an answer that is indented": JSON.stringify(
    { access_token: TOKEN },
    null,
    2,
  ),
  "an answer that was cut": `{"access_token":"${TOKEN}","refresh_tok`,
  "an answer of az": JSON.stringify({ accessToken: TOKEN, tenant: "x" }),
  "a credential of kubectl": JSON.stringify({
    kind: "ExecCredential",
    status: { token: TOKEN },
  }),
};

for (const [name, text] of Object.entries(SURROUNDINGS)) {
  Deno.test({
    name: `findToken() finds a token in ${name}`,
    permissions: "none",
    fn() {
      assert.equal(findToken(text), TOKEN);
      assert.equal(decodeToken(text).payload.name, "Ada");
      assert.deepEqual(decodeToken(text).problems, []);
    },
  });
}

Deno.test({
  name: "findToken() takes an opaque access token out of an answer",
  permissions: "none",
  fn() {
    assert.equal(findToken('{"access_token":" EwBIA8l6 "}'), "EwBIA8l6");
  },
});

Deno.test({
  name: "findToken() does not look behind prototypes",
  permissions: "none",
  fn() {
    const json = `{"__proto__":{"access_token":"x"}}`;
    assert.equal(findToken(json), json);
  },
});

Deno.test({
  name: "findToken() keeps damaged characters, so that they can be told",
  permissions: "none",
  fn() {
    const damaged = TOKEN.replace("c2ln", "c2+n");
    assert.equal(findToken(`x ${damaged} y`), damaged);
  },
});

Deno.test({
  name: "findToken() returns text without a token trimmed",
  permissions: "none",
  fn() {
    assert.equal(findToken("  hello world\n"), "hello world");
    assert.equal(findToken(""), "");
    assert.equal(findToken('{"access_token":""}'), '{"access_token":""}');
    assert.equal(
      findToken('{"access_token":{"token":{"token":"x"}}}').at(0),
      "{",
    );
  },
});
