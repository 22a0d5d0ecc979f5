import assert from "node:assert/strict";
import { CLIENT } from "../support/tokens.ts";
import { cleanEnvironment, ROOT, startCommand } from "../support/product.ts";

interface Ended {
  readonly code: number;
  readonly stderr: string;
}

async function withHome(work: (home: string) => Promise<void>): Promise<void> {
  const home = await Deno.makeTempDir();
  try {
    await work(home);
  } finally {
    await Deno.remove(home, { recursive: true });
  }
}

async function entrada(
  home: string,
  args: readonly string[],
): Promise<Ended> {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...await startCommand(), ...args],
    cwd: ROOT,
    env: cleanEnvironment(home),
    clearEnv: true,
    stdin: "null",
    stdout: "null",
  }).output();
  return { code, stderr: new TextDecoder().decode(stderr) };
}

function create(home: string, name: string): Promise<Ended> {
  return entrada(home, [
    ...["config", "create", name, "-t", "contoso.com", "--client-id", CLIENT],
  ]);
}

async function savedNames(home: string): Promise<string[]> {
  const text = await Deno.readTextFile(`${home}/profiles.json`);
  const { profiles } = JSON.parse(text) as { profiles: { name: string }[] };
  return profiles.map((profile) => profile.name).sort();
}

Deno.test("config create loses nothing when 20 processes run it at once", async () => {
  await withHome(async (home) => {
    const wanted = Array.from(
      { length: 20 },
      (_, index) => `p${String(index).padStart(2, "0")}`,
    );
    const ended = await Promise.all(wanted.map((name) => create(home, name)));
    assert.deepEqual(ended.filter(({ code }) => code !== 0), []);
    assert.deepEqual(await savedNames(home), wanted);
    const left: string[] = [];
    for await (const entry of Deno.readDir(home)) left.push(entry.name);
    assert.deepEqual(left.sort(), [
      "profiles.json",
      "profiles.json.lock",
      "profiles.schema.json",
    ]);
  });
});

Deno.test("config create works at once after a process was killed that held the lock", async () => {
  await withHome(async (home) => {
    const holder = new Deno.Command(Deno.execPath(), {
      args: [
        ...["eval", "--quiet"],
        `const file = Deno.openSync(${
          JSON.stringify(`${home}/profiles.json.lock`)
        }, { create: true, write: true });
        file.lockSync(true);
        console.log("held");
        await new Promise(() => setInterval(() => {}, 1000));`,
      ],
      stdin: "null",
      stdout: "piped",
    }).spawn();
    const reader = holder.stdout.getReader();
    await reader.read();
    holder.kill("SIGKILL");
    await holder.status;
    await reader.cancel();
    assert.equal((await create(home, "work")).code, 0);
    assert.deepEqual(await savedNames(home), ["work"]);
  });
});
