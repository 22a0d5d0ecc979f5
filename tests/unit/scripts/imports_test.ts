import plugin from "../../../scripts/lint/layers.ts";
import { testLint } from "./lint_case.ts";

testLint(plugin, [
  {
    name:
      "no-upward-import reports a value that the engine takes of an adapter",
    file: "src/engine/client.ts",
    source: `import { clock } from "../adapters/clock.ts"; clock;`,
    messages: [`"engine" may not import "adapters"`],
  },
  {
    name:
      "no-upward-import reports even a type that the engine takes of settings",
    file: "src/engine/flows/device_code.ts",
    source: `import type { Profile } from "../../settings/profile.ts";`,
    messages: [`"engine" may not import "settings"`],
  },
  {
    name: "no-upward-import allows the engine its own files",
    file: "src/engine/flows/device_code.ts",
    source: `import { poll } from "../protocol/poll.ts"; poll;`,
  },
  {
    name: "no-upward-import allows the engine its two packages and their paths",
    file: "src/engine/jwt/decode.ts",
    source: `import { decodeJwt } from "jose/jwt/decode";
      import * as oauth from "npm:oauth4webapi@^3"; decodeJwt; oauth;`,
  },
  {
    name: "no-upward-import reports another package in the engine",
    file: "src/engine/jwt/decode.ts",
    source: `import * as v from "valibot"; import x from "npm:@a/b@1/c"; v; x;`,
    messages: [
      `"engine" may not import the package "valibot"`,
      `"engine" may not import the package "npm:@a/b@1/c"`,
    ],
  },
  {
    name: "no-upward-import reports a package whose name only begins alike",
    file: "src/engine/jwt/decode.ts",
    source: `import "jose-extra"; import "@jose/jose";`,
    messages: [
      `"engine" may not import the package "jose-extra"`,
      `"engine" may not import the package "@jose/jose"`,
    ],
  },
  {
    name: "no-upward-import reports a built-in of Node outside the adapters",
    file: "src/cli/main.ts",
    source: `import process from "node:process"; process;`,
    messages: [`"cli" may not import the package "node:process"`],
  },
  {
    name:
      "no-upward-import allows a built-in of Node and the engine in an adapter",
    file: "src/adapters/keyring.ts",
    source: `import fs from "node:fs"; import { AuthError } from
      "../engine/errors.ts"; fs; AuthError;`,
  },
  {
    name: "no-upward-import reports an adapter that uses the interface",
    file: "src/adapters/terminal.ts",
    source: `import { open } from "../tui/open.tsx"; open;`,
    messages: [`"adapters" may not import "tui"`],
  },
  {
    name: "no-upward-import allows an adapter types of settings, not values",
    file: "src/adapters/profiles.ts",
    source: `import type { Profile } from "../settings/profile.ts";
      import { merge } from "../settings/merge.ts"; merge;`,
    messages: [`"adapters" may import only types of "settings" here`],
  },
  {
    name: "no-upward-import allows settings types of the engine and valibot",
    file: "src/settings/profile.ts",
    source: `import type { FlowName } from "../engine/flows/flow_names.ts";
      import { type Token, type Secret } from "../engine/mod.ts";
      import * as v from "valibot"; v;`,
  },
  {
    name: "no-upward-import reports a value of the engine in settings",
    file: "src/settings/profile.ts",
    source: `import { type Token, FLOWS } from "../engine/mod.ts"; FLOWS;`,
    messages: [`"settings" may import only types of "engine" here`],
  },
  {
    name: "no-upward-import reports an import for its effects as a value",
    file: "src/settings/profile.ts",
    source: `import "../engine/mod.ts"; import {} from "../engine/mod.ts";`,
    messages: [
      `"settings" may import only types of "engine" here`,
      `"settings" may import only types of "engine" here`,
    ],
  },
  {
    name: "no-upward-import reads dynamic imports",
    file: "src/engine/client.ts",
    source: "await import('../tui/open.tsx'); await import(`../cli/main.ts`);",
    messages: [
      `"engine" may not import "tui"`,
      `"engine" may not import "cli"`,
    ],
  },
  {
    name: "no-upward-import reports a dynamic import that cannot be read",
    file: "src/cli/main.ts",
    source: "declare const name: string; await import(`./${name}.ts`);",
    messages: [
      `"cli" may only import what a reader can see: write the specifier as a string`,
    ],
  },
  {
    name: "no-upward-import reads what is exported from elsewhere",
    file: "src/engine/mod.ts",
    source: `export { a } from "../cli/a.ts"; export * from "../tui/b.ts";
      export * as c from "ink";`,
    messages: [
      `"engine" may not import "cli"`,
      `"engine" may not import "tui"`,
      `"engine" may not import the package "ink"`,
    ],
  },
  {
    name: "no-upward-import tells exported types from exported values",
    file: "src/settings/mod.ts",
    source: `export type { A } from "../engine/a.ts";
      export type * from "../engine/b.ts"; export { type C } from
      "../engine/c.ts"; export { D } from "../engine/d.ts";`,
    messages: [`"settings" may import only types of "engine" here`],
  },
  {
    name: "no-upward-import reads a type written as import()",
    file: "src/engine/client.ts",
    source: `type A = import("../adapters/a.ts").A; type B = A;`,
    messages: [`"engine" may not import "adapters"`],
  },
  {
    name:
      "no-upward-import allows the interface's runtime values of the engine",
    file: "src/tui/runtime/effects.ts",
    source: `import { createClient } from "../../engine/mod.ts"; createClient;`,
  },
  {
    name:
      "no-upward-import reports values of the engine elsewhere in the interface",
    file: "src/tui/state/update.ts",
    source: `import { createClient } from "../../engine/mod.ts"; createClient;
      import type { Token } from "../../engine/token.ts";`,
    messages: [`"tui" may import only types of "engine" here`],
  },
  {
    name:
      "no-upward-import allows a view the engine's text cleaner and no more",
    file: "src/tui/view/claim.tsx",
    source: `import { safe } from "../../engine/text.ts"; safe;
      import { read } from "../../engine/jwt/decode.ts"; read;`,
    messages: [`"tui" may import only types of "engine" here`],
  },
  {
    name: "no-upward-import allows the interface Ink, React and settings",
    file: "src/tui/view/home.tsx",
    source: `import { Box } from "ink"; import { useMemo } from "react";
      import { nameOf } from "../../settings/profile.ts"; Box; useMemo; nameOf;`,
  },
  {
    name: "no-upward-import reports an adapter in the interface",
    file: "src/tui/runtime/effects.ts",
    source: `import { clock } from "../../adapters/clock.ts"; clock;`,
    messages: [`"tui" may not import "adapters"`],
  },
  {
    name: "no-upward-import allows the command line every layer",
    file: "src/cli/main.ts",
    source: `import "../engine/mod.ts"; import "../settings/mod.ts";
      import "../adapters/mod.ts"; await import("../tui/open.tsx");
      await import("../sandbox/mod.ts"); import "@stricli/core";`,
  },
  {
    name: "no-upward-import allows the command line the version in deno.json",
    file: "src/cli/version.ts",
    source: `import file from "../../deno.json" with { type: "json" }; file;`,
  },
  {
    name: "no-upward-import reports the sandbox importing the engine's types",
    file: "src/sandbox/mod.ts",
    source: `import type { Token } from "../engine/token.ts";
      import { Hono } from "hono"; import { SignJWT } from "jose"; Hono; SignJWT;`,
    messages: [`"sandbox" may not import "engine"`],
  },
  {
    name: "no-upward-import reports what lies outside src",
    file: "src/engine/client.ts",
    source: `import { fake } from "../../tests/support/fake.ts"; fake;`,
    messages: [`"engine" may not import from outside src`],
  },
  {
    name: "no-upward-import reports code from an address",
    file: "src/adapters/keyring.ts",
    source: `import "https://example.com/x.ts"; import "jsr:@std/fs";`,
    messages: [
      `"adapters" may not import the package "https://example.com/x.ts"`,
      `"adapters" may not import the package "jsr:@std/fs"`,
    ],
  },
  {
    name:
      "no-upward-import keeps mod.ts from the interface and the command line",
    file: "mod.ts",
    source:
      `export * from "./src/engine/mod.ts"; export * from "./src/tui/a.ts";
      export { fromProfile } from "./src/from_profile.ts"; export * from "ink";`,
    messages: [
      `"door" may not import "tui"`,
      `"door" may not import the package "ink"`,
    ],
  },
  {
    name: "no-upward-import reports a folder that is no layer",
    file: "src/shared/text.ts",
    source: `export const a = 1;`,
    messages: [
      `"shared" is not a layer: they are engine, settings, adapters, tui, cli, sandbox`,
    ],
  },
  {
    name: "no-upward-import leaves scripts and tests alone",
    file: "scripts/bench/main.ts",
    source:
      `import "../../src/cli/main.ts"; import "node:fs"; await import("x");`,
  },
]);
