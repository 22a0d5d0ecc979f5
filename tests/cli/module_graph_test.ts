import assert from "node:assert/strict";

interface Graph {
  readonly roots: readonly string[];
  readonly redirects: Readonly<Record<string, string>>;
  readonly modules: readonly {
    readonly specifier: string;
    readonly dependencies?: readonly {
      readonly code?: { readonly specifier: string };
      readonly isDynamic?: boolean;
    }[];
  }[];
}

const SOURCE = new URL("../../src/", import.meta.url);

async function inspect(path: string): Promise<Graph> {
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", new URL(path, SOURCE).href],
    stderr: "null",
  }).output();
  assert.ok(success);
  return JSON.parse(new TextDecoder().decode(stdout));
}

/**
 * Everything that Deno reads before it runs a file: also what a literal
 * `import()` names, and all that it leads to; not what is only a type.
 */
function graph(path: string): Promise<readonly string[]> {
  return walk(path, { dynamic: true });
}

/** The part of it that is run at once, which costs several times as much. */
function evaluated(path: string): Promise<readonly string[]> {
  return walk(path, { dynamic: false });
}

async function walk(
  path: string,
  { dynamic }: { readonly dynamic: boolean },
): Promise<readonly string[]> {
  const { roots, redirects, modules } = await inspect(path);
  const byName = new Map(modules.map((module) => [module.specifier, module]));
  const seen = new Set<string>();
  const queue = [...roots];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const name = redirects[next] ?? next;
    if (seen.has(name)) continue;
    seen.add(name);
    for (const { code, isDynamic } of byName.get(name)?.dependencies ?? []) {
      if (code === undefined || (isDynamic && !dynamic)) continue;
      // A package is named here, and read when the import is reached.
      if (isDynamic && code.specifier.startsWith("npm:")) continue;
      queue.push(code.specifier);
    }
  }
  return [...seen];
}

/** What `get-token` must not pay for, and a file that does. */
const HEAVY: readonly (readonly [string, RegExp, string])[] = [
  [
    "the terminal interface",
    /\/src\/tui\/|npm:\/?(ink|react|uqr)\b/,
    "tui/open.tsx",
  ],
  ["the sandbox", /\/src\/sandbox\/|npm:\/?hono\b/, "sandbox/mod.ts"],
  ["JOSE", /npm:\/?jose\b/, "sandbox/mod.ts"],
  [
    "schemas",
    /npm:\/?valibot\b|profile_schema/,
    "cli/profiles/profile_store.ts",
  ],
  ["help", /\/cli\/help\/help\.ts$/, "cli/help/help.ts"],
  ["claims", /claims\.json$/, "engine/mod.ts"],
  ["flows of people", /\/(device_code|browser_sign_in)\.ts$/, "engine/mod.ts"],
  ["the way back", /\/(receiver|listeners|paste)\.ts$/, "adapters/mod.ts"],
  ["ID tokens", /\/(id_token|signing_keys)\.ts$/, "engine/mod.ts"],
  ["Node's modules", /^node:/, "adapters/process_terminal.ts"],
];

Deno.test("get-token reads nothing that it does not need", async (t) => {
  const names = await graph("cli/fast_path.ts");
  assert.ok(names.length > 20, "the graph was walked");
  for (const [what, pattern, user] of HEAVY) {
    await t.step(`not ${what}`, async () => {
      assert.deepEqual(names.filter((name) => pattern.test(name)), []);
      const others = await graph(user);
      assert.ok(
        others.some((name) => pattern.test(name)),
        "the walk would see it",
      );
    });
  }
});

/** Each module costs some 0.1 ms and 50 KiB to run, and half of it to be read. */
const BUDGETS: readonly {
  readonly entry: string;
  readonly run: number;
  readonly read: number;
}[] = [
  { entry: "cli/fast_path.ts", run: 90, read: 106 },
  { entry: "../mod.ts", run: 56, read: 125 },
];

for (const { entry, run, read } of BUDGETS) {
  Deno.test(`${entry} keeps to its number of modules`, async () => {
    const atOnce = await evaluated(entry);
    assert.ok(atOnce.length > 20, "the graph was walked");
    assert.ok(atOnce.length <= run, `${atOnce.length} are run, not ${run}`);
    const all = await graph(entry);
    assert.ok(all.length > atOnce.length, "flows are loaded on demand");
    assert.ok(all.length <= read, `${all.length} are read, not ${read}`);
  });
}

Deno.test("a kept token is answered by few modules, none of which is heavy", async () => {
  const names = await graph("cli/kept_path.ts");
  assert.ok(names.length > 8, "the graph was walked");
  assert.ok(names.length <= 14, `${names.length} are read, not 14`);
  const heavy =
    /npm:|^node:|\/engine\/|\/(write|keyring|vault|lock)[_a-z]*\.ts$/;
  assert.deepEqual(names.filter((name) => heavy.test(name)), []);
});

Deno.test("importing the library runs no flow and no npm package", async () => {
  const names = await evaluated("../mod.ts");
  const late =
    /npm:|\/aadsts\.json$|\/(client_credentials|device_code|browser_sign_in|wire|id_token)\.ts$/;
  assert.deepEqual(names.filter((name) => late.test(name)), []);
  const all = await graph("../mod.ts");
  assert.ok(all.some((name) => late.test(name)), "the walk would see it");
});

Deno.test("the program begins with almost nothing", async () => {
  assert.ok((await graph("cli/main.ts")).length <= 4);
});

Deno.test("the library reads neither interface nor sandbox nor command line", async () => {
  const names = await graph("../mod.ts");
  const foreign =
    /\/src\/(tui|sandbox|cli|settings)\/|npm:\/?(ink|react|hono|@stricli|valibot)\b/;
  assert.deepEqual(names.filter((name) => foreign.test(name)), []);
});
