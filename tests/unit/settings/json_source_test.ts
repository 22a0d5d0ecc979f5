import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import {
  locateJson,
  locateUtf8Fault,
} from "../../../src/settings/json_source.ts";

const options = { permissions: "none" } as const;

const FAULTS: readonly (readonly [string, number, number])[] = [
  ["", 1, 1],
  ["{", 1, 2],
  ['{\n  "a": 1,\n}', 3, 1],
  ['{\n  "a" 1\n}', 2, 7],
  ["[1, 2,]", 1, 7],
  ["{} x", 1, 4],
  ['["\n"]', 1, 2],
  ['["\t"]', 1, 2],
  ['["\\x"]', 1, 2],
  ["[01]", 1, 3],
  ["[tru]", 1, 2],
  ["[1]\n]", 2, 1],
  ["\u00a0{}", 1, 1],
];

for (const [text, line, column] of FAULTS) {
  Deno.test(
    `locateJson() finds the fault of ${JSON.stringify(text)}`,
    options,
    () => {
      assert.deepEqual(locateJson(text).fault, { line, column });
    },
  );
}

Deno.test(
  "locateJson() finds no fault where JSON.parse finds none",
  options,
  () => {
    fc.assert(fc.property(fc.json(), fc.constantFrom(0, 2), (json, indent) => {
      const text = JSON.stringify(JSON.parse(json), undefined, indent);
      assert.equal(locateJson(text).fault, undefined);
    }));
  },
);

Deno.test(
  "locateJson() agrees with JSON.parse on damaged texts",
  options,
  () => {
    fc.assert(
      fc.property(
        fc.json(),
        fc.nat(),
        fc.string({ maxLength: 2 }),
        (json, at, scrap) => {
          const cut = at % (json.length + 1);
          const text = json.slice(0, cut) + scrap + json.slice(cut + 1);
          let valid = true;
          try {
            JSON.parse(text);
          } catch {
            valid = false;
          }
          assert.equal(locateJson(text).fault === undefined, valid);
        },
      ),
    );
  },
);

Deno.test("locateJson() says where a value begins", options, () => {
  const source = locateJson('{\n  "a": [\n    {"b": 7}\n  ]\n}');
  assert.deepEqual(source.at(["a", 0, "b"]), { line: 3, column: 11 });
  assert.deepEqual(source.at([]), { line: 1, column: 1 });
});

Deno.test(
  "locateJson() names the parent of a value that is missing",
  options,
  () => {
    const source = locateJson('{\n  "a": [\n    {"b": 7}\n  ]\n}');
    assert.deepEqual(source.at(["a", 0, "c"]), { line: 3, column: 5 });
  },
);

Deno.test(
  "locateJson() survives a text nested deeper than the stack",
  options,
  () => {
    assert.deepEqual(locateJson("[".repeat(200_000)).fault, {
      line: 1,
      column: 1,
    });
  },
);

Deno.test("locateJson() finds a member that is given twice", options, () => {
  for (
    const [text, path, line, column] of [
      ['{"a": 1,\n "a": 1}', ["a"], 2, 2],
      ['{"a": 1, "\\u0061": 1}', ["a"], 1, 10],
      ['[{"a": {"b": 1, "b": 1, "b": 2}}]', [0, "a", "b"], 1, 17],
      ['{"__proto__": 1, "__proto__": 1}', ["__proto__"], 1, 18],
    ] as const
  ) {
    assert.deepEqual(locateJson(text).repeated, {
      path,
      position: { line, column },
    });
  }
  for (const text of ['{"a": {"a": 1}}', '[{"a": 1}, {"a": 1}]', "[1, 1]"]) {
    assert.equal(locateJson(text).repeated, undefined);
  }
});

Deno.test(
  "locateUtf8Fault() counts characters up to the first that is none",
  options,
  () => {
    for (
      const [bytes, line, column] of [
        [[0xff], 1, 1],
        [[0x61, 0x80], 1, 2],
        [[0xc3, 0xbc, 0x0a, 0x61, 0xc3, 0xbc, 0xc3], 2, 3],
        [[0xe2, 0x82, 0x0a], 1, 1],
        [[0xef, 0xbf, 0x61], 1, 1],
        [[0xef, 0xbf, 0xbd, 0xed, 0xa0, 0x80], 1, 2],
        [[0xff, 0xfe, 0x7b, 0x00], 1, 1],
      ] as const
    ) {
      assert.deepEqual(locateUtf8Fault(Uint8Array.from(bytes)), {
        line,
        column,
      });
    }
  },
);
