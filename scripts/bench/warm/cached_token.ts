/**
 * Asks one process's client for a token that it has, again and again, and a
 * `Map` for the same: prints what a million calls take. Started with the number
 * of rounds.
 */
import { createClient } from "../../../mod.ts";
import { print } from "../../print.ts";
import { measureLoops } from "./loop.ts";

const SCOPE = "api://bench/.default";

globalThis.fetch = () =>
  Promise.resolve(
    Response.json({
      token_type: "Bearer",
      expires_in: 3599,
      access_token: "a-token",
    }),
  );

/** A client that has this many tokens. */
async function clientWith(tokens: number) {
  const client = createClient({
    tenantId: "11111111-2222-4333-8444-555555555555",
    clientId: "22222222-3333-4444-8555-666666666666",
    auth: { secret: "not-a-secret" },
  });
  for (let index = 1; index < tokens; index++) {
    await client.getToken([`api://bench-${index}/.default`]);
  }
  return client;
}

/** What the table calls a client by the number of its tokens. */
function nameOf(tokens: number): string {
  return `entrada, ${tokens} tokens`;
}

async function loopWith(tokens: number) {
  const client = await clientWith(tokens);
  const scopes = [SCOPE];
  return { name: nameOf(tokens), once: () => client.getToken(scopes) };
}

const kept = new Map([[SCOPE, { accessToken: "a-token" }]]);
const floor = { name: "Map", once: () => Promise.resolve(kept.get(SCOPE)) };
const loops = [
  floor,
  await loopWith(1),
  await loopWith(300),
  await loopWith(10_000),
];
print(JSON.stringify(await measureLoops(loops, Number(Deno.args[0] ?? 11))));
