import assert from "node:assert/strict";

interface Dependency {
  readonly code?: { readonly specifier: string };
  readonly isDynamic?: boolean;
}
interface Graph {
  readonly modules: readonly {
    readonly specifier: string;
    readonly dependencies?: readonly Dependency[];
  }[];
  readonly redirects: Readonly<Record<string, string>>;
}

const SOURCE = new URL("../../src/", import.meta.url);

/** What a call of `get-token` loads: the program, the command, the ports. */
const ENTRIES = [
  "cli/main.ts",
  "cli/run_here.ts",
  "cli/commands/get_token.ts",
  "adapters/mod.ts",
]
  .map((path) => new URL(path, SOURCE).href);

async function graph(): Promise<Graph> {
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", ENTRIES[0] ?? ""],
    stderr: "null",
  }).output();
  assert.ok(success);
  return JSON.parse(new TextDecoder().decode(stdout));
}

/** Everything that is loaded without waiting for a dynamic import. */
function loaded({ modules, redirects }: Graph): string[] {
  const byName = new Map(modules.map((module) => [module.specifier, module]));
  const seen = new Set<string>();
  const queue = [...ENTRIES];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const name = redirects[next] ?? next;
    if (seen.has(name)) continue;
    seen.add(name);
    for (const { code, isDynamic } of byName.get(name)?.dependencies ?? []) {
      if (code !== undefined && !isDynamic) queue.push(code.specifier);
    }
  }
  return [...seen];
}

/** What `get-token` must not pay for, and a file that shows that the name is right. */
const HEAVY: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["the terminal interface", /\/src\/tui\/|npm:\/?(ink|react|uqr)\b/],
  ["the sandbox", /\/src\/sandbox\/|npm:\/?hono\b/],
  ["JOSE", /npm:\/?jose\b/],
  ["schemas", /npm:\/?valibot\b|profile_schema/],
  ["claims and error tables", /\.json$/],
  ["help", /\/cli\/help\.ts$/],
  ["Node's modules", /^node:/],
];

Deno.test("get-token loads nothing that it does not need", async (t) => {
  const all = await graph();
  const names = loaded(all);
  assert.ok(names.length > 20, "the graph was walked");
  for (const [what, pattern] of HEAVY) {
    await t.step(`not ${what}`, () => {
      assert.deepEqual(names.filter((name) => pattern.test(name)), []);
    });
  }
  await t.step("and the walk would see it if it did", () => {
    const every = all.modules.map((module) => module.specifier);
    for (const [what, pattern] of HEAVY) {
      if (what === "Node's modules") continue;
      assert.ok(every.some((name) => pattern.test(name)), what);
    }
  });
});
