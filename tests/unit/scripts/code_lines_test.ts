import assert from "node:assert/strict";
import { codeLines } from "../../../scripts/lint/code_lines.ts";

/** Each source line begins with `+` if it should count, `-` if not. */
const CASES: readonly (readonly [string, string])[] = [
  ["counts nothing in an empty file", "-"],
  ["skips blank lines and line comments", "+a;\n-\n-  // b\n+c; // d"],
  ["skips block comments", "-/** a\n- * b\n- */\n+c; /* d\n- */"],
  ["counts code on either side of a comment", "+/* a */ b;\n+c; /* d\n+*/ e;"],
  ["keeps // in a string", '+const a = "/* b";\n+c;\n-// d'],
  ["ends a broken string with its line", "+<p>don't</p>\n-// a\n+b;"],
  ["keeps an escaped quote", "+'\\'// a';\n+b;"],
  ["keeps comment marks in a template", "+`// a\n+/* b`;\n-// c"],
  ["follows braces inside a template", "+`${ { a: `}` } } /*\n+b`;\n-/* c */"],
  ["sees a comment inside a template's expression", "+`${\n-// a\n+b}`"],
  [
    "keeps /* in a regular expression",
    "+a.match(/[/*]/);\n+b = /\\/*/;\n-// c",
  ],
  ["keeps a quote in a regular expression", "+a(/'`/);\n-/* b */\n+c;"],
  ["takes a division for what it is", "+a = b / c; // d\n+e / f /* g\n-*/"],
  ["stops an open comment at the end", "+a;\n-/* b\n-"],
];

for (const [what, marked] of CASES) {
  Deno.test({
    name: `codeLines() ${what}`,
    permissions: "none",
    fn() {
      const lines = marked.split("\n");
      assert.deepEqual(
        codeLines(lines.map((line) => line.slice(1)).join("\n")),
        lines.map((line) => line.startsWith("+")),
      );
    },
  });
}
