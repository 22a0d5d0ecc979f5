import assert from "node:assert/strict";
import {
  cleanEnvironment,
  clientId,
  ROOT,
  withSandbox,
} from "../support/product.ts";

const README = await Deno.readTextFile(`${ROOT}README.md`);

/** The code block that contains a text. */
function block(language: string, containing: string): string {
  const blocks = README.matchAll(
    new RegExp("^```" + language + "\\n([^]*?)^```", "gm"),
  );
  for (const [, code = ""] of blocks) {
    if (code.includes(containing)) return code;
  }
  throw new Error(`The README has no ${language} block with ${containing}`);
}

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(command: string, { args, home, cwd = ROOT }: {
  readonly args: readonly string[];
  readonly home: string;
  readonly cwd?: string;
}): Promise<Outcome> {
  const { code, stdout, stderr } = await new Deno.Command(command, {
    args: [...args],
    cwd,
    env: cleanEnvironment(home),
    clearEnv: true,
    stdin: "null",
  }).output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: decode(stdout), stderr: decode(stderr) };
}

const QUICK = {
  deviceIntervalSeconds: 1,
  autoApprove: { deviceAfterPolls: 1 },
};

Deno.test("the README's shell commands do what it says", () =>
  withSandbox(QUICK, async (sandbox, home) => {
    // The last one is the interface, which needs a terminal.
    const script = block("sh", "AUTHORITY=")
      .replaceAll("http://127.0.0.1:8484", sandbox.origin)
      .replace(/^# 5\.[^]*$/m, "");
    const { code, stdout, stderr } = await run("bash", {
      args: ["-euo", "pipefail", "-c", script],
      home,
    });
    assert.equal(code, 0, stderr);
    assert.match(stdout, /User ada@contoso\.onmicrosoft\.example/);
    assert.match(stdout, /Signature not verified/);
    assert.match(stdout, /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/m);
    assert.match(
      stdout,
      /"userPrincipalName":\s*"ada@contoso\.onmicrosoft\.example"/,
    );
  }));

Deno.test("the README's script gets a token with the network of its authority alone", () =>
  withSandbox(QUICK, async (sandbox, home) => {
    const script = block("ts", "createClient").replace(
      "./mod.ts",
      `file://${ROOT}mod.ts`,
    );
    assert.ok(script.trim().split("\n").length <= 10, "it has ten lines");
    await Deno.writeTextFile(`${home}/token.ts`, script);
    const host = new URL(sandbox.origin).host;
    const { code, stdout, stderr } = await run(Deno.execPath(), {
      args: [
        "run",
        "--no-prompt",
        `--config=${ROOT}deno.json`,
        `--allow-net=${host}`,
        `${home}/token.ts`,
        sandbox.authority,
        clientId(sandbox, "Contoso CLI"),
      ],
      home,
    });
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^eyJ[\w-]+\.[\w-]+\.[\w-]+\n$/);
    assert.match(stderr, /devicelogin [A-Z0-9]{9}/);
  }));

Deno.test("the README's deno.json links a folder of one's own to the library, types included", async () => {
  const home = await Deno.makeTempDir();
  try {
    const config = block("json", '"links"').replace("../entrada", ROOT);
    await Deno.writeTextFile(`${home}/deno.json`, config);
    // The same packages as here: no registry is asked for newer ones.
    await Deno.copyFile(`${ROOT}deno.lock`, `${home}/deno.lock`);
    await Deno.writeTextFile(
      `${home}/own.ts`,
      `import { fromProfile } from "@entrada/entrada";
console.log(typeof fromProfile);
`,
    );
    const { code, stdout, stderr } = await run(Deno.execPath(), {
      args: ["run", "--check", "--no-prompt", "own.ts"],
      home,
      cwd: home,
    });
    assert.equal(code, 0, stderr);
    assert.equal(stdout, "function\n");
  } finally {
    await Deno.remove(home, { recursive: true });
  }
});

Deno.test("the demo without a terminal plays its scenario, exits 0 and leaves nothing behind", async () => {
  const home = await Deno.makeTempDir();
  try {
    const { code, stdout, stderr } = await run("bash", {
      args: ["-c", "set -o pipefail; deno task demo </dev/null | cat"],
      home,
    });
    assert.equal(code, 0, stderr);
    for (
      const scene of [
        "client-credentials",
        "device-code",
        "refresh-token",
        "interactive",
        "authorization-code",
        "AADSTS7000222",
        "GET /v1.0/me … 200",
      ]
    ) {
      assert.ok(stdout.includes(scene), scene);
    }
    assert.doesNotMatch(stdout + stderr, /eyJ[\w-]{20,}|sandbox-secret/);
    assert.deepEqual([...Deno.readDirSync(home)], []);
  } finally {
    await Deno.remove(home, { recursive: true });
  }
});
