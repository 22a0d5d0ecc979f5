import plugin from "../../../scripts/lint/layers.ts";
import { type LintCase, testLint } from "./lint_case.ts";

const ENGINE = "src/engine/client.ts";

function effects(...names: string[]): string[] {
  return names.map((name) => `"${name}" is an effect: take it from a port`);
}

/** Code that reaches the world, and what is reported of it. */
const PLANTED: readonly (readonly [string, ...string[]])[] = [
  [`Deno.readTextFile("x");`, "Deno.readTextFile"],
  [`if (typeof Deno !== "undefined") 1;`, "Deno"],
  [`process.env.HOME;`, "process.env.HOME"],
  [`fetch("https://example.com");`, "fetch"],
  [`const get = fetch; get;`, "fetch"],
  [`globalThis.fetch("x");`, "fetch"],
  [`globalThis["fetch"]("x");`, "fetch"],
  [`self.fetch("x"); window.fetch("x");`, "fetch", "fetch"],
  [`globalThis.self.Date.now();`, "Date.now"],
  [`(globalThis as unknown as { fetch: () => void }).fetch();`, "fetch"],
  [`globalThis!.fetch?.("x");`, "fetch"],
  [`const { fetch } = globalThis; fetch("x");`, "fetch"],
  [`const { fetch: get = 1, URL } = globalThis; get; URL;`, "fetch"],
  [`const { crypto: { randomUUID } } = globalThis;`, "crypto.randomUUID"],
  [`let now; ({ now } = Date); now;`, "Date.now"],
  [`function f({ setTimeout } = globalThis) { setTimeout; }`, "setTimeout"],
  [`const { ...everything } = globalThis; everything;`, "globalThis"],
  [`const world = globalThis; world;`, "globalThis"],
  [`declare const name: "fetch"; globalThis[name];`, "globalThis"],
  [`setTimeout(() => {}, 1);`, "setTimeout"],
  [`setInterval(() => {}, 1);`, "setInterval"],
  [`setImmediate(() => {});`, "setImmediate"],
  [`const at = Date.now(); at;`, "Date.now"],
  [`const at = new Date(); at;`, "new Date()"],
  [`const at = new globalThis.Date; at;`, "new Date()"],
  [`const at = Date(); at;`, "Date()"],
  [`Temporal.Now.instant();`, "Temporal.Now.instant"],
  [`performance.now();`, "performance.now"],
  [`Math.random();`, "Math.random"],
  [`crypto.getRandomValues(new Uint8Array(1));`, "crypto.getRandomValues"],
  [`crypto.randomUUID();`, "crypto.randomUUID"],
  [
    `crypto.subtle.generateKey("Ed25519", true, []);`,
    "crypto.subtle.generateKey",
  ],
  [`AbortSignal.timeout(5);`, "AbortSignal.timeout"],
  [`localStorage.getItem("x");`, "localStorage.getItem"],
  [`console.error("x");`, "console.error"],
  [`new WebSocket("wss://example.com");`, "WebSocket"],
  ["`${fetch}`;", "fetch"],
  [`export { fetch };`, "fetch"],
  [`const a = { fetch }; a;`, "fetch"],
  [`class A { get = fetch; [fetch.name] = 1; }`, "fetch", "fetch.name"],
  [`declare const Deno: { pid: number }; Deno.pid;`, "Deno.pid"],
  [`import type { fetch } from "./x.ts"; fetch("x");`, "fetch"],
  [`{ const fetch = 1; fetch; } fetch("x");`, "fetch"],
];

/** Code that only looks so. */
const ALLOWED: readonly (readonly [string, string])[] = [
  ["a parameter called fetch", `function f(fetch: () => void) { fetch(); }`],
  ["a parameter with a default", `(fetch = () => {}) => fetch();`],
  ["a destructured parameter", `({ clock: { Date } }) => Date.now();`],
  ["a rest parameter", `(...process) => process.length;`],
  [
    "a parameter property",
    `class A { constructor(public fetch: () => void) { fetch(); } }`,
  ],
  ["a member of a port", `ports.fetch(request); ports.process.exit(1);`],
  ["a private member", `class A { #fetch() { this.#fetch(); } }`],
  ["a key", `const a = { fetch: 1, Deno: 2, process() {} }; a.fetch;`],
  ["a local variable", `const performance = 1; performance + 1;`],
  [
    "a variable of an outer function",
    `function f() { const fetch = 1; return () => fetch; }`,
  ],
  ["a hoisted function", `prompt(); function prompt() {}`],
  ["a variable of a loop", `for (const process of []) process;`],
  [
    "a variable of a switch",
    `switch (1) { default: { const fetch = 1; fetch; } }`,
  ],
  ["an import of that name", `import { fetch } from "./x.ts"; fetch("x");`],
  ["an exported function", `export function fetch() {} fetch();`],
  ["a caught value", `try { 1; } catch (process) { process; }`],
  [
    "a named function expression",
    `const f = function fetch() { fetch(); }; f;`,
  ],
  ["a type called Date", `type Date = string; const a: Date = ""; a;`],
  [
    "the type of a global",
    `type Fetch = typeof globalThis.fetch; let a: Fetch; a;`,
  ],
  ["a property signature", `interface A { fetch(fetch: 1): void; process: 1 }`],
  [
    "a given time",
    `new Date(0); new Date(...parts); Date.parse("x"); Date.UTC(1);`,
  ],
  ["instanceof", `a instanceof Date;`],
  ["deterministic crypto", `crypto.subtle.digest("SHA-256", a);`],
  [
    "harmless globals",
    `globalThis.URL; queueMicrotask(a); AbortSignal.any([]);`,
  ],
  ["a string", `"Deno.exit() and fetch()";`],
  ["a label", `fetch: for (;;) break fetch;`],
  ["an exported type", `export type { process } from "./x.ts";`],
];

testLint(plugin, [
  ...PLANTED.map(([source, ...names]): LintCase => ({
    name: `no-ambient-effects reports ${source}`,
    file: ENGINE,
    source,
    messages: effects(...names),
  })),
  ...ALLOWED.map(([what, source]): LintCase => ({
    name: `no-ambient-effects allows ${what}`,
    file: ENGINE,
    source,
  })),
  ...["settings", "tui", "cli"].map((layer): LintCase => ({
    name: `no-ambient-effects reports the clock in ${layer}`,
    file: `src/${layer}/x.ts`,
    source: "Date.now();",
    messages: effects("Date.now"),
  })),
  {
    name: "no-ambient-effects allows an adapter everything",
    file: "src/adapters/clock.ts",
    source: "Date.now(); Deno.env.get('A'); fetch('x'); globalThis;",
  },
  {
    name: "no-ambient-effects allows the sandbox to listen and to make keys",
    file: "src/sandbox/mod.ts",
    source: "Deno.serve(handle); crypto.subtle.generateKey(a, b, c);",
  },
  {
    name: "no-ambient-effects reports the clock and files in the sandbox",
    file: "src/sandbox/mod.ts",
    source: "Date.now(); Deno.readFile('x'); fetch('x');",
    messages: effects("Date.now", "Deno.readFile", "fetch"),
  },
  {
    name: "no-ambient-effects allows time in the sandbox's clock",
    file: "src/sandbox/clock.ts",
    source: "Date.now(); setTimeout(a, 1);",
  },
  {
    name: "no-ambient-effects allows main.ts its arguments and nothing else",
    file: "src/cli/main.ts",
    source: "Deno.args; Deno.env;",
    messages: effects("Deno.env"),
  },
  {
    name: "no-ambient-effects leaves scripts and tests alone",
    file: "tests/unit/x_test.ts",
    source: "Date.now(); Deno.exit(1);",
  },
]);

testLint(plugin, [
  {
    name: "only-main-exits allows main.ts to exit",
    file: "src/cli/main.ts",
    source: "Deno.exit(3); Deno.exitCode = 3;",
  },
  {
    name: "only-main-exits allows the adapter of the process to exit",
    file: "src/adapters/process.ts",
    source: "Deno.exit(3); process.exit(3);",
  },
  {
    name: "only-main-exits reports another file of the command line",
    file: "src/cli/commands/get_token.ts",
    source: "Deno.exit(3);",
    messages: [`"Deno.exit" ends the process: only src/cli/main.ts may`],
  },
  {
    name: "only-main-exits reports another adapter",
    file: "src/adapters/browser.ts",
    source: "globalThis.Deno.exit(); const { exit } = Deno; exit();",
    messages: [
      `"Deno.exit" ends the process: only src/cli/main.ts may`,
      `"Deno.exit" ends the process: only src/cli/main.ts may`,
    ],
  },
  {
    name: "only-main-exits allows a function of that name",
    file: "src/cli/commands/get_token.ts",
    source: "ports.process.exit(3); function exit() {} exit();",
  },
]);
