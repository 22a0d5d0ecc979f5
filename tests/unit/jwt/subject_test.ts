import assert from "node:assert/strict";
import { explainClaims } from "../../../src/engine/jwt/explain.ts";
import { subjectOf } from "../../../src/engine/jwt/subject.ts";
import { base64url, tokenOf } from "./token_text.ts";

const TENANT = "11111111-2222-3333-4444-555555555555";

function test(name: string, fn: () => void): void {
  Deno.test({ name, permissions: "none", fn });
}

function summaryOf(text: string): string {
  return explainClaims(text, { now: 0 }).summary;
}

test("subjectOf() tells users from applications", () => {
  const cases: readonly (readonly [Record<string, unknown>, string])[] = [
    [{}, "unknown"],
    [{ scp: "", roles: "x", oid: 1, sub: 1, name: "" }, "unknown"],
    [{ idtyp: "app", scp: "User.Read" }, "app"],
    [{ idtyp: "user", roles: ["A"] }, "user"],
    [{ idtyp: "device", scp: "x" }, "unknown"],
    [{ scp: "User.Read", roles: ["A"], oid: "o", sub: "o" }, "user"],
    [{ roles: ["Mail.Read"] }, "app"],
    [{ oid: "o", sub: "o" }, "app"],
    [{ oid: "o", sub: "s" }, "unknown"],
    [{ preferred_username: "ada@contoso.com", roles: ["A"] }, "user"],
  ];
  for (const [payload, subject] of cases) {
    assert.equal(subjectOf(payload), subject, JSON.stringify(payload));
  }
});

test("explainClaims() sums up a user's token", () => {
  assert.equal(
    summaryOf(tokenOf({
      aud: "https://graph.microsoft.com/",
      appid: "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
      upn: "ada@contoso.com",
      scp: "User.Read",
      tid: TENANT,
    })),
    `User ada@contoso.com in tenant ${TENANT}, for Microsoft Graph, through Microsoft Azure CLI`,
  );
});

test("explainClaims() sums up an application's token", () => {
  assert.equal(
    summaryOf(tokenOf({
      aud: ["api://mine", "other"],
      azp: "daemon-id",
      oid: "o",
      sub: "o",
      tid: "9188040d-6c67-4c5b-b112-36a304b66dad",
    })),
    "Application daemon-id in tenant Personal Microsoft accounts, for api://mine",
  );
});

test("explainClaims() sums up a token of another issuer", () => {
  assert.equal(
    summaryOf(tokenOf({
      sub: "repo:a/b:ref:refs/heads/main",
      iss: "https://token.actions.githubusercontent.com",
      aud: "api://AzureADTokenExchange",
    })),
    "Subject repo:a/b:ref:refs/heads/main from https://token.actions.githubusercontent.com, for api://AzureADTokenExchange",
  );
  assert.equal(summaryOf(tokenOf({ foo: 1 })), "Subject unknown");
  assert.equal(summaryOf(tokenOf({ idtyp: "user" })), "User unknown");
  assert.equal(summaryOf(tokenOf({ idtyp: "app" })), "Application unknown");
});

test("explainClaims() sums up what it cannot read", () => {
  assert.match(summaryOf("EwBIA8l6"), /^Opaque token/);
  assert.match(summaryOf(`${base64url({ enc: "x" })}.a.b.c.d`), /^Encrypted/);
  assert.equal(summaryOf(tokenOf([])), "Token without readable claims");
});
