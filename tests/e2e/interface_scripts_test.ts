import assert from "node:assert/strict";
import type { Sandbox } from "../../src/sandbox/mod.ts";
import {
  cleanEnvironment,
  openProduct,
  ROOT,
  startCommand,
  withSandbox,
} from "../support/product.ts";
import type { PtySession } from "../support/pty.ts";

const WHO = `/** @entrada {"title": "Who am I", "permissions": {}} */
import { decodeToken } from "@entrada/entrada";
const given = await new Response(Deno.stdin.readable).json();
console.log("tenant", given.tenant_id);
console.log("same", decodeToken(given.access_token).payload.tid === given.tenant_id);
console.log("profile", given.profile, "account", given.account);
console.log(given.access_token);
`;

const FORBIDDEN = `/**
 * @entrada {
 *   "title": "Ask for more",
 *   "permissions": { "env": ["HOME"] }
 * }
 */
console.log("home", Deno.env.get("HOME") !== undefined);
try {
  Deno.readTextFileSync("/etc/hostname");
  console.log("read it");
} catch (error) {
  console.log("denied:", (error as Error).name);
}
try {
  console.log("secret", Deno.env.get("NIGHTLY_SECRET"));
} catch (error) {
  console.log("denied:", (error as Error).name);
}
`;

const FOREVER =
  `/** @entrada {"title": "For ever", "token": false, "permissions": {"run": ["sleep"]}} */
const child = new Deno.Command("sleep", { args: ["86399"] }).spawn();
console.log("child", child.pid, "self", Deno.pid);
setInterval(() => {}, 1000);
`;

const IMPORTS = `/** @entrada {"title": "Two files", "token": false} */
import data from "./data.json" with { type: "json" };
console.log(data);
`;

const SECRET = "NIGHTLY_SECRET";

/** A machine with one profile and these scripts. */
async function prepare(sandbox: Sandbox, home: string) {
  const client = sandbox.ready.clients
    .find(({ name }) => name === "Contoso Nightly Report");
  assert.ok(client?.client_secret !== undefined);
  const env = { [SECRET]: client.client_secret };
  await Deno.mkdir(`${home}/scripts`, { mode: 0o700 });
  const files = { WHO, FORBIDDEN, FOREVER, IMPORTS };
  for (const [name, text] of Object.entries(files)) {
    const path = `${home}/scripts/${name.toLowerCase()}.ts`;
    await Deno.writeTextFile(path, text, { mode: 0o600 });
  }
  await Deno.writeTextFile(`${home}/scripts/data.json`, `{"k": 1}`);
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...await startCommand(),
      ...["config", "create", "nightly", "--authority", sandbox.authority],
      ...["--client-id", client.client_id, "--client-secret-env", SECRET],
      ...["--resource", "https://graph.microsoft.com"],
    ],
    cwd: ROOT,
    clearEnv: true,
    env: { ...cleanEnvironment(home), ...env },
    stdin: "null",
  }).output();
  assert.equal(code, 0, new TextDecoder().decode(stderr));
  return { env, tenant: client.tenant_id, secret: client.client_secret };
}

/** Finds a script in the palette and chooses it. */
async function choose(session: PtySession, title: string): Promise<void> {
  session.press(":");
  await session.until(/▸ actions/);
  for (const letter of `run: ${title.toLowerCase()}`) session.press(letter);
  await session.until(`› Run: ${title}`);
  session.press("\r");
}

/** Whether a process is there, and no zombie; only others may look there. */
async function lives(pid: string): Promise<boolean> {
  const { success, stdout } = await new Deno.Command("cat", {
    args: [`/proc/${pid}/stat`],
    stderr: "null",
  }).output();
  return success && !/\) Z /.test(new TextDecoder().decode(stdout));
}

Deno.test({
  name:
    "a user's script runs with what it declares: confirmed once, told the token on stdin, stopped with its children",
  // Elsewhere nobody tells so easily what still runs.
  ignore: Deno.build.os !== "linux",
  fn: () =>
    withSandbox({}, async (sandbox, home) => {
      const { env, tenant, secret } = await prepare(sandbox, home);
      const session = await openProduct({ args: [], home, env, rows: 30 });
      await session.until(/› nightly[^]*q quit/);
      session.press("\r");
      await session.until(/● valid|valid \d/);
      await choose(session, "Who am I");
      const asked = await session.until(/y run, and remember/);
      assert.match(asked, /Run "Who am I"\?/);
      assert.match(asked, /scripts\/who\.ts/);
      assert.match(asked, /given the access token of nightly/);
      assert.match(asked, /no permission/);
      session.press("y");
      const ran = await session.until(/ended with exit code 0/);
      assert.match(ran, new RegExp(`tenant ${tenant}`));
      assert.match(ran, /same true/);
      assert.match(ran, /profile nightly account null/);
      assert.match(ran, /\[access token\]/);

      // The same text again runs without a question; a changed one asks anew.
      session.press("r");
      await session.until(/is running|is being read/);
      await session.until(/ended with exit code 0/);
      const path = `${home}/scripts/who.ts`;
      await Deno.writeTextFile(path, `${WHO}console.log("more");\n`);
      session.press("r");
      await session.until(/Run "Who am I"\?/);
      session.press("\x1b");
      await session.until(/› nightly/);

      await choose(session, "Ask for more");
      await session.until(/HOME: read this variable[^]*o run once/);
      session.press("o");
      const denied = await session.until(/ended with exit code 0/);
      assert.match(denied, /home true/);
      assert.equal(denied.match(/denied: NotCapable/g)?.length, 2);
      session.press("\x1b");
      await session.until(/› nightly/);

      await choose(session, "Two files");
      await session.until(/was not run[^]*data\.json/);
      session.press("\x1b");
      await session.until(/› nightly/);

      await choose(session, "For ever");
      await session.until(/▲ run +sleep/);
      session.press("y");
      const [, child = "", self = ""] = /child (\d+) self (\d+)/.exec(
        await session.until(/child \d+ self \d+/),
      ) ??
        [];
      assert.ok(await lives(child) && await lives(self));
      session.press("\x03");
      await session.until(/was ended by SIGKILL/);
      assert.equal(await lives(self), false);
      for (let tries = 0; tries < 200 && await lives(child); tries++);
      assert.equal(await lives(child), false);
      session.press("\x1b");
      await session.until(/› nightly/);
      session.press("q");
      assert.equal(await session.exit, 0);
      assert.ok(!session.written().includes(secret));
      assert.doesNotMatch(session.written(), /eyJ[\w-]{20,}/);
    }),
});
