import assert from "node:assert/strict";
import { CLIENT, OID, TENANT, tokenAnswer } from "../support/tokens.ts";
import { env, GRAPH, SECRET } from "./calls.ts";
import { PROFILES, profilesText, runFake } from "./fake_io.ts";

Deno.test("get-token uses a profile, and flags and variables before it", async () => {
  const files = {
    [PROFILES]: profilesText([{
      name: "Work",
      tenant: TENANT,
      clientId: CLIENT,
      scopes: [GRAPH],
      clientSecret: "env:S",
    }]),
  };
  const plain = await runFake(["get-token", "-p", "work", "-o", "json"], {
    env,
    files,
    replies: [tokenAnswer()],
  });
  assert.equal(JSON.parse(plain.stdout).profile, "Work");
  assert.equal(plain.ports.sent[0]?.form.get("client_secret"), SECRET);
  const changed = await runFake([
    "get-token",
    "-p",
    "WORK",
    "--resource",
    "api://x",
  ], {
    env: {
      ...env,
      AZURE_TENANT_ID: "contoso.com",
      ENTRADA_TENANT: "fabrikam.com",
    },
    files,
    replies: [tokenAnswer()],
  });
  assert.match(changed.ports.sent[0]?.url ?? "", /\/fabrikam\.com\/oauth2/);
  assert.equal(changed.ports.sent[0]?.form.get("scope"), "api://x/.default");
  assert.match(
    changed.stderr,
    /^Note: ENTRADA_TENANT takes the place of what the profile "Work" says$/m,
  );
});

Deno.test("get-token never gives a profile's secret to another client", async () => {
  const files = {
    [PROFILES]: profilesText([{
      name: "w",
      tenant: TENANT,
      clientId: CLIENT,
      clientSecret: "env:S",
    }]),
  };
  const ran = await runFake(
    ["get-token", "-p", "w", "--client-id", OID, "-f", "app", "-s", GRAPH],
    { env, files, replies: [tokenAnswer()] },
  );
  assert.equal(ran.code, 64);
  assert.equal(ran.ports.sent.length, 0);
});

Deno.test("get-token takes the default profile, or the only one, when nothing names a client", async () => {
  const profile = (name: string, scope: string) => ({
    name,
    tenant: TENANT,
    clientId: CLIENT,
    scopes: [scope],
    clientSecret: "env:S",
  });
  const scopeOf = async (text: string) => {
    const ran = await runFake(["get-token"], {
      env,
      files: { [PROFILES]: text },
      replies: [tokenAnswer()],
    });
    return ran.ports.sent[0]?.form.get("scope") ?? ran.code;
  };
  const [a, b] = [
    profile("a", "api://a/.default"),
    profile("b", "api://b/.default"),
  ];
  assert.equal(await scopeOf(profilesText([a])), "api://a/.default");
  assert.equal(
    await scopeOf(profilesText([a, b], { default: "B" })),
    "api://b/.default",
  );
  assert.equal(await scopeOf(profilesText([a, b])), 64);
});

Deno.test("get-token gets by with AZURE_ variables alone and reads no profile", async () => {
  const ran = await runFake(["get-token", "-s", GRAPH], {
    env: {
      AZURE_TENANT_ID: TENANT,
      AZURE_CLIENT_ID: CLIENT,
      AZURE_CLIENT_SECRET: SECRET,
      AZURE_AUTHORITY_HOST: "https://login.microsoftonline.us/",
    },
    files: { [PROFILES]: "damaged" },
    replies: [tokenAnswer()],
  });
  assert.equal(ran.stdout, "the-access-token\n", ran.stderr);
  assert.equal(
    ran.ports.sent[0]?.url,
    `https://login.microsoftonline.us/${TENANT}/oauth2/v2.0/token`,
  );
});
