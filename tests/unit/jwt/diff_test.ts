import assert from "node:assert/strict";
import { diffTokens } from "../../../src/engine/jwt/diff.ts";
import { tokenOf } from "./token_text.ts";

const NOW = 1_700_000_600_000;
const S = NOW / 1000;

function test(name: string, fn: () => void): void {
  Deno.test({ name, permissions: "none", fn });
}

function diff(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
) {
  return diffTokens(tokenOf(before), tokenOf(after), { now: NOW });
}

test("diffTokens() finds no difference where only order differs", () => {
  const { differences, same } = diff(
    { aud: "a", scp: "Read Write", roles: ["x", "y"], o: { a: 1, b: 2 } },
    { o: { b: 2, a: 1 }, roles: ["y", "x"], scp: "Write Read", aud: "a" },
  );
  assert.deepEqual(differences, []);
  assert.deepEqual(same.toSorted(), ["aud", "o", "roles", "scp"]);
});

test("diffTokens() tells what was added, removed and changed, by group", () => {
  const { differences, same } = diff(
    { aud: "api://one", upn: "ada@contoso.example", ver: "1.0" },
    { aud: "api://two", azp: "x", ver: "1.0" },
  );
  assert.deepEqual(
    differences.map(({ name, change, group }) => [name, change, group]),
    [
      ["upn", "removed", "who"],
      ["aud", "changed", "for whom"],
      ["azp", "added", "for whom"],
    ],
  );
  assert.deepEqual(same, ["ver"]);
  const [upn, aud, azp] = differences;
  assert.equal(upn?.text, "ada@contoso.example");
  assert.equal(aud?.text, "api://one → api://two");
  assert.equal(azp?.after, "x");
});

test("diffTokens() compares scopes, roles and lists as sets", () => {
  const { differences } = diff(
    { scp: "User.Read Mail.Read", roles: ["A"], amr: ["pwd"] },
    { scp: "User.Read Files.Read", roles: ["A", "B"], amr: ["pwd", "mfa"] },
  );
  const by = new Map(differences.map((each) => [each.name, each]));
  assert.deepEqual(by.get("scp")?.gained, ["Files.Read"]);
  assert.deepEqual(by.get("scp")?.lost, ["Mail.Read"]);
  assert.equal(by.get("scp")?.text, "+Files.Read -Mail.Read");
  assert.equal(by.get("roles")?.text, "+B");
  assert.equal(by.get("amr")?.text, "+mfa");
});

test("diffTokens() lists what a claim has that only one token has", () => {
  const { differences } = diff({}, { roles: ["A", "B"] });
  assert.deepEqual(differences.map(({ text }) => text), ["A, B"]);
});

test("diffTokens() writes times as differences", () => {
  const { differences } = diff(
    { exp: S + 3600, nbf: S, auth_time: S },
    { exp: S + 7200, nbf: S - 60, auth_time: "soon" },
  );
  const by = new Map(differences.map((each) => [each.name, each]));
  assert.equal(by.get("exp")?.text, "1 hour later");
  assert.equal(by.get("exp")?.laterByMs, 3_600_000);
  assert.equal(by.get("nbf")?.text, "1 minute earlier");
  assert.equal(by.get("auth_time")?.laterByMs, undefined);
});

test("diffTokens() tells missing from null, and text from a number", () => {
  const { differences } = diff({ a: 1, b: "1" }, { a: "1", b: "1", c: null });
  assert.deepEqual(differences.map(({ name, change }) => [name, change]), [
    ["a", "changed"],
    ["c", "added"],
  ]);
});

test("diffTokens() compares the headers apart from the claims", () => {
  const { differences } = diffTokens(
    tokenOf({ alg: "x" }, { alg: "RS256", kid: "one" }),
    tokenOf({ alg: "x" }, { alg: "RS256", kid: "two" }),
    { now: NOW },
  );
  assert.deepEqual(
    differences.map(({ name, group, text }) => [name, group, text]),
    [
      ["kid", "header", "one → two"],
    ],
  );
});

test("diffTokens() does not look behind prototypes, and shortens what is long", () => {
  const { differences } = diff({}, { constructor: "x".repeat(500) });
  assert.equal(differences[0]?.change, "added");
  assert.ok((differences[0]?.text.length ?? 0) < 100);
});

test("diffTokens() reads tokens of which one is opaque", () => {
  const { tokens, differences } = diffTokens("hunter2", tokenOf({ aud: "a" }), {
    now: NOW,
  });
  assert.deepEqual(tokens.map(({ kind }) => kind), ["opaque", "jws"]);
  assert.ok(differences.some(({ name }) => name === "aud"));
});
