// The least that gets a token: one request, no library.
function env(name: string): string {
  return Deno.env.get(`BENCH_${name}`) ?? "";
}

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
const { access_token: token } = await response.json();
await Deno.stdout.write(new TextEncoder().encode(`${token}\n`));
