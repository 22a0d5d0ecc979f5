// The Azure SDK, written by Microsoft, as the consumer of what this project hands out.
import assert from "node:assert/strict";
import {
  AzureCliCredential,
  AzureDeveloperCliCredential,
  getBearerTokenProvider,
  type TokenCredential,
} from "npm:@azure/identity@4.14.1";
import { AuthError, createClient } from "../../mod.ts";
import { fakePorts } from "../support/fake_ports.ts";
import { CLIENT, TENANT, tokenAnswer } from "../support/tokens.ts";
import { APP_CALL, env, GRAPH, SECRET } from "./calls.ts";
import { runFake, START } from "./fake_io.ts";

function openCredential(options = {}) {
  const ports = fakePorts({
    start: Date.now(),
    replies: [
      tokenAnswer({ expires_in: 7_200, refresh_in: 3_600 }),
      tokenAnswer({ access_token: "second-token" }),
    ],
  });
  const client = createClient({
    tenantId: TENANT,
    clientId: CLIENT,
    auth: { secret: SECRET },
    ports,
    ...options,
  });
  // It compiles: what is handed out is a TokenCredential of the SDK.
  const credential: TokenCredential = client.asCredential();
  return { credential, client, ports };
}

Deno.test("asCredential() is a credential that the pipeline of the Azure SDK takes", async () => {
  const { credential, ports } = openCredential();
  const provide = getBearerTokenProvider(credential, GRAPH);
  assert.equal(await provide(), "the-access-token");
  assert.equal(await provide(), "the-access-token");
  assert.equal(ports.sent.length, 1);
  assert.equal(ports.sent[0]?.form.get("scope"), GRAPH);
});

Deno.test("asCredential() tells in milliseconds when its token ends and when to ask again", async () => {
  const { client, ports } = openCredential();
  const now = ports.clock.now();
  const token = await client.asCredential().getToken([GRAPH]);
  assert.deepEqual(token, {
    token: "the-access-token",
    expiresOnTimestamp: now + 7_200_000,
    refreshAfterTimestamp: now + 3_600_000,
    tokenType: "Bearer",
  });
});

Deno.test("asCredential() asks with the claims and the abilities that the SDK names", async () => {
  const { credential, ports } = openCredential();
  await credential.getToken(GRAPH, { enableCae: true });
  const claims = '{"access_token":{"nbf":{"value":"1"}}}';
  const second = await credential.getToken(GRAPH, { enableCae: true, claims });
  assert.equal(second?.token, "second-token");
  const [first, other] = ports.sent.map(({ form }) =>
    JSON.parse(form.get("claims") ?? "{}").access_token
  );
  assert.deepEqual(first, { xms_cc: { values: ["cp1"] } });
  assert.deepEqual(other, { ...first, nbf: { value: "1" } });
});

Deno.test("asCredential() ends with the caller's signal, whatever it is made of", async () => {
  const { client, ports } = openCredential();
  const signal = AbortSignal.abort(new Error("enough"));
  const credential = client.asCredential();
  await assert.rejects(credential.getToken(GRAPH, { abortSignal: signal }));
  const like = {
    aborted: true,
    addEventListener: () => {},
    removeEventListener: () => {},
  };
  await assert.rejects(credential.getToken(GRAPH, { abortSignal: like }));
  assert.equal(ports.sent.length, 0);
});

Deno.test("asCredential() has no token for another tenant", async () => {
  const { client } = openCredential();
  const credential = client.asCredential();
  const other = { tenantId: CLIENT };
  await assert.rejects(
    credential.getToken(GRAPH, other),
    (error) => error instanceof AuthError && error.code === "invalid_tenant",
  );
  const same = { tenantId: TENANT.toUpperCase() };
  assert.ok(await credential.getToken(GRAPH, same));
  const named = openCredential({ tenantId: "contoso.com" });
  assert.ok(await named.client.asCredential().getToken(GRAPH, other));
});

/** What `-o` writes, as the answer of a tool of Azure's on the path. */
async function withTool(
  name: "az" | "azd",
  use: () => Promise<void>,
): Promise<void> {
  const ran = await runFake([...APP_CALL, "-o", name], {
    env,
    replies: [tokenAnswer({ access_token: "a.b'c\"d$e" })],
  });
  const folder = await Deno.makeTempDir();
  const path = Deno.env.get("PATH") ?? "";
  try {
    await Deno.writeTextFile(`${folder}/answer`, ran.stdout);
    await Deno.writeTextFile(
      `${folder}/${name}`,
      `#!/bin/sh\ncat '${folder}/answer'\n`,
      { mode: 0o700 },
    );
    Deno.env.set("PATH", `${folder}:${path}`);
    await use();
  } finally {
    Deno.env.set("PATH", path);
    await Deno.remove(folder, { recursive: true });
  }
}

const isUnix = Deno.build.os !== "windows";

for (
  const [name, Credential] of [
    ["az", AzureCliCredential],
    ["azd", AzureDeveloperCliCredential],
  ] as const
) {
  Deno.test({
    name: `the Azure SDK takes -o ${name} for the answer of ${name}`,
    ignore: !isUnix,
    fn: () =>
      withTool(name, async () => {
        const token = await new Credential().getToken(GRAPH);
        assert.equal(token?.token, "a.b'c\"d$e");
        assert.equal(token?.expiresOnTimestamp, START + 3_600_000);
      }),
  });
}
