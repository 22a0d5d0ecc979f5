import plugin from "../../../scripts/lint/budgets.ts";
import { testLint } from "./lint_case.ts";

/** A function of `count` lines of code, with comments between them. */
function functionOf(count: number): string {
  const body = Array.from({ length: count - 2 }, () => "  // why\n\n  a();");
  return ["function f() {", ...body, "}"].join("\n");
}

testLint(plugin, [
  {
    name: "short-functions allows 40 lines of code and any comments",
    file: "src/engine/x.ts",
    source: functionOf(40),
  },
  {
    name: "short-functions reports 41 lines of code",
    file: "src/engine/x.ts",
    source: functionOf(41),
    messages: ["A function of 41 lines of code: 40 at most"],
  },
  {
    name: "short-functions reports a long method and a long arrow",
    file: "scripts/x.ts",
    source: `class A { m() {\n${"a();\n".repeat(41)}} }
      const f = () => {\n${"a();\n".repeat(41)}};`,
    messages: [
      "A function of 43 lines of code: 40 at most",
      "A function of 43 lines of code: 40 at most",
    ],
  },
  {
    name: "short-functions leaves tests alone",
    file: "tests/unit/x_test.ts",
    source: functionOf(80),
  },
  {
    name: "few-parameters allows two and a this type",
    file: "src/engine/x.ts",
    source: "export function f(this: A, a: 1, { b, c }: B) {}",
  },
  {
    name: "few-parameters allows options as the third",
    file: "src/engine/x.ts",
    source: `export function f(a, b, { c }) {} function g(a, b, { c } = {}) {}
      function h(a, b, options: Options) {} const i = (a, b, callOptions = {}) => {};`,
  },
  {
    name: "few-parameters reports options that are not the last of three",
    file: "src/engine/x.ts",
    source: "function f(a, b, { c }, d) {} function g(a, options, b) {}",
    messages: [
      "A function of 4 parameters: 2 at most, then an options object",
      "A function of 3 parameters: 2 at most, then an options object",
    ],
  },
  {
    name: "few-parameters reports three of a function",
    file: "src/engine/x.ts",
    source: "function f(a, b = 1, ...c) {}",
    messages: ["A function of 3 parameters: 2 at most, then an options object"],
  },
  {
    name: "few-parameters reports three of exported functions and arrows",
    file: "mod.ts",
    source: `export async function f(a, b, c) {}
      export const g = (a, b, c) => {}; export default function (a, b, c) {}
      const h = function (a, b, c, d) {};`,
    messages: [
      "A function of 3 parameters: 2 at most, then an options object",
      "A function of 3 parameters: 2 at most, then an options object",
      "A function of 3 parameters: 2 at most, then an options object",
      "A function of 4 parameters: 2 at most, then an options object",
    ],
  },
  {
    name: "few-parameters allows three inside a function and in a callback",
    file: "src/engine/x.ts",
    source: "a.replace(b, (c, d, e) => e); function f() { (a, b, c) => 1; }",
  },
]);
