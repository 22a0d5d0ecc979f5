import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { createJsonIndenter } from "../../../src/cli/output/json_indenter.ts";

const options = { permissions: "none" } as const;

function indented(parts: readonly string[]): string {
  const indenter = createJsonIndenter();
  return parts.map((part) => indenter.push(part)).join("");
}

Deno.test(
  "createJsonIndenter() writes what JSON.stringify() writes",
  options,
  () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      assert.equal(indented([text]), JSON.stringify(value, undefined, 2));
    }));
  },
);

Deno.test(
  "createJsonIndenter() does not mind where a piece ends",
  options,
  () => {
    fc.assert(fc.property(fc.jsonValue(), fc.nat(), (value, cut) => {
      const text = JSON.stringify(value, undefined, " ");
      const at = cut % (text.length + 1);
      assert.equal(
        indented([text.slice(0, at), text.slice(at)]),
        JSON.stringify(value, undefined, 2),
      );
    }));
  },
);

Deno.test(
  "createJsonIndenter() changes no number and loses nothing of what is no JSON",
  options,
  () => {
    assert.equal(indented(["[1e400,0.10]"]), "[\n  1e400,\n  0.10\n]");
    fc.assert(fc.property(fc.string(), (text) => {
      const bare = (each: string) => each.replace(/\s/g, "");
      assert.equal(bare(indented([text])), bare(text));
    }));
  },
);

Deno.test(
  "createJsonIndenter() makes no text much longer by breaking it where it is deep",
  options,
  () => {
    const text = "[".repeat(100_000);
    assert.ok(indented([text]).length < text.length + 10_000);
  },
);
