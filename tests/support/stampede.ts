/** Many processes that want the same token at once. */
import assert from "node:assert/strict";
import { openHolder } from "../../src/adapters/protection/choose.ts";
import { createFileStore } from "../../src/adapters/store/file_store.ts";
import { profilePartition } from "../../src/cli/kept/storage.ts";
import {
  readTokenSet,
  writeTokenSet,
} from "../../src/engine/cache/token_set_text.ts";
import {
  bareEnvironment,
  type KeptWorld,
  type Ran,
  withKeptWorld,
} from "./kept_calls.ts";
import { clientId, ROOT } from "./product.ts";

/** What came of it. */
export interface Stampede {
  /** Processes that ended well. */
  readonly answered: number;
  /** Different tokens that they wrote. */
  readonly tokens: number;
  /** Token requests that reached the authority, and nothing else. */
  readonly requests: number;
  /** From the first start to the last end. */
  readonly ms: number;
}

function tokenRequests({ sandbox }: KeptWorld): number {
  return sandbox.control.requests().filter(({ method, path }) =>
    method === "POST" && path.endsWith("/token")
  ).length;
}

/** What gets the token: the whole program, or a script with the library. */
export type Contender = "program" | "library";

async function runLibrary({ sandbox, home }: KeptWorld): Promise<Ran> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "--allow-all"],
      `${ROOT}tests/support/stampede_client.ts`,
      ...[sandbox.authority, clientId(sandbox, "Contoso CLI")],
    ],
    clearEnv: true,
    env: bareEnvironment(home),
    cwd: ROOT,
    stdin: "null",
    signal: AbortSignal.timeout(60_000),
  }).output();
  const decoder = new TextDecoder();
  return {
    code,
    stdout: decoder.decode(stdout),
    stderr: decoder.decode(stderr),
  };
}

/** Runs many at once, and counts. */
async function runAtOnce(
  world: KeptWorld,
  { processes, contender }: {
    readonly processes: number;
    readonly contender: Contender;
  },
): Promise<Stampede> {
  const before = tokenRequests(world);
  const start = performance.now();
  const call = ["get-token", "-p", "work", "--no-interaction"];
  const run = () =>
    contender === "program" ? world.run(call) : runLibrary(world);
  const all = await Promise.all(Array.from({ length: processes }, run));
  const ms = performance.now() - start;
  const well = all.filter(({ code, stdout }) =>
    code === 0 && /^ey[\w-]+\.[\w-]+\.[\w-]+\n$/.test(stdout)
  );
  const tokens = new Set(well.map(({ stdout }) => stdout)).size;
  return {
    answered: well.length,
    tokens,
    requests: tokenRequests(world) - before,
    ms,
  };
}

/** An application's token that nobody has, in a home where nothing is kept. */
export async function stampedeForApp(processes: number): Promise<Stampede> {
  const ran: Stampede[] = [];
  await withKeptWorld(async (world) => {
    ran.push(await runAtOnce(world, { processes, contender: "program" }));
  });
  assert.ok(ran[0]);
  return ran[0];
}

/** Makes every kept token one of the past; sign-ins stay. */
async function expire({ home, state }: KeptWorld): Promise<void> {
  const env = (name: string) => name === "ENTRADA_HOME" ? home : undefined;
  const options = { directory: state, env, canAsk: false };
  const key = await openHolder("kernel", options);
  assert.ok(key);
  const store = createFileStore({
    ...{ directory: `${state}/kernel`, key, damaged: "set_aside" },
    suffix: ".tokens",
  });
  await store.exclusively(profilePartition("work"), async (record) => {
    const set = readTokenSet(await record.read() ?? "");
    assert.equal(set.tokens.size, 1);
    for (const [name, kept] of set.tokens) {
      const token = { ...kept.token, expiresAt: Date.now() - 1000 };
      set.tokens.set(name, { ...kept, token });
    }
    await record.write(writeTokenSet(set));
  });
}

/** A user's token that has expired, with a refresh token that works once. */
export async function stampedeForUser(
  processes: number,
  contender: Contender = "program",
): Promise<Stampede> {
  const ran: Stampede[] = [];
  await withKeptWorld(async (world) => {
    await world.writeProfiles({
      clientId: clientId(world.sandbox, "Contoso CLI"),
      clientSecret: undefined,
      scopes: ["User.Read"],
      flow: "device-code",
    });
    const { code, stderr } = await world.run(["login", "-p", "work"]);
    assert.equal(code, 0, stderr);
    await expire(world);
    ran.push(await runAtOnce(world, { processes, contender }));
  }, {
    autoApprove: { deviceAfterPolls: 0 },
    deviceIntervalSeconds: 1,
    strictRefresh: true,
  });
  assert.ok(ran[0]);
  return ran[0];
}
