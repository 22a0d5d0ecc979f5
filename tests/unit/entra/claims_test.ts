import assert from "node:assert/strict";
import { claimInfo, CLAIMS } from "../../../src/engine/entra/claims.ts";

function test(name: string, fn: () => void): void {
  Deno.test({ name, permissions: "none", fn });
}

test("claimInfo() does not know what is not in its table", () => {
  for (
    const name of [
      "",
      "foo",
      "toString",
      "__proto__",
      "constructor",
      "EXP",
      "extn.",
    ]
  ) {
    assert.equal(claimInfo(name), undefined, name);
  }
});

test("claimInfo() tells a claim from a header member of that name", () => {
  assert.match(claimInfo("nonce")?.meaning ?? "", /authorization request/);
  assert.match(claimInfo("nonce", "header")?.meaning ?? "", /Graph/);
  assert.equal(claimInfo("alg"), undefined);
  assert.equal(claimInfo("exp", "header"), undefined);
});

test("claimInfo() finds names that tenants make up", () => {
  assert.equal(claimInfo("extn.shoeSize")?.claim, "extn.{name}");
  assert.equal(
    claimInfo(`extension_${"0a".repeat(16)}_x`)?.claim,
    "extension_{appid}_{name}",
  );
  assert.equal(claimInfo("groups:src7")?.claim, "groups:src1");
});

test("CLAIMS has sound entries, each name once in its place", () => {
  const groups = ["who", "what it may do", "for whom", "how long", "technical"];
  const kinds = new Set([
    "string",
    "string[]",
    "number",
    "boolean",
    "boolean-string",
    "timestamp",
    "guid",
    "guid[]",
    "guid-or-uri",
    "uri",
    "enum",
    "enum-list",
    "object",
    "opaque",
  ]);
  const seen = new Set<string>();
  for (const info of CLAIMS) {
    const place = `${info.location ?? "payload"} ${info.claim}`;
    assert.ok(!seen.has(place), place);
    seen.add(place);
    assert.ok(groups.includes(info.group), place);
    assert.ok(kinds.has(info.kind), place);
    assert.match(info.meaning, /\S.*$/, place);
    for (const meaning of Object.values(info.values ?? {})) {
      assert.equal(typeof meaning, "string");
    }
    assert.ok(info.tokens.length > 0 && info.versions.length > 0, place);
  }
  assert.ok(seen.size >= 120);
});
