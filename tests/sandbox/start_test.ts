import assert from "node:assert/strict";
import {
  createReadyLine,
  createSandboxHandler,
  DEFAULT_WORLD,
  SANDBOX_CERTIFICATE,
  SANDBOX_TLS,
  startSandbox,
  type WorldSeed,
} from "../../src/sandbox/mod.ts";
import { CONTOSO, DAEMON, encode } from "./visitor.ts";

const NET = { net: ["127.0.0.1"] };

function tokenRequest(origin: string): Promise<Response> {
  return fetch(`${origin}/${CONTOSO}/oauth2/v2.0/token`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: encode({
      grant_type: "client_credentials",
      client_id: DAEMON.id,
      client_secret: DAEMON.secret,
      scope: "https://graph.microsoft.com/.default",
    }),
  });
}

Deno.test({
  name:
    "startSandbox() serves on a free port of 127.0.0.1 and frees it on close",
  permissions: NET,
  async fn() {
    const sandbox = await startSandbox();
    assert.match(sandbox.origin, /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.equal(sandbox.authority, `${sandbox.origin}/${CONTOSO}`);
    const response = await tokenRequest(sandbox.origin);
    assert.equal(response.status, 200);
    assert.ok((await response.json()).access_token);
    assert.equal(sandbox.control.requests().length, 1);
    const { port } = new URL(sandbox.origin);
    await sandbox.close();
    await sandbox.close();
    const again = await startSandbox({ port: Number(port) });
    assert.equal(again.origin, sandbox.origin);
    await again.close();
  },
});

Deno.test({
  name:
    "startSandbox() ends when its signal is aborted, even during a scripted delay",
  permissions: NET,
  async fn() {
    const controller = new AbortController();
    const sandbox = await startSandbox({ signal: controller.signal });
    sandbox.control.script({ endpoint: "token", delay_ms: 60_000 });
    const pending = tokenRequest(sandbox.origin);
    const settled = pending.then(
      (response) => response.body?.cancel(),
      () => undefined,
    );
    while (sandbox.control.requests().length === 0) {
      await (await fetch(`${sandbox.origin}/_sandbox/requests`)).body?.cancel();
    }
    controller.abort();
    await sandbox.close();
    await settled;
    await assert.rejects(tokenRequest(sandbox.origin), TypeError);
  },
});

Deno.test({
  name:
    "startSandbox() under the name localhost puts that name into every address",
  permissions: NET,
  async fn() {
    const sandbox = await startSandbox({ hostname: "localhost" });
    const response = await fetch(
      `${
        sandbox.origin.replace("localhost", "127.0.0.1")
      }/common/v2.0/.well-known/openid-configuration`,
    );
    const { token_endpoint } = await response.json();
    assert.equal(token_endpoint, `${sandbox.origin}/common/oauth2/v2.0/token`);
    assert.match(sandbox.origin, /^http:\/\/localhost:/);
    await sandbox.close();
  },
});

Deno.test({
  name:
    "startSandbox() with a certificate serves https, and cookies are secure",
  permissions: NET,
  async fn() {
    const sandbox = await startSandbox({ tls: SANDBOX_TLS });
    using client = Deno.createHttpClient({ caCerts: [SANDBOX_TLS.cert] });
    const path = `/${CONTOSO}/oauth2/v2.0/logout`;
    const response = await fetch(sandbox.origin + path, { client });
    assert.match(sandbox.origin, /^https:/);
    assert.equal(response.status, 200);
    assert.match(response.headers.get("set-cookie") ?? "", /; Secure/);
    await response.body?.cancel();
    await sandbox.close();
  },
});

Deno.test({
  name: "close() cuts off a client that sends half a request",
  permissions: NET,
  async fn() {
    const sandbox = await startSandbox();
    const { port } = new URL(sandbox.origin);
    using connection = await Deno.connect({
      hostname: "127.0.0.1",
      port: Number(port),
    });
    await connection.write(
      new TextEncoder().encode("POST / HTTP/1.1\r\nHost: local"),
    );
    await sandbox.close();
    const last = await connection.read(new Uint8Array(1)).catch((error) => {
      assert.ok(error instanceof Deno.errors.ConnectionReset);
      return null;
    });
    assert.equal(last, null);
  },
});

for (const hostname of ["0.0.0.0", "::", "192.168.1.2", "example.com", ""]) {
  Deno.test({
    name: `startSandbox() refuses to listen on "${hostname}"`,
    permissions: "none",
    async fn() {
      await assert.rejects(
        startSandbox({ hostname: hostname as "127.0.0.1" }),
        { name: "RangeError", message: /not a loopback address/ },
      );
    },
  });
}

Deno.test({
  name:
    "startSandbox() refuses a world that cannot work and leaves nothing open",
  permissions: NET,
  async fn() {
    await assert.rejects(
      startSandbox({ world: { ...DEFAULT_WORLD, tenants: [] } }),
      TypeError,
    );
    await assert.rejects(
      startSandbox({ deviceIntervalSeconds: 0 }),
      RangeError,
    );
    await assert.rejects(startSandbox({ signal: AbortSignal.abort() }), {
      name: "AbortError",
    });
  },
});

Deno.test({
  name: "A scripted drop ends the connection",
  permissions: NET,
  async fn() {
    const sandbox = await startSandbox();
    sandbox.control.script({ endpoint: "token", drop: true });
    await assert.rejects(
      async () => await (await tokenRequest(sandbox.origin)).text(),
      TypeError,
    );
    const next = await tokenRequest(sandbox.origin);
    assert.equal(next.status, 200);
    await next.body?.cancel();
    await sandbox.close();
  },
});

for (
  const [does, changes, message] of [
    [
      "users that are no list",
      { users: null as unknown as [] },
      /"users" is not an array/,
    ],
    ["a tenant id that is no GUID", {
      tenants: [{ id: "contoso", domain: "c.example", name: "C" }],
    }, /"tenants\[0\]" is not a GUID/],
    ["the same client twice", {
      clients: [...DEFAULT_WORLD.clients, ...DEFAULT_WORLD.clients],
    }, /repeats the id/],
    ["a user of an unknown tenant", {
      users: DEFAULT_WORLD.users.map((user) => ({
        ...user,
        tenant_id: "00000000-1111-4222-8333-444444444444",
      })),
    }, /"users\[0\]" names the unknown tenant/],
    ["a user without a password", {
      users: DEFAULT_WORLD.users.map((user) => ({ ...user, password: "" })),
    }, /"users\[0\]\.password"/],
    ["a certificate that is none", {
      clients: DEFAULT_WORLD.clients.map((client) => ({
        ...client,
        certificates: [{ certificate_pem: "sandbox" }],
      })),
    }, /"clients\[0\]\.certificates"/],
    ["a federated credential without a subject", {
      clients: DEFAULT_WORLD.clients.map((client) => ({
        ...client,
        federated_credentials: [{
          name: "x",
          issuer: "https://x.example",
          subject: "",
          audience: "x",
        }],
      })),
    }, /"clients\[0\]\.federated_credentials"/],
    ["a managed identity of an unknown tenant", {
      managed_identities: (DEFAULT_WORLD.managed_identities ?? []).map(
        (identity) => ({
          ...identity,
          tenant_id: "00000000-1111-4222-8333-444444444444",
        }),
      ),
    }, /"managed_identities\[0\]" names the unknown tenant/],
  ] as const
) {
  Deno.test({
    name: `createSandboxHandler() refuses a world with ${does}`,
    permissions: "none",
    fn() {
      const world: WorldSeed = { ...DEFAULT_WORLD, ...changes };
      assert.throws(() => createSandboxHandler({ world }), {
        name: "TypeError",
        message,
      });
    },
  });
}

Deno.test({
  name:
    "The ready line has exactly the members of its contract, and the world is plain JSON",
  permissions: "none",
  fn() {
    const world: WorldSeed = JSON.parse(JSON.stringify(DEFAULT_WORLD));
    const ready = createReadyLine(createSandboxHandler({ world }));
    assert.deepEqual(Object.keys(ready), [
      "origin",
      "authority",
      "tenants",
      "clients",
      "users",
      "apis",
      "sample_api",
      "managed_identity",
      "workload_identity",
    ]);
    assert.deepEqual(
      ready.clients.find(({ client_id }) => client_id === DAEMON.id),
      {
        client_id: DAEMON.id,
        name: "Contoso Nightly Report",
        tenant_id: CONTOSO,
        type: "confidential",
        client_secret: DAEMON.secret,
        certificate: {
          thumbprint_sha256: SANDBOX_CERTIFICATE.thumbprint_sha256,
          certificate_pem: SANDBOX_CERTIFICATE.certificate_pem,
          private_key_pem: SANDBOX_CERTIFICATE.private_key_pem,
        },
        redirect_uris: [],
      },
    );
    const secrets = [
      ...ready.clients.map(({ client_secret }) => client_secret ?? "sandbox-"),
      ...ready.users.map(({ password }) => password),
    ];
    assert.ok(secrets.every((secret) => secret.startsWith("sandbox-")));
  },
});
