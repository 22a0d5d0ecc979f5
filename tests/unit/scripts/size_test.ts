import assert from "node:assert/strict";
import { measure, type SourceFile } from "../../../scripts/size.ts";

function file(path: string, lines = 1): SourceFile {
  return { path, text: `/** Why. */\n${"a();\n".repeat(lines)}` };
}

function test(name: string, fn: () => void): void {
  Deno.test({ name, permissions: "none", fn });
}

test("measure() finds nothing wrong in no files", () => {
  const { figures, breaches } = measure([]);
  assert.deepEqual(breaches, []);
  assert.equal(figures["median"], 0);
});

test("measure() counts code, not comments and blank lines", () => {
  const { figures } = measure([
    { path: "mod.ts", text: "/** a */\n\nb;\n// c\n" },
    file("src/engine/mod.ts", 3),
    file("src/engine/x.ts", 80),
  ]);
  assert.deepEqual(figures, {
    files: 3,
    lines: 84,
    median: 3,
    p90: 80,
    max: 80,
    any: 0,
  });
});

test("measure() allows a file of 300 lines and reports one of 301", () => {
  const { breaches, longest } = measure([
    ...Array.from({ length: 30 }, (_, at) => file(`src/engine/f${at}.ts`)),
    file("src/engine/at_limit.ts", 300),
    file("src/engine/over.ts", 301),
  ]);
  assert.deepEqual(breaches, ["src/engine/over.ts has 301 lines: 300 at most"]);
  assert.equal(longest[0]?.path, "src/engine/over.ts");
});

test("measure() excepts data tables from the lengths", () => {
  const { breaches, figures } = measure([
    file("src/engine/entra/data/claims.ts", 5000),
    { path: "src/engine/entra/codes.json", text: "1\n".repeat(5000) },
    file("src/engine/mod.ts"),
  ]);
  assert.deepEqual(breaches, []);
  assert.equal(figures["files"], 1);
});

test("measure() reports a median over 80", () => {
  const { breaches } = measure([
    file("src/cli/a.ts", 81),
    file("src/cli/b.ts", 81),
    file("src/cli/c.ts", 1),
  ]);
  assert.deepEqual(breaches, ["The median file has 81 lines: 80 at most"]);
});

test("measure() reports when one file in ten is over 200", () => {
  const files = Array.from({ length: 8 }, (_, at) => file(`src/cli/f${at}.ts`));
  const { breaches } = measure([
    ...files,
    file("src/cli/x.ts", 201),
    file("src/cli/y.ts", 201),
  ]);
  assert.deepEqual(breaches, [
    "One file in ten has over 200 lines: the longest are listed",
  ]);
});

test("measure() reports names that say nothing, as files and as folders", () => {
  const { breaches } = measure([
    file("src/cli/utils.ts"),
    file("src/cli/types.ts"),
    file("src/cli/constants.tsx"),
    file("src/helpers/text.ts"),
    file("src/cli/common/text.ts"),
    file("src/cli/token_types.ts"),
    file("src/cli/helper_text.ts"),
  ]);
  assert.deepEqual(breaches, [
    "src/cli/utils.ts has a name that says nothing",
    "src/cli/types.ts has a name that says nothing",
    "src/cli/constants.tsx has a name that says nothing",
    "src/helpers/text.ts has a name that says nothing",
    "src/cli/common/text.ts has a name that says nothing",
  ]);
});

test("measure() reports a file that tells the linter to allow any", () => {
  const { breaches, figures } = measure([{
    path: "src/cli/mod.ts",
    // Put together, so that a search for exceptions does not find this test.
    text: `/** a */\n// ${
      ["deno", "lint", "ignore"].join("-")
    } no-unused-vars no-explicit-any\nlet a: any;`,
  }]);
  assert.deepEqual(breaches, [`src/cli/mod.ts allows itself "any"`]);
  assert.equal(figures["any"], 1);
});

test("measure() reports a folder without an opening comment", () => {
  const bare = { path: "src/tui/state/update.ts", text: "a();" };
  assert.deepEqual(measure([bare]).breaches, [
    "src/tui/state does not say what lives there: begin its mod.ts with a comment",
  ]);
  assert.deepEqual(
    measure([bare, file("src/tui/state/model.ts")]).breaches,
    [],
  );
});

test("measure() wants the comment in mod.ts where there is one", () => {
  const { breaches } = measure([
    { path: "src/tui/mod.ts", text: "a();" },
    file("src/tui/open.tsx"),
  ]);
  assert.deepEqual(breaches, [
    "src/tui does not say what lives there: begin its mod.ts with a comment",
  ]);
});
