import assert from "node:assert/strict";

interface Module {
  readonly specifier: string;
  readonly dependencies?: readonly {
    readonly isDynamic?: boolean;
    readonly code?: { readonly specifier?: string };
  }[];
}

/** What is loaded before the first line of a module runs. */
async function loadedBy(path: string): Promise<readonly string[]> {
  const entry = new URL(`../../${path}`, import.meta.url);
  const { stdout, success } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", entry.href],
    stderr: "null",
  }).output();
  assert.ok(success);
  const graph: { readonly modules: readonly Module[] } = JSON.parse(
    new TextDecoder().decode(stdout),
  );
  const modules = new Map(graph.modules.map((each) => [each.specifier, each]));
  const loaded = new Set<string>();
  const waiting = [entry.href];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (loaded.has(next)) continue;
    loaded.add(next);
    for (const { isDynamic, code } of modules.get(next)?.dependencies ?? []) {
      if (!isDynamic && code?.specifier) waiting.push(code.specifier);
    }
  }
  return [...loaded];
}

const COSTLY =
  /\/(certificate|client_assertion|assertion)[^/]*\.ts$|\/adapters\/(certificates|assertions)\/|node-forge|node:/;

for (
  const path of [
    "mod.ts",
    "src/engine/mod.ts",
    "src/engine/flows/client_credentials.ts",
    "src/adapters/mod.ts",
    "src/adapters/credentials.ts",
  ]
) {
  Deno.test(`${path} loads nothing of certificates and assertions before they are used`, async () => {
    const loaded = await loadedBy(path);
    assert.ok(loaded.length > 1);
    assert.deepEqual(loaded.filter((each) => COSTLY.test(each)), []);
  });
}

Deno.test("src/adapters/certificates/mod.ts loads node-forge only when something is to be decrypted", async () => {
  const loaded = await loadedBy("src/adapters/certificates/mod.ts");
  assert.deepEqual(loaded.filter((each) => /node-forge|node:/.test(each)), []);
});
