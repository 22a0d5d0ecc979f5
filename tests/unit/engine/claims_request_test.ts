import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import {
  claimsOfChallenge,
  parseChallenges,
} from "../../../src/engine/entra/challenge.ts";
import {
  capabilityClaims,
  mergeClaims,
  parseClaims,
} from "../../../src/engine/entra/claims_request.ts";

const NBF = '{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}';
const BASE64 = btoa(NBF);
const HEADER =
  `Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", error="insufficient_claims", claims="${BASE64}"`;

function test(name: string, fn: () => void): void {
  Deno.test({ name, permissions: "none", fn });
}

test("parseClaims() refuses what holds no claims request", () => {
  for (
    const text of [
      "",
      "null",
      "[]",
      '"x"',
      "{",
      "claims",
      "####",
      btoa("no JSON"),
      btoa("[1]"),
      'Bearer error="invalid_token"',
      'Bearer error="insufficient_claims"',
      'Bearer error="insufficient_claims", claims="%%%"',
      `PoP error="insufficient_claims", claims="${BASE64}"`,
    ]
  ) assert.throws(() => parseClaims(text), { code: "invalid_parameter" }, text);
});

test("parseClaims() reads JSON, either alphabet of base64, and a whole header", () => {
  const url = BASE64.replaceAll("+", "-").replaceAll("/", "_");
  for (
    const text of [
      NBF,
      ` ${NBF}\n`,
      BASE64,
      url.replace(/=+$/, ""),
      HEADER,
      `WWW-Authenticate: ${HEADER}`,
      `PoP nonce="abc", ${HEADER}`,
      `Negotiate, ${HEADER.replace("Bearer", "bearer")}`,
      HEADER.replace(`"${BASE64}"`, BASE64.replace(/=+$/, "")),
    ]
  ) assert.equal(parseClaims(text), NBF, text);
});

test("parseClaims() is its own inverse for every claims request", () => {
  const name = fc.string({ minLength: 1 });
  const request = fc.dictionary(name, fc.dictionary(name, fc.jsonValue()));
  fc.assert(fc.property(request, (claims) => {
    const text = parseClaims(JSON.stringify(claims));
    const bytes = new TextEncoder().encode(text);
    assert.equal(parseClaims(bytes.toBase64()), text);
  }));
});

test("parseChallenges() reads several challenges with quoted commas and escapes", () => {
  const [first, second, ...rest] = parseChallenges(
    'Basic realm="a, \\"b\\"" , Bearer error=x , claims = "y"',
  );
  assert.equal(first?.scheme, "basic");
  assert.equal(first?.parameters.get("realm"), 'a, "b"');
  assert.equal(second?.parameters.get("claims"), "y");
  assert.deepEqual(rest, []);
});

test("parseChallenges() ends on any text", () => {
  fc.assert(fc.property(fc.string(), (text) => {
    parseChallenges(text);
  }));
});

test("claimsOfChallenge() passes over challenges that ask for something else", () => {
  assert.equal(
    claimsOfChallenge('Bearer error="invalid_token", claims="x"'),
    undefined,
  );
  assert.equal(
    claimsOfChallenge(
      `Bearer error="invalid_token", Bearer error="insufficient_claims", claims="y"`,
    ),
    "y",
  );
});

test("mergeClaims() joins a challenge and the client's capabilities", () => {
  assert.equal(mergeClaims(), undefined);
  assert.equal(mergeClaims(undefined, undefined), undefined);
  assert.deepEqual(
    JSON.parse(mergeClaims(capabilityClaims(["cp1"]), HEADER)!),
    {
      access_token: {
        xms_cc: { values: ["cp1"] },
        nbf: { essential: true, value: "1604106651" },
      },
    },
  );
});

test("mergeClaims() lets the later one win, and keeps an odd name from being more than a name", () => {
  assert.equal(
    mergeClaims('{"a":{"b":1,"c":2}}', '{"a":{"b":3},"__proto__":{"x":1}}'),
    '{"a":{"b":3,"c":2},"__proto__":{"x":1}}',
  );
  assert.equal(({} as { x?: number }).x, undefined);
});

test("capabilityClaims() asks for nothing when there are none", () => {
  assert.equal(capabilityClaims([]), undefined);
  assert.equal(
    capabilityClaims(["cp1"]),
    '{"access_token":{"xms_cc":{"values":["cp1"]}}}',
  );
});
