import assert from "node:assert/strict";
import { toYaml } from "../../../src/cli/output/yaml.ts";

const options = { permissions: "none" } as const;

Deno.test(
  "toYaml() quotes every text that could be something else",
  options,
  () => {
    for (
      const text of [
        "",
        "no",
        "Yes",
        "null",
        "~",
        "1",
        "1.5",
        "2026-01-01",
        "a: b",
        "- a",
        "a #b",
        " a",
        "a ",
        "#",
        "*a",
        "&a",
        "!a",
        "{a",
        "[a",
        "a\nb",
        "\u001b[2J",
        "\u0085",
        "\u2028",
        "é",
      ]
    ) {
      const line = toYaml({ a: text });
      assert.match(line, /^a: ".*"\n$/, JSON.stringify(text));
      assert.equal(JSON.parse(line.slice(3)), text);
    }
  },
);

Deno.test("toYaml() nests mappings and sequences", options, () => {
  const value = {
    a: { b: [1, { c: "x", d: [] }, [true, null]], e: {} },
    f: "plain_text",
  };
  assert.equal(
    toYaml(value),
    "a:\n  b:\n    - 1\n    - c: x\n      d: []\n    - - true\n      - null\n  e: {}\nf: plain_text\n",
  );
});

Deno.test("toYaml() quotes member names like texts", options, () => {
  assert.equal(toYaml({ "a: b": 1, "true": 2 }), '"a: b": 1\n"true": 2\n');
});

Deno.test("toYaml() lets no control character out", options, () => {
  const hostile = Array.from(
    { length: 0xa0 },
    (_, code) => String.fromCharCode(code),
  ).join("");
  assert.doesNotMatch(
    toYaml({ [hostile]: hostile }).replaceAll("\n", ""),
    /\p{Cc}/u,
  );
});
