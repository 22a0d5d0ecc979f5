import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { explainClaims } from "../../../src/engine/jwt/explain.ts";
import type { Explanation } from "../../../src/engine/jwt/explanation.ts";
import { base64url, tokenOf } from "./token_text.ts";

const NOW = 1_700_000_600_000;
const TENANT = "11111111-2222-3333-4444-555555555555";

function test(name: string, fn: () => void): void {
  Deno.test({ name, permissions: "none", fn });
}

function explain(payload: unknown, header?: unknown): Explanation {
  return explainClaims(tokenOf(payload, header), { now: NOW });
}

function textOf(payload: Record<string, unknown>, name: string) {
  return explain(payload).claims.find((claim) => claim.name === name)?.text;
}

test("explainClaims() refuses empty text", () => {
  assert.throws(() => explainClaims(" ", { now: NOW }), {
    code: "token_malformed",
  });
});

test("explainClaims() lists every claim once, whatever the payload", () => {
  const names = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("exp", "aud", "amr", "wids", "groups:src2", "__proto__"),
  );
  fc.assert(fc.property(
    fc.dictionary(names, fc.jsonValue({ maxDepth: 4 })),
    fc.dictionary(fc.constantFrom("alg", "typ", "jku", "crit"), fc.jsonValue()),
    fc.double(),
    (payload, header, now) => {
      const { claims, token, verified } = explainClaims(
        tokenOf(payload, header),
        { now },
      );
      assert.deepEqual(
        claims.map((claim) => claim.name).sort(),
        Object.keys(token.payload).sort(),
      );
      for (const { name, value } of claims) {
        assert.deepEqual(value, token.payload[name]);
      }
      assert.equal(verified, false);
    },
  ));
});

test("explainClaims() takes any value for the claims it knows", () => {
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom("toString", "__proto__", 1e308, -1, "1700000000"),
  );
  const names = [
    "aud",
    "iss",
    "idp",
    "tid",
    "appid",
    "azp",
    "wids",
    "groups",
    "amr",
    "acr",
    "exp",
    "nbf",
    "iat",
    "scp",
    "roles",
    "oid",
    "sub",
    "idtyp",
    "xms_idrel",
    "xms_cc",
    "_claim_names",
    "hasgroups",
    "name",
    "upn",
    "app_displayname",
  ];
  fc.assert(fc.property(
    fc.record(
      Object.fromEntries(names.map((name) => [name, value])),
      { requiredKeys: [] },
    ),
    (payload) => {
      const { claims, summary, warnings } = explain(payload);
      assert.equal(typeof summary, "string");
      assert.ok(summary.length < 1000);
      for (const { text = "" } of claims) assert.equal(typeof text, "string");
      for (const { message } of warnings) assert.notEqual(message, "");
    },
  ));
});

test("explainClaims() groups the claims and puts the telling ones first", () => {
  const { claims } = explain({
    foo: 1,
    uti: "u",
    nbf: 1,
    exp: 2,
    tid: TENANT,
    name: "Ada",
    aud: "api",
    scp: "Read",
    "groups:src2": "x",
  });
  assert.deepEqual(claims.map(({ name, group }) => `${group}: ${name}`), [
    "who: name",
    "who: tid",
    "what it may do: scp",
    "what it may do: groups:src2",
    "for whom: aud",
    "how long: exp",
    "how long: nbf",
    "technical: uti",
    "technical: foo",
  ]);
});

test("explainClaims() gives an unknown claim no meaning", () => {
  assert.deepEqual(explain({ toString: 1 }).claims, [
    { name: "toString", value: 1, group: "technical" },
  ]);
});

test("explainClaims() knows directory extensions by their pattern", () => {
  const name = `extension_${"ab12".repeat(8)}_shoeSize`;
  const [claim] = explain({ [name]: "44" }).claims;
  assert.match(claim?.meaning ?? "", /extension/);
  assert.equal(claim?.unconfirmed, true);
});

test("explainClaims() explains the members of a signed request only there", () => {
  const payload = { u: "graph.microsoft.com" };
  assert.equal(explain(payload).claims[0]?.meaning, undefined);
  const proof = explain(payload, { typ: "pop", alg: "RS256" });
  assert.match(proof.claims[0]?.meaning ?? "", /host/);
});

test("explainClaims() names Microsoft's audiences, applications, roles and tenants", () => {
  const graph = "00000003-0000-0000-C000-000000000000";
  assert.equal(textOf({ aud: graph }, "aud"), "Microsoft Graph");
  assert.equal(
    textOf({ aud: "https://management.azure.com" }, "aud"),
    "Azure Resource Manager",
  );
  assert.equal(textOf({ aud: ["x", graph] }, "aud"), "x, Microsoft Graph");
  assert.equal(textOf({ aud: "api://mine" }, "aud"), undefined);
  assert.equal(
    textOf({ appid: "04b07795-8ddb-461a-bbee-02f9e1bf7b46" }, "appid"),
    "Microsoft Azure CLI",
  );
  assert.equal(
    textOf({ wids: ["62e90394-69f5-4237-9190-012177145e10", "x"] }, "wids"),
    "Global Administrator, x",
  );
  const consumers = "9188040d-6c67-4c5b-b112-36a304b66dad";
  assert.match(textOf({ tid: consumers }, "tid") ?? "", /Personal/);
  assert.match(
    textOf({ iss: `https://sts.windows.net/${consumers}/` }, "iss") ?? "",
    /Personal/,
  );
  assert.equal(
    textOf({ idp: "live.com" }, "idp"),
    "personal Microsoft account",
  );
});

test("explainClaims() says what known values mean", () => {
  const cases: readonly (readonly [string, unknown, string | undefined])[] = [
    ["amr", ["pwd", "mfa", "new"], "password, several factors, new"],
    ["amr", ["new"], undefined],
    ["acr", "1", "it did"],
    ["appidacr", "2", "certificate or assertion"],
    ["azpacr", 0, "public client"],
    ["azpacr", "toString", undefined],
    ["idtyp", "app", "the application itself"],
    ["acct", 1, "guest"],
    ["xms_idrel", "1 7", "member, service principal"],
    ["groups", ["a", "b"], "2 groups"],
    ["groups", ["a"], "1 group"],
    ["groups", "a", undefined],
  ];
  for (const [name, value, text] of cases) {
    assert.equal(textOf({ [name]: value }, name), text, name);
  }
});

test("explainClaims() cuts long lists and long text", () => {
  const many = Array.from({ length: 50 }, () => "pwd");
  assert.match(textOf({ amr: many }, "amr") ?? "", /, and 30 more$/);
  const { summary } = explain({ scp: "x", name: "👩".repeat(5000) });
  assert.ok(summary.length < 100);
  assert.ok(summary.isWellFormed());
});

test("explainClaims() writes times by the time it is given", () => {
  assert.equal(
    textOf({ exp: NOW / 1000 + 2520 }, "exp"),
    "2023-11-14 23:05:20 UTC, in 42 minutes",
  );
  assert.equal(explain({ exp: NOW / 1000 + 60 }).expiresInMs, 60_000);
  assert.equal(explain({ exp: NOW / 1000 - 60 }).expiresInMs, -60_000);
});

test("explainClaims() tells no remaining life without a usable expiry", () => {
  for (const exp of ["1800000000", null, 1e300, [], {}, true]) {
    const { expiresInMs, warnings } = explain({ exp });
    assert.equal(expiresInMs, undefined);
    assert.equal(warnings[0]?.code, "damaged");
  }
  const endless = `e30.${base64url('{"exp":1e400}')}.c2ln`;
  const { expiresInMs } = explainClaims(endless, { now: NOW });
  assert.equal(expiresInMs, undefined);
  assert.ok(!("expiresInMs" in explain({})));
});

test("explainClaims() takes a decoded token as well as text", () => {
  const fromText = explain({ aud: "api", exp: 1 });
  const { token } = fromText;
  assert.deepEqual(explainClaims(token, { now: NOW }), fromText);
});
