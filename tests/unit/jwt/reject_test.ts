import assert from "node:assert/strict";
import { AuthError } from "../../../src/engine/errors.ts";
import { explainRejection } from "../../../src/engine/jwt/reject.ts";
import type { RejectionTarget } from "../../../src/engine/jwt/reject.ts";
import { tokenOf } from "./token_text.ts";

const NOW = 1_700_000_600_000;
const S = NOW / 1000;
const API = "dddddddd-0000-4000-8000-000000000001";
const GRAPH = "https://graph.microsoft.com";

function test(name: string, fn: () => void): void {
  Deno.test({ name, permissions: "none", fn });
}

function explain(
  claims: Record<string, unknown>,
  target: string | RejectionTarget,
) {
  const token = tokenOf({
    iat: S,
    nbf: S,
    exp: S + 3600,
    appid: "x",
    scp: "User.Read",
    upn: "ada@contoso.example",
    ...claims,
  });
  return explainRejection(token, target, { now: NOW });
}

function codes(...given: Parameters<typeof explain>): readonly string[] {
  return explain(...given).reasons.map(({ code }) => code);
}

test("explainRejection() finds no reason where the token is the API's", () => {
  for (
    const aud of [GRAPH, `${GRAPH}/`, "00000003-0000-0000-c000-000000000000"]
  ) {
    for (const target of ["graph", "Graph", GRAPH, `${GRAPH}/.default`, aud]) {
      const { rejected, target: name } = explain({ aud }, target);
      assert.deepEqual([rejected, name], [false, "Microsoft Graph"]);
    }
  }
});

test("explainRejection() names the audience first of all", () => {
  const { reasons, rejected, target } = explain({ aud: GRAPH }, "arm");
  assert.equal(rejected, true);
  assert.equal(target, "Azure Resource Manager");
  assert.equal(reasons[0]?.code, "audience_mismatch");
  assert.match(reasons[0]?.message ?? "", /Microsoft Graph/);
  assert.match(reasons[0]?.hint ?? "", /\/\.default/);
});

test("explainRejection() takes both forms of an API of one's own", () => {
  assert.deepEqual(codes({ aud: API }, `api://${API}`), []);
  assert.deepEqual(codes({ aud: `api://${API}` }, API), []);
  assert.deepEqual(codes({ aud: "api://orders/" }, "api://orders"), [
    "audience_form_differs",
  ]);
});

test("explainRejection() knows the presets of another cloud", () => {
  const resource = { resource: "graph", cloud: "usgov" };
  assert.deepEqual(codes({ aud: "https://graph.microsoft.us" }, resource), []);
  assert.deepEqual(codes({ aud: GRAPH }, resource), ["audience_mismatch"]);
});

test("explainRejection() looks at time, tenant, version, scope, role and whose token it is", () => {
  const cases: readonly (readonly [
    Record<string, unknown>,
    Omit<RejectionTarget, "resource">,
    string,
  ])[] = [
    [{ exp: S - 600 }, {}, "expired"],
    [{ nbf: S + 600 }, {}, "not_yet_valid"],
    [{ tid: "one" }, { tenant: "two" }, "tenant_mismatch"],
    [{ ver: "1.0" }, { version: "2.0" }, "version_mismatch"],
    [{}, { scopes: ["Mail.Read"] }, "scope_missing"],
    [{}, { roles: ["Reader"] }, "role_absent"],
    [{}, { subject: "app" }, "subject_mismatch"],
  ];
  for (const [claims, target, code] of cases) {
    const found = codes({ aud: API, ...claims }, { resource: API, ...target });
    assert.deepEqual(found, [code]);
  }
});

test("explainRejection() knows an ID token, which no API takes", () => {
  const found = codes({ aud: API, appid: undefined, scp: undefined }, API);
  assert.deepEqual(found, ["id_token"]);
});

test("explainRejection() says that Graph permits nothing to a token without permissions", () => {
  const app = { aud: GRAPH, scp: undefined, upn: undefined, idtyp: "app" };
  assert.deepEqual(codes(app, "graph"), ["role_absent"]);
  assert.deepEqual(
    codes({ ...app, aud: "https://vault.azure.net" }, "keyvault"),
    [],
  );
});

test("explainRejection() does not judge what it cannot read", () => {
  const { rejected, checks } = explainRejection("EwB4A8l6", "graph", {
    now: NOW,
  });
  assert.equal(rejected, false);
  assert.deepEqual(checks.map(({ ok, code }) => [ok, code]), [
    ["skipped", "opaque"],
  ]);
});

test("explainRejection() refuses a preset that it does not know", () => {
  assert.throws(
    () => explain({}, "grpah"),
    (error) => error instanceof AuthError && error.code === "invalid_parameter",
  );
});
