import assert from "node:assert/strict";
import { dependencyTable } from "../../../scripts/tables/dependencies.ts";
import { fillTables, markdownTable } from "../../../scripts/tables/markdown.ts";
import { commandTable, formatTable } from "../../../scripts/tables/commands.ts";
import {
  exitCodeTable,
  flowTable,
  keyTable,
} from "../../../scripts/tables/product.ts";

function test(name: string, fn: () => void): void {
  Deno.test({ name, permissions: "none", fn });
}

const TABLE = {
  head: ["A", "B"],
  rows: [["one", "x|y"], ["é", "🙂"], ["e\u0301", "日本"]],
};
const WRITTEN = [
  "| A   | B    |",
  "| --- | ---- |",
  "| one | x\\|y |",
  "| é   | 🙂   |",
  "| e\u0301   | 日本 |",
].join("\n");

function marked(name: string, inside: string): string {
  return `<!-- table:${name} -->\n\n${inside}\n\n<!-- /table:${name} -->`;
}

test("fillTables() throws on a marker without its partner", () => {
  for (const text of ["<!-- table:a -->", "<!-- /table:a -->"]) {
    assert.throws(() => fillTables(text, { a: TABLE }), {
      message: 'Table "a" has only one marker',
    });
  }
});

test("fillTables() throws on a table that nobody writes", () => {
  assert.throws(() => fillTables(marked("b", ""), { a: TABLE }), {
    message: 'No table is called "b"',
  });
});

test("fillTables() throws when one table ends as another", () => {
  const text = "<!-- table:a -->\n<!-- /table:b -->";
  assert.throws(() => fillTables(text, { a: TABLE, b: TABLE }), {
    message: 'Table "a" ends as "b"',
  });
});

test("fillTables() names the tables that have no markers", () => {
  assert.deepEqual(fillTables("# Text\n", { a: TABLE, b: TABLE }), {
    text: "# Text\n",
    missing: ["a", "b"],
  });
});

test("fillTables() replaces what is between the markers and nothing else", () => {
  const before = `# T\n\n${marked("a", "old $& text")}\n\nend\n`;
  const { text, missing } = fillTables(before, { a: TABLE });
  assert.equal(text, `# T\n\n${marked("a", WRITTEN)}\n\nend\n`);
  assert.deepEqual(missing, []);
  assert.equal(fillTables(text, { a: TABLE }).text, text);
});

test("markdownTable() pads columns by what a reader sees", () => {
  assert.equal(markdownTable(TABLE), WRITTEN);
});

test("dependencyTable() throws on a package without a reason", () => {
  const manifests = {
    imports: { "x": "npm:x@^1" },
    specifiers: { "npm:x@1": "1.0.0" },
  };
  assert.throws(() => dependencyTable(manifests, {}), {
    message: '"x" is in deno.json without a reason: ' +
      "give it one in scripts/tables/dependencies.ts",
  });
});

test("dependencyTable() throws on a package that is not locked", () => {
  const manifests = { imports: { "x": "npm:x@^1" }, specifiers: {} };
  const reasons = { x: { loaded: "product", why: "it is good" } } as const;
  assert.throws(() => dependencyTable(manifests, reasons), {
    message: '"x" is not in deno.lock',
  });
});

test("dependencyTable() gives each package that the product loads once", () => {
  const manifests = {
    imports: {
      "y": "npm:@s/y@^1.0.0",
      "y/deep": "npm:@s/y@^1.0.0/deep",
      "t": "npm:t@^2",
    },
    specifiers: { "npm:@s/y@1": "1.2.3_react@19.0.0", "npm:t@2": "2.0.0" },
  };
  const reasons = {
    "@s/y": { loaded: "product", why: "it is good" },
    "t": { loaded: "tests", why: "it tests" },
  } as const;
  assert.deepEqual(dependencyTable(manifests, reasons).rows, [
    ["`@s/y`", "1.2.3", "it is good"],
  ]);
});

test("exitCodeTable() begins with success and ends with an interruption", () => {
  const { rows } = exitCodeTable();
  assert.equal(rows[0]?.[0], "0");
  assert.equal(rows.at(-1)?.[0], "130");
});

test("commandTable() has each command once, with its other names", () => {
  const { rows } = commandTable();
  assert.deepEqual(rows[0]?.slice(0, 2), ["`get-token`", "`token`"]);
  assert.equal(new Set(rows.map(([name]) => name)).size, rows.length);
  assert.ok(rows.every(([, , what]) => what !== ""));
});

test("formatTable() throws on a format that nobody describes, and on a word about none", () => {
  assert.ok(formatTable().rows.length > 5);
  assert.throws(() => formatTable({ token: "x" }), /"json" has to be in/);
});

test("flowTable() has the names and aliases of each flow", () => {
  const row = flowTable().rows.find(([name]) => name === "`device-code`");
  assert.equal(row?.[1], "`DeviceCode`, `device`");
});

test("keyTable() has each key once, with every place that knows it", () => {
  const { rows } = keyTable();
  const lines = rows.map(([keys, help]) => `${keys} ${help}`);
  assert.equal(new Set(lines).size, lines.length);
  const help = rows.find(([keys, does]) => keys === "`?`" && does !== "");
  assert.match(help?.[2] ?? "", /, /);
});
