/** A thousand concurrent calls of one client: prints how many requests and tokens came of it. */
import { createClient } from "../../../mod.ts";
import { print } from "../../print.ts";

function env(name: string): string {
  return Deno.env.get(`BENCH_${name}`) ?? "";
}

let requests = 0;
const realFetch = globalThis.fetch;
globalThis.fetch = (...args: Parameters<typeof fetch>) => {
  requests++;
  return realFetch(...args);
};

const client = createClient({
  authority: `${env("ORIGIN")}/${env("TENANT_ID")}`,
  clientId: env("CLIENT_ID"),
  auth: { secret: env("CLIENT_SECRET") },
});
const calls = Array.from(
  { length: 1000 },
  () => client.getToken([env("SCOPE")]),
);
const tokens = new Set(
  (await Promise.all(calls)).map(({ accessToken }) => accessToken),
);
print(`${requests} ${tokens.size}`);
