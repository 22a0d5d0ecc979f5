import assert from "node:assert/strict";
import {
  explainParameter,
  PARAMETERS,
} from "../../../src/engine/entra/parameters.ts";

function test(name: string, fn: () => void): void {
  Deno.test({ name, permissions: "none", fn });
}

test("PARAMETERS explains each name once, in one sentence, with its source", () => {
  assert.ok(PARAMETERS.length >= 90, String(PARAMETERS.length));
  const names = PARAMETERS.map(({ name }) => name.toLowerCase());
  assert.equal(new Set(names).size, names.length);
  for (const { name, meaning, reference, in: places, values } of PARAMETERS) {
    assert.match(meaning, /^[A-Z0-9].*\.$/s, name);
    assert.doesNotMatch(meaning, /[.!?] [A-Z]/, name);
    assert.match(
      reference,
      /^https:\/\/(www\.rfc-editor\.org\/rfc\/rfc\d+\.html#section|openid\.net\/specs\/|learn\.microsoft\.com\/)/,
      name,
    );
    assert.ok(places.length > 0, name);
    for (const value of Object.values(values ?? {})) {
      assert.doesNotMatch(value, /[.]$/, `${name}: ${value}`);
    }
  }
});

test("explainParameter() finds a name in any case, and nothing of an object's own", () => {
  assert.equal(explainParameter("Grant_Type")?.name, "grant_type");
  assert.equal(explainParameter("X-CLIENT-SKU")?.name, "x-client-SKU");
  assert.equal(explainParameter("constructor"), undefined);
  assert.equal(explainParameter("__proto__"), undefined);
});
