import assert from "node:assert/strict";
import { explainClaims } from "../../../src/engine/jwt/explain.ts";
import { base64url, tokenOf } from "./token_text.ts";

const NOW = 1_700_000_600_000;
const SECONDS = NOW / 1000;
const HOUR = 3600;
const ENTRA = "https://login.microsoftonline.com/x/v2.0";
/** Nothing to warn of. */
const FINE = { iat: SECONDS - 300, nbf: SECONDS - 300, exp: SECONDS + HOUR };

function test(name: string, fn: () => void): void {
  Deno.test({ name, permissions: "none", fn });
}

function warningsOf(payload: Record<string, unknown>, header?: unknown) {
  return explainClaims(tokenOf({ ...FINE, ...payload }, header), { now: NOW })
    .warnings;
}

function codesOf(payload: Record<string, unknown>, header?: unknown) {
  return warningsOf(payload, header).map((warning) => warning.code);
}

test("explainClaims() warns of times that are none, and never says expired then", () => {
  for (const name of ["exp", "nbf", "iat"]) {
    for (const value of ["1", null, [1], {}, true, 1e300]) {
      assert.deepEqual(codesOf({ [name]: value }), ["damaged"]);
    }
  }
});

test("explainClaims() does not warn of a common token", () => {
  assert.deepEqual(codesOf({ iss: ENTRA }), []);
});

test("explainClaims() warns of an expired token from the second on", () => {
  assert.deepEqual(codesOf({ exp: SECONDS + 1 }), []);
  assert.deepEqual(codesOf({ exp: SECONDS }), ["expired"]);
  assert.deepEqual(codesOf({ exp: -1 }), ["expired"]);
  assert.deepEqual(warningsOf({ exp: SECONDS - 180 }), [{
    code: "expired",
    message:
      "Expired 3 minutes ago: an API that allows 5 minutes of clock difference, as most do, may still take it",
  }]);
  assert.deepEqual(warningsOf({ exp: SECONDS - 300 }), [
    { code: "expired", message: "Expired 5 minutes ago" },
  ]);
});

test("explainClaims() warns of a token that is not valid yet", () => {
  assert.deepEqual(codesOf({ nbf: SECONDS }), []);
  const soon = warningsOf({ nbf: SECONDS + 300 });
  assert.equal(soon[0]?.code, "not_yet_valid");
  assert.match(soon[0]?.message ?? "", /in 5 minutes: an API that allows/);
  const later = warningsOf({ nbf: SECONDS + 301 });
  assert.match(later[0]?.message ?? "", /: check this clock/);
});

test("explainClaims() warns of unsigned tokens", () => {
  for (const alg of ["none", "None", "NONE"]) {
    assert.deepEqual(codesOf({}, { alg }), ["alg_none"]);
  }
});

test("explainClaims() warns of encrypted, opaque and damaged tokens", () => {
  const codes = (text: string) =>
    explainClaims(text, { now: NOW }).warnings.map(({ code }) => code);
  assert.deepEqual(codes(`${base64url({ enc: "x" })}.a.b.c.d`), ["encrypted"]);
  assert.deepEqual(codes("EwBIA8l6"), ["opaque"]);
  assert.deepEqual(codes(tokenOf(FINE).replace(/\.\w+$/, "")), ["damaged"]);
});

test("explainClaims() warns of tokens for Microsoft's APIs", () => {
  const [graph] = warningsOf({ aud: "https://graph.microsoft.com" }, {
    alg: "RS256",
    nonce: "n",
  });
  assert.equal(graph?.code, "microsoft_api");
  assert.match(graph?.message ?? "", /^Made for Microsoft Graph: .* nonce/);
  const [vault] = warningsOf({ aud: "https://vault.azure.net" });
  assert.match(vault?.message ?? "", /^Made for Azure Key Vault alone/);
  assert.match(
    warningsOf({ aud: 1 }, { alg: "RS256", nonce: "n" })[0]?.message ?? "",
    /^Made for an API of Microsoft's/,
  );
  assert.deepEqual(codesOf({ aud: "https://graph.microsoft.com.evil" }), []);
});

test("explainClaims() warns of groups that did not fit", () => {
  for (
    const payload of [
      { _claim_names: { groups: "src1" } },
      { hasgroups: true },
      { hasgroups: "true" },
      { "groups:src1": "x" },
    ]
  ) assert.deepEqual(codesOf(payload), ["groups_overage"]);
  for (
    const payload of [
      { _claim_names: { other: 1 } },
      { _claim_names: null },
      { _claim_names: "groups" },
      { hasgroups: false },
    ]
  ) assert.deepEqual(codesOf(payload), []);
});

test("explainClaims() warns of a life of more than a day", () => {
  const day = SECONDS - 300 + 24 * HOUR + 300;
  assert.deepEqual(codesOf({ exp: day }), []);
  assert.deepEqual(codesOf({ exp: day + 1 }), ["long_lived"]);
  assert.match(
    warningsOf({ exp: day + 4 * HOUR, xms_cc: [1, "CP1"] })[0]?.message ?? "",
    /^Valid for 1 day 4 hours in all: .*continuous access evaluation/,
  );
});

test("explainClaims() warns of a token without expiry, except of a signed request", () => {
  const codes = (typ: string) =>
    explainClaims(tokenOf({ at: "x" }, { alg: "RS256", typ }), { now: NOW })
      .warnings.map(({ code }) => code);
  assert.deepEqual(codes("JWT"), ["long_lived"]);
  assert.deepEqual(codes("pop"), []);
});

test("explainClaims() warns of headers that Entra does not write", () => {
  const headers: readonly (readonly [Record<string, unknown>, RegExp])[] = [
    [{}, /^$/],
    [{ kid: "k" }, /names no algorithm/],
    [{ alg: 1 }, /names no algorithm/],
    [{ alg: "HS256" }, /whoever can verify it can also make it/],
    [{ alg: "ES256" }, /where Entra signs with RS256/],
    [{ alg: "RS256", typ: "JOSE" }, /not JWT/],
    [{ alg: "RS256", typ: 1 }, /not JWT/],
    [{ alg: "RS256", jku: "https://evil" }, /own key \(jku\)/],
    [{ alg: "RS256", jwk: {} }, /own key \(jwk\)/],
    [{ alg: "RS256", x5c: [] }, /own key \(x5c\)/],
    [{ alg: "RS256", crit: ["b64"] }, /extensions \(crit\)/],
  ];
  for (const [header, message] of headers) {
    const warnings = warningsOf({ iss: ENTRA }, header);
    assert.match(warnings[0]?.message ?? "", message);
    assert.ok(warnings.every(({ code }) => code === "unusual_header"));
  }
  assert.deepEqual(codesOf({ iss: "https://other" }, { alg: "ES256" }), []);
});
