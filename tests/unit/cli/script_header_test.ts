import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { ConfigurationError } from "../../../src/cli/errors.ts";
import { readScriptHeader } from "../../../src/cli/scripts/script_header.ts";
import {
  explainPermissions,
  permissionFlags,
  resolvePermissions,
} from "../../../src/cli/scripts/script_permissions.ts";

function header(json: unknown): string {
  return `/** @entrada ${JSON.stringify(json)} */\nconsole.log(1);\n`;
}

function refused(text: string): string {
  try {
    readScriptHeader(text);
  } catch (error) {
    assert.ok(error instanceof ConfigurationError);
    return error.message;
  }
  return assert.fail(`Not refused: ${text}`);
}

Deno.test({
  name: "readScriptHeader() reads a header in one line and in many",
  permissions: "none",
  fn() {
    const wanted = {
      title: "Who am I",
      token: true,
      permissions: [{ name: "net", value: "graph.microsoft.com" }],
    };
    const json = {
      title: "Who am I",
      permissions: { net: ["graph.microsoft.com"] },
    };
    assert.deepEqual(readScriptHeader(header(json)), wanted);
    const many = `\ufeff#!/usr/bin/env deno\n\n/**\n * @entrada {
 *   "title": "Who am I",
 *   "permissions": {
 *     "net": ["graph.microsoft.com"]
 *   }
 * }
 */
export {};
`;
    assert.deepEqual(readScriptHeader(many), wanted);
    assert.deepEqual(
      readScriptHeader(header({ title: "A", description: "B", token: false })),
      { title: "A", description: "B", token: false, permissions: [] },
    );
  },
});

Deno.test({
  name: "readScriptHeader() finds none where code or another comment is first",
  permissions: "none",
  fn() {
    const json = header({ title: "A" });
    for (
      const text of [
        "",
        "console.log(1);",
        `x();${json}`,
        `/** Something else. */\n${json}`,
        `// @entrada {"title": "A"}\n`,
        `${" ".repeat(20_000)}${json}`,
        `/** @entrada {"title": "A"`,
      ]
    ) assert.equal(readScriptHeader(text), undefined, text.slice(0, 40));
  },
});

Deno.test({
  name: "readScriptHeader() refuses what it does not know, and says what",
  permissions: "none",
  fn() {
    const permissions = (value: unknown) =>
      refused(header({ title: "A", permissions: value }));
    assert.match(permissions({ all: ["x"] }), /no permission "all"/);
    assert.match(permissions({ import: ["x"] }), /no permission "import"/);
    assert.match(permissions({ net: true }), /"net" has to be a list/);
    assert.match(permissions({ net: [], hrtime: [] }), /"hrtime"/);
    assert.match(permissions(["net"]), /has to be an object/);
    assert.match(refused(header({ title: "" })), /"title"/);
    assert.match(refused(header({ title: 1 })), /"title"/);
    assert.match(refused(header({ title: "x".repeat(61) })), /longer than 60/);
    assert.match(refused(header({ title: "a\u001b[2J" })), /cannot be shown/);
    assert.match(refused(header({ title: "a\u202eb" })), /cannot be shown/);
    assert.match(refused(header({ title: "A", run: 1 })), /no member "run"/);
    assert.match(refused(header({ title: "A", token: 1 })), /"token"/);
    assert.match(refused(header([])), /not a JSON object/);
    assert.match(refused("/** @entrada {title: 1} */"), /not JSON/);
    assert.match(
      refused('/** @entrada {"title": "A", "__proto__": {"net": ["x"]}} */'),
      /no member "__proto__"/,
    );
  },
});

Deno.test({
  name:
    "readScriptHeader() lets no value pass for two, and none for everything",
  permissions: "none",
  fn() {
    const value = (name: string, one: unknown) =>
      refused(header({ title: "A", permissions: { [name]: [one] } }));
    for (
      const [name, one] of [
        ["net", "a.example,b.example"],
        ["net", ""],
        ["net", "*"],
        ["net", "https://a.example"],
        ["net", "a.example --allow-all"],
        ["net", "a.example:123456"],
        ["read", "relative"],
        ["read", "."],
        ["read", "/a,/"],
        ["write", ""],
        ["env", "A*"],
        ["env", "A B"],
        ["env", "A=B"],
        ["run", "-x"],
        ["run", "sh,bash"],
        ["sys", "host name"],
        ["ffi", "lib.so"],
        ["net", 1],
        ["net", " a.example"],
      ] as const
    ) value(name, one);
  },
});

Deno.test({
  name:
    "readScriptHeader() and its flags hold for any text, and never allow all",
  permissions: "none",
  fn() {
    const name = fc.constantFrom(
      ...["net", "read", "write", "env", "sys", "run", "ffi", "all"],
    );
    const value = fc.oneof(
      fc.string(),
      fc.constantFrom("a.example", "/etc", "~/x", "HOME", "hostname", "az"),
      fc.webUrl(),
    );
    const json = fc.record({
      title: fc.oneof(fc.constant("A"), fc.string()),
      permissions: fc.dictionary(name, fc.array(value, { maxLength: 3 })),
    });
    fc.assert(
      fc.property(fc.oneof(json.map(header), fc.string()), (text) => {
        let read: ReturnType<typeof readScriptHeader>;
        try {
          read = readScriptHeader(text);
        } catch (error) {
          assert.ok(error instanceof ConfigurationError);
          return;
        }
        const flags = permissionFlags(read?.permissions ?? [], {});
        for (const flag of flags) {
          assert.match(
            flag,
            /^--allow-(net|read|write|env|sys|run|ffi)=[^\s,]/,
          );
          const count = read?.permissions
            .filter((one) => flag.startsWith(`--allow-${one.name}=`)).length;
          assert.equal(flag.split(",").length, count);
        }
      }),
      { numRuns: 500 },
    );
  },
});

Deno.test({
  name: "permissions are put into words, the dangerous ones first",
  permissions: "none",
  fn() {
    const place = { home: "/home/ada" };
    const all = resolvePermissions([
      { name: "net", value: "graph.microsoft.com" },
      { name: "read", value: "~/notes" },
      { name: "read", value: "/home" },
      { name: "write", value: "~/" },
      { name: "read", value: "/tmp/../home" },
      { name: "env", value: "AZURE_CLIENT_SECRET" },
      { name: "env", value: "LANG" },
      { name: "run", value: "az" },
      { name: "ffi", value: "/lib/x.so" },
    ], place);
    const shown = explainPermissions(all, place);
    assert.deepEqual(
      shown.filter(({ isDangerous }) => isDangerous)
        .map(({ value }) => value),
      [
        "/home",
        "/home/ada",
        "/home",
        "AZURE_CLIENT_SECRET",
        "az",
        "/lib/x.so",
      ],
    );
    assert.deepEqual(
      shown.slice(-3).map(({ value }) => value),
      ["graph.microsoft.com", "/home/ada/notes", "LANG"],
    );
    const own = ["/home/ada/.config/entrada", "/a,b"];
    assert.deepEqual(permissionFlags(all, { own }), [
      "--allow-net=graph.microsoft.com",
      "--allow-read=/home/ada/notes,/home,/home",
      "--allow-write=/home/ada",
      "--allow-env=AZURE_CLIENT_SECRET,LANG",
      "--allow-run=az",
      "--allow-ffi=/lib/x.so",
      "--deny-write=/home/ada/.config/entrada",
    ]);
  },
});
