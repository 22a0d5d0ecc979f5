// Clients that were written by Microsoft and know nothing of this project sign in over https.
import assert from "node:assert/strict";
import {
  DEFAULT_WORLD,
  SANDBOX_TLS,
  startSandbox,
} from "../../src/sandbox/mod.ts";
import { ADA, CLI, DAEMON, ORDERS, ORDERS_API, SHOP } from "./visitor.ts";

const GRAPH = "https://graph.microsoft.com";
const [SYSTEM] = DEFAULT_WORLD.managed_identities ?? [];
const LIMIT_MS = 60_000;

interface Expected {
  readonly aud: string;
  readonly client: string | undefined;
  readonly user?: string;
}

const AS_DAEMON: Expected = { aud: GRAPH, client: DAEMON.id };
const AS_HOST: Expected = { aud: GRAPH, client: SYSTEM?.client_id };
const AS_ADA: Expected = { aud: ORDERS, client: CLI.id, user: ADA };
const ON_BEHALF: Expected = { aud: GRAPH, client: ORDERS_API.id, user: ADA };

/** What the access token of each scenario says. */
const EXPECTED: Readonly<Record<string, Expected>> = {
  "client credentials with a secret": AS_DAEMON,
  "client credentials with a certificate, twice by one assertion": AS_DAEMON,
  "client credentials with GitHub's assertion": AS_DAEMON,
  "device code, then a silent refresh for another resource": AS_ADA,
  "authorization code with PKCE by form_post": {
    aud: GRAPH,
    client: SHOP.id,
    user: ADA,
  },
  "a browser on loopback": { aud: GRAPH, client: CLI.id, user: ADA },
  "on behalf of a user": ON_BEHALF,
  "a password": AS_ADA,
  "a managed identity of App Service": AS_HOST,
  ClientSecretCredential: AS_DAEMON,
  ClientCertificateCredential: AS_DAEMON,
  ClientAssertionCredential: AS_DAEMON,
  WorkloadIdentityCredential: AS_DAEMON,
  DeviceCodeCredential: AS_ADA,
  UsernamePasswordCredential: AS_ADA,
  OnBehalfOfCredential: ON_BEHALF,
  ManagedIdentityCredential: AS_HOST,
};

/** Runs all scenarios in one process; a runtime reads the certificates that it trusts when it starts. */
async function runClients(
  ready: unknown,
): Promise<Map<string, Record<string, unknown>>> {
  const trusted = await Deno.makeTempFile({ suffix: ".pem" });
  await Deno.writeTextFile(trusted, SANDBOX_TLS.cert);
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "--no-check",
      "--frozen",
      `--lock=${new URL("../deno.lock", import.meta.url).pathname}`,
      "--allow-net=127.0.0.1,localhost",
      "--allow-env",
      "--allow-sys",
      "--allow-read",
      "--allow-write",
      new URL("./third_party_client.ts", import.meta.url).pathname,
      JSON.stringify(ready),
    ],
    env: { DENO_CERT: trusted, NODE_EXTRA_CA_CERTS: trusted },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const limit = setTimeout(() => child.kill(), LIMIT_MS);
  try {
    const { success, stdout, stderr } = await child.output();
    const decoder = new TextDecoder();
    assert.ok(success, decoder.decode(stderr));
    const lines = decoder.decode(stdout).trim().split("\n");
    return new Map(lines.map((line) => {
      const { name, ...answer } = JSON.parse(line);
      return [name, answer];
    }));
  } finally {
    clearTimeout(limit);
    await Deno.remove(trusted);
  }
}

Deno.test("Microsoft's libraries sign in over https", async (t) => {
  const sandbox = await startSandbox({
    tls: SANDBOX_TLS,
    deviceIntervalSeconds: 0.05,
    autoApprove: { deviceAfterPolls: 0 },
  });
  try {
    const answers = await runClients(sandbox.ready);
    for (const [name, expected] of Object.entries(EXPECTED)) {
      await t.step(`by ${name}`, () => {
        const { oid: _, ...answer } = answers.get(name) ?? {};
        assert.deepEqual(answer, expected);
      });
    }
    await t.step("and nothing is left out of the table", () => {
      assert.deepEqual([...answers.keys()], Object.keys(EXPECTED));
    });
    await t.step("with MSAL's short name of the device grant", () => {
      const polls = sandbox.control.requests().filter(({ form }) =>
        form?.["grant_type"] === "device_code"
      );
      assert.ok(polls.length > 0);
      assert.match(String(polls[0]?.form?.["x-client-SKU"]), /^msal\.js/);
    });
  } finally {
    await sandbox.close();
  }
});
