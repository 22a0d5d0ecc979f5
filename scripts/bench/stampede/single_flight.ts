// The least that answers a thousand calls with one request.
let flight: Promise<string> | undefined;

function env(name: string): string {
  return Deno.env.get(`BENCH_${name}`) ?? "";
}

async function fetchToken(): Promise<string> {
  const response = await fetch(
    `${env("ORIGIN")}/${env("TENANT_ID")}/oauth2/v2.0/token`,
    {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: env("CLIENT_ID"),
        client_secret: env("CLIENT_SECRET"),
        scope: env("SCOPE"),
      }),
    },
  );
  return (await response.json()).access_token;
}

const calls = Array.from(
  { length: 1000 },
  async () => await (flight ??= fetchToken()),
);
const tokens = new Set(await Promise.all(calls));
await Deno.stdout.write(new TextEncoder().encode(`1 ${tokens.size}\n`));
