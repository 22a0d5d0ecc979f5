/**
 * A script whose token is refreshed again and again, as time goes by: its
 * arguments are a directory for its store and the number of refreshes. Says on
 * stdout what it holds when it is warm, and at the end.
 */
import { createClient } from "../../mod.ts";
import { openTestStore } from "./store_world.ts";
import { Secret } from "../../src/engine/secret.ts";

const [directory = "", count = "1000"] = Deno.args;
const times = Number(count);
const STEP_MS = 30 * 24 * 60 * 60_000 / times;

let now = Date.UTC(2026, 0, 1);
let requests = 0;

function answer(): Response {
  requests++;
  return Response.json({
    token_type: "Bearer",
    // Dead after one step, with the margin that is kept to its end.
    expires_in: Math.floor(STEP_MS / 1000) + 60,
    access_token: `access-${requests}-${"x".repeat(1500)}`,
    refresh_token: `refresh-${requests}-${"x".repeat(1000)}`,
  });
}

const { store, notices } = openTestStore(directory);
const client = createClient({
  tenantId: "11111111-2222-4333-8444-555555555555",
  clientId: "22222222-3333-4444-8555-666666666666",
  cache: store,
  ports: {
    fetch: () => Promise.resolve(answer()),
    clock: { now: () => now, sleep: () => Promise.resolve() },
  },
});

/** The runtime opens sockets at moments of its own; nothing here uses one. */
function isSocket(name: string): boolean {
  try {
    return Deno.readLinkSync(`/proc/self/fd/${name}`).startsWith("socket:");
  } catch {
    // The handle of this very look.
    return false;
  }
}

function held() {
  (globalThis as unknown as { gc(): void }).gc();
  const handles = [...Deno.readDirSync("/proc/self/fd")]
    .filter(({ name }) => !isSocket(name)).length;
  const { rss, heapUsed } = Deno.memoryUsage();
  return { handles, rss, heapUsed };
}

const scopes = ["api://bench/.default"];
const flow = "refresh-token";
const refreshToken = new Secret("first");
await client.getToken(scopes, { flow, refreshToken });
let early = held();
for (let index = 1; index <= times; index++) {
  now += STEP_MS;
  await client.getToken(scopes, { flow });
  if (index === times * 0.3) early = held();
}
const report = { requests, early, late: held(), notices: notices.length };
Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify(report)));
