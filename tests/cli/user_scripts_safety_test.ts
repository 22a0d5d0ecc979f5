import assert from "node:assert/strict";
import { systemFiles } from "../../src/adapters/files.ts";
import {
  linkedPath,
  withScriptCopy,
} from "../../src/adapters/user_script_files.ts";
import type { Io } from "../../src/cli/io.ts";
import { createPieceRenamer } from "../../src/cli/scripts/script_copy.ts";
import { createUserScripts } from "../../src/cli/scripts/user_scripts.ts";
import { outputOf } from "./script_output.ts";

/** A home with Entrada's own folders, and what scripts need of the world. */
async function withHome(
  work: (world: { readonly io: Io; readonly home: string }) => Promise<void>,
): Promise<void> {
  const home = await Deno.realPath(await Deno.makeTempDir());
  await Deno.mkdir(`${home}/own/scripts`, { recursive: true, mode: 0o700 });
  const env: Record<string, string> = {
    ENTRADA_HOME: `${home}/own`,
    HOME: home,
  };
  const io = {
    env: (name: string) => env[name],
    files: systemFiles,
    host: { os: Deno.build.os, isContainer: () => false },
    signal: new AbortController().signal,
  } as unknown as Io;
  try {
    await work({ io, home });
  } finally {
    await Deno.remove(home, { recursive: true });
  }
}

async function write(home: string, text: string): Promise<string> {
  const path = `${home}/own/scripts/a.ts`;
  await Deno.writeTextFile(path, text, { mode: 0o600 });
  return path;
}

function header(permissions: unknown = {}): string {
  const json = { title: "A", token: false, permissions };
  return `/** @entrada ${JSON.stringify(json)} */\n`;
}

Deno.test("what was checked runs, not what the file has become since", () =>
  withHome(async ({ io, home }) => {
    const checked = `${header()}console.log("checked");\n`;
    const path = await write(home, checked);
    const files = {
      ...io.files,
      // Right after each reading somebody puts other code in its place.
      async read(...args: Parameters<typeof systemFiles.read>) {
        if (args[0] !== path) return await systemFiles.read(...args);
        await Deno.writeTextFile(path, checked);
        const text = await systemFiles.read(...args);
        await Deno.writeTextFile(
          path,
          'import "./x.ts"; console.log("other");',
        );
        return text;
      },
    };
    assert.equal(await outputOf({ ...io, files }, path), "checked\n");
  }));

Deno.test("errors of a script name the person's file, and its copy is gone", () =>
  withHome(async ({ io, home }) => {
    const path = await write(
      home,
      `${header()}console.log(import.meta.url);\nthrow new Error("Oh");\n`,
    );
    const written = await outputOf(io, path);
    assert.match(written, /Oh[^]*\/own\/scripts\/a\.ts:3:7/);
    assert.doesNotMatch(written, /entrada-script-/);
    await assert.rejects(
      createUserScripts(io).plan(
        await write(home, `${header()}import "./b.ts";`),
      ),
      /imports "file:[^"]*\/own\/scripts\/b\.ts"/,
    );
    let copy = "";
    await withScriptCopy({ text: "x", name: "a.ts" }, async (path) => {
      copy = path;
      const [file, folder] = await Promise.all([
        Deno.stat(path),
        Deno.stat(path.replace(/[/\\][^/\\]+$/, "")),
      ]);
      if (Deno.build.os === "windows") return;
      assert.equal((file.mode ?? 0) & 0o777, 0o600);
      assert.equal((folder.mode ?? 0) & 0o777, 0o700);
    });
    await assert.rejects(Deno.stat(copy), Deno.errors.NotFound);
  }));

Deno.test("a script can write around Entrada's own folders, and not into them", () =>
  withHome(async ({ io, home }) => {
    const path = await write(
      home,
      `${header({ write: ["~/"] })}
for (const name of ["x", "own/profiles.json", "own/state/x", "own/scripts/b.ts"]) {
  try {
    Deno.writeTextFileSync(${JSON.stringify(home)} + "/" + name, "x");
    console.log("wrote", name);
  } catch (error) {
    console.log(error.name);
  }
}
`,
    );
    const { permissions } = await createUserScripts(io).plan(path);
    assert.deepEqual(permissions.map(({ isDangerous }) => isDangerous), [true]);
    assert.equal(
      await outputOf(io, path),
      "wrote x\nNotCapable\nNotCapable\nNotCapable\n",
    );
    await assert.rejects(
      createUserScripts(io).plan(
        await write(home, header({ write: ["~/x/../own/./scripts/"] })),
      ),
      /where Entrada keeps its settings and tokens/,
    );
  }));

Deno.test({
  name: "links are followed before a path is judged, also those to nothing yet",
  ignore: Deno.build.os === "windows",
  fn: () =>
    withHome(async ({ io, home }) => {
      await Deno.mkdir(`${home}/notes`);
      await Deno.symlink(home, `${home}/notes/up`);
      await Deno.symlink(`${home}/own/state/new`, `${home}/notes/missing`);
      await Deno.symlink("missing", `${home}/notes/twice`);
      await Deno.symlink("loop", `${home}/notes/loop`);
      const at = (name: string) => linkedPath(`${home}/notes/${name}`);
      assert.equal(await at("up"), home);
      assert.equal(await at("up/x/y"), `${home}/x/y`);
      assert.equal(await at("twice"), `${home}/own/state/new`);
      assert.match(await at("loop"), /loop$/);
      const plan = async (permissions: unknown) =>
        await createUserScripts(io).plan(
          await write(home, header(permissions)),
        );
      const { permissions } = await plan({ read: ["~/notes/up", "~/notes"] });
      assert.deepEqual(
        permissions.map(({ value, isDangerous }) => [value, isDangerous]),
        [[`${home}/notes/up`, true], [`${home}/notes`, false]],
      );
      await assert.rejects(plan({ write: ["~/notes/twice"] }), /asks to write/);
    }),
});

Deno.test({
  name: "createPieceRenamer() renames what is cut in two, and keeps all else",
  permissions: "none",
  fn() {
    const { take, rest } = createPieceRenamer((text) =>
      text.replaceAll("copy", "file")
    );
    assert.equal(take("a co"), "");
    assert.equal(take("py b\nc co"), "a file b\n");
    assert.equal(take("p"), "");
    assert.equal(take("y"), "");
    assert.equal(rest(), "c file");
    assert.equal(rest(), "");
    assert.equal(take("x".repeat(40_000)).length, 0);
    assert.equal(take("x").length, 40_001);
  },
});

/** A program that runs a script and is killed; the script stays where it is. */
const KILLED = `
import { runScriptProcess } from ${
  JSON.stringify(
    new URL("../../src/adapters/user_script_process.ts", import.meta.url).href,
  )
};
await runScriptProcess({
  args: ["--no-prompt", Deno.args[0]],
  variables: [],
  input: "",
  signal: new AbortController().signal,
  onOutput: (_stream, text) => console.log(text),
});
`;

/** Whether a process is there, and no zombie; only others may look there. */
async function lives(pid: string): Promise<boolean> {
  const { success, stdout } = await new Deno.Command("cat", {
    args: [`/proc/${pid}/stat`],
    stderr: "null",
  }).output();
  return success && !/\) Z /.test(new TextDecoder().decode(stdout));
}

Deno.test({
  name: "a script that waits ends by itself when the interface is killed",
  // Elsewhere nobody tells so easily what still runs.
  ignore: Deno.build.os !== "linux",
  fn: () =>
    withHome(async ({ home }) => {
      const script = `${home}/wait.ts`;
      const program = `${home}/program.ts`;
      await Deno.writeTextFile(
        script,
        "console.log(Deno.pid); setInterval(() => {}, 60_000);",
      );
      await Deno.writeTextFile(program, KILLED);
      const child = new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", "--no-check", "--quiet", program, script],
        stdin: "null",
        stdout: "piped",
      }).spawn();
      const reader = child.stdout.getReader();
      const { value } = await reader.read();
      const pid = new TextDecoder().decode(value).trim();
      assert.match(pid, /^\d+$/);
      assert.ok(await lives(pid));
      child.kill("SIGKILL");
      await child.status;
      for (let tries = 0; tries < 2000 && await lives(pid); tries++);
      assert.equal(await lives(pid), false);
      await reader.cancel();
    }),
});
