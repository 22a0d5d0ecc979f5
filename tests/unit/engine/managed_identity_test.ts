import assert from "node:assert/strict";
import { AuthError } from "../../../src/engine/errors.ts";
import type { ManagedIdentityEvent } from "../../../src/engine/events.ts";
import { complete } from "../../../src/engine/flows/complete.ts";
import {
  managedIdentity,
  type ManagedIdentityRequest,
} from "../../../src/engine/flows/managed_identity.ts";
import { fakePorts, type FakeWorld } from "../../support/fake_ports.ts";
import { entraError, ISSUED_AT } from "../../support/tokens.ts";

const ID = "dddddddd-0000-4000-8000-000000000001";
const SCOPES = ["https://management.azure.com//.default"];
const KEY_FILE = "/var/opt/azcmagent/tokens/11111111-2222.key";

function answer(members: Record<string, unknown> = {}): Response {
  return Response.json({
    access_token: "the-access-token",
    client_id: ID,
    expires_in: "86399",
    expires_on: String(ISSUED_AT / 1000 + 86_399),
    resource: "https://management.azure.com/",
    token_type: "Bearer",
    ...members,
  });
}

function challenge(realm: string): Response {
  return new Response(null, {
    status: 401,
    headers: { "www-authenticate": `Basic realm=${realm}` },
  });
}

async function run(
  world: FakeWorld,
  { change = {}, signal }: {
    change?: Partial<ManagedIdentityRequest>;
    signal?: AbortSignal;
  } = {},
) {
  const ports = fakePorts({ replies: [answer()], ...world });
  const events: ManagedIdentityEvent[] = [];
  const request = { scopes: SCOPES, ...change };
  const options = signal ? { signal } : {};
  const outcome = await complete(
    managedIdentity(request, ports, options),
    (event) => events.push(event),
  ).catch((error: unknown) => error as Error);
  return { ports, events, outcome };
}

async function failure(
  world: FakeWorld,
  change: Partial<ManagedIdentityRequest> = {},
) {
  const { outcome, ports, events } = await run(world, { change });
  assert.ok(outcome instanceof AuthError, String(outcome));
  assert.ok(outcome.hint);
  return { error: outcome, ports, events };
}

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, permissions: "none", fn });
}

test("managedIdentity() refuses scopes that are not one /.default, and sends nothing", async () => {
  for (
    const scopes of [
      [],
      ["User.Read"],
      ["https://vault.azure.net"],
      ["https://a/.default", "https://b/.default"],
    ]
  ) {
    const { error, ports } = await failure({}, { scopes });
    assert.equal(error.code, "invalid_scope");
    assert.equal(ports.sent.length, 0);
  }
});

test("managedIdentity() asks the metadata service when the machine tells nothing else", async () => {
  const { outcome, ports } = await run({});
  assert.ok(!(outcome instanceof Error), String(outcome));
  assert.equal(
    ports.sent[0]?.url,
    "http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https%3A%2F%2Fmanagement.azure.com%2F",
  );
  assert.equal(ports.sent[0]?.headers.get("metadata"), "true");
  assert.equal(outcome.expiresAt, ISSUED_AT + 86_399_000);
  assert.equal(outcome.refreshAt, ISSUED_AT + 86_399_000 / 2);
  assert.equal(outcome.account, null);
  assert.equal(outcome.clientId, ID);
});

const SOURCES: readonly [string, Record<string, string>, {
  url: string;
  header: [string, string];
  selectors: Partial<Record<string, string>>;
}][] = [
  ["App Service", {
    IDENTITY_ENDPOINT: "http://localhost:42356/msi/token",
    IDENTITY_HEADER: "the-header",
  }, {
    url: "http://localhost:42356/msi/token?api-version=2019-08-01",
    header: ["x-identity-header", "the-header"],
    selectors: {
      "client-id": "client_id",
      "object-id": "principal_id",
      "resource-id": "mi_res_id",
    },
  }],
  ["Machine Learning", {
    MSI_ENDPOINT: "http://localhost:46808/msi/token",
    MSI_SECRET: "the-secret",
  }, {
    url: "http://localhost:46808/msi/token?api-version=2017-09-01",
    header: ["secret", "the-secret"],
    selectors: { "client-id": "clientid" },
  }],
  ["Cloud Shell", { MSI_ENDPOINT: "http://localhost:50342/oauth2/token" }, {
    url: "http://localhost:50342/oauth2/token",
    header: ["metadata", "true"],
    selectors: {},
  }],
  ["the metadata service at another host", {
    AZURE_POD_IDENTITY_AUTHORITY_HOST: "http://127.0.0.1:8080",
  }, {
    url:
      "http://127.0.0.1:8080/metadata/identity/oauth2/token?api-version=2018-02-01",
    header: ["metadata", "true"],
    selectors: {
      "client-id": "client_id",
      "object-id": "object_id",
      "resource-id": "msi_res_id",
    },
  }],
  ["Azure Arc", {
    IDENTITY_ENDPOINT: "http://127.0.0.1:40342/metadata/identity/oauth2/token",
    IMDS_ENDPOINT: "http://127.0.0.1:40342",
  }, {
    url:
      "http://127.0.0.1:40342/metadata/identity/oauth2/token?api-version=2020-06-01",
    header: ["metadata", "true"],
    selectors: {},
  }],
];
for (const [name, environment, expected] of SOURCES) {
  test(`managedIdentity() asks ${name} as it wants to be asked`, async () => {
    const { outcome, ports, events } = await run({ environment });
    assert.ok(!(outcome instanceof Error), String(outcome));
    const sent = ports.sent[0]!;
    assert.ok(sent.url.startsWith(expected.url), sent.url);
    assert.equal(sent.headers.get(expected.header[0]), expected.header[1]);
    const asked = sent.method === "POST"
      ? sent.form
      : new URL(sent.url).searchParams;
    assert.equal(asked.get("resource"), "https://management.azure.com/");
    assert.ok(!JSON.stringify(events).includes("the-"));
  });

  test(`managedIdentity() names a user-assigned identity to ${name} by the ids that it knows`, async () => {
    for (const type of ["client-id", "object-id", "resource-id"] as const) {
      const selector = expected.selectors[type];
      const change = { identity: { type, id: ID } };
      if (selector === undefined) {
        const { error, ports } = await failure({ environment }, change);
        assert.equal(error.code, "invalid_parameter");
        assert.equal(ports.sent.length, 0);
      } else {
        const { ports } = await run({ environment }, { change });
        const { searchParams } = new URL(ports.sent[0]!.url);
        assert.equal(searchParams.get(selector), ID);
      }
    }
  });
}

test("managedIdentity() knows Azure Arc by its agent too", async () => {
  const { ports } = await run({ arcAgent: true });
  assert.ok(ports.sent[0]?.url.startsWith("http://127.0.0.1:40342/"));
});

test("managedIdentity() refuses Service Fabric and endpoints that are no web address", async () => {
  const fabric = {
    IDENTITY_ENDPOINT: "https://localhost:2377/token",
    IDENTITY_HEADER: "h",
    IDENTITY_SERVER_THUMBPRINT: "t",
  };
  const bad = { IDENTITY_ENDPOINT: "file:///etc/passwd", IDENTITY_HEADER: "h" };
  for (const environment of [fabric, bad]) {
    const { error, ports } = await failure({ environment });
    assert.equal(error.code, "managed_identity_unavailable");
    assert.equal(ports.sent.length, 0);
  }
});

test("managedIdentity() answers the challenge of Azure Arc with the key in its file", async () => {
  const read: string[] = [];
  const { outcome, ports, events } = await run({
    arcAgent: true,
    arcKey(path) {
      read.push(path);
      return "the-key-of-arc";
    },
    replies: [challenge(KEY_FILE), answer()],
  });
  assert.ok(!(outcome instanceof Error), String(outcome));
  assert.deepEqual(read, [KEY_FILE]);
  assert.equal(
    ports.sent[1]?.headers.get("authorization"),
    "Basic the-key-of-arc",
  );
  assert.ok(!JSON.stringify(events).includes("the-key-of-arc"));
});

test("managedIdentity() reads no file but a key of the agent of Azure Arc", async () => {
  for (
    const path of [
      "/etc/passwd",
      "/var/opt/azcmagent/tokens/../../../etc/passwd.key",
      "/var/opt/azcmagent/tokens/sub/a.key",
      "/var/opt/azcmagent/tokens/a.txt",
      "/var/opt/azcmagent/tokens/.key",
      "/var/opt/azcmagent/tokens/",
      "/VAR/opt/azcmagent/tokens/a.key",
      "a.key",
      "",
    ]
  ) {
    const read: string[] = [];
    const { error, ports } = await failure({
      arcAgent: true,
      arcKey(file) {
        read.push(file);
        return "";
      },
      replies: [challenge(path)],
    });
    assert.equal(error.code, "managed_identity_unavailable", path);
    assert.deepEqual(read, []);
    assert.equal(ports.sent.length, 1);
  }
});

test("managedIdentity() says who may read the challenge when it cannot", async () => {
  const { error } = await failure({
    arcAgent: true,
    replies: [challenge(KEY_FILE)],
  });
  assert.equal(error.code, "managed_identity_unavailable");
  assert.match(error.hint ?? "", /himds/);
});

test("managedIdentity() reads every way to say when a token ends", async () => {
  const second = ISSUED_AT / 1000 + 600;
  for (
    const members of [
      { expires_on: second },
      { expires_on: String(second) },
      { expires_on: new Date(second * 1000).toISOString() },
      { expires_on: undefined, expires_in: "600" },
      { expires_on: "", expires_in: 600 },
    ]
  ) {
    const { outcome } = await run({ replies: [answer(members)] });
    assert.ok(!(outcome instanceof Error), JSON.stringify(members));
    assert.equal(outcome.expiresAt, second * 1000);
    assert.equal(outcome.refreshAt, undefined);
  }
});

test("managedIdentity() refuses an answer without a token, without an end, and a web page", async () => {
  for (
    const reply of [
      answer({ access_token: "" }),
      answer({ expires_on: "soon", expires_in: undefined }),
      new Response("<html>"),
    ]
  ) {
    const { error } = await failure({ replies: [reply] });
    assert.equal(error.code, "response_invalid");
  }
});

const REFUSALS: readonly [string, () => Response, string][] = [
  [
    "Entra's shape",
    () => entraError("invalid_resource", { code: 500011 }),
    "invalid_resource",
  ],
  [
    "App Service's shape",
    () =>
      Response.json({ statusCode: 400, message: "no", correlationId: "c" }, {
        status: 400,
      }),
    "http_400",
  ],
  [
    "Cloud Shell's shape",
    () =>
      Response.json(
        { error: { code: "AudienceNotSupported", message: "no" } },
        { status: 400 },
      ),
    "AudienceNotSupported",
  ],
  ["no body", () => new Response(null, { status: 403 }), "http_403"],
  [
    "a redirect",
    () => Response.redirect("https://evil.example/", 302),
    "http_302",
  ],
];
for (const [shape, reply, name] of REFUSALS) {
  test(`managedIdentity() tells a refusal in ${shape}, and does not ask again`, async () => {
    const { error, ports } = await failure({ replies: [reply()] });
    assert.match(error.message, new RegExp(`"${name}"`));
    assert.equal(ports.sent.length, 1);
  });
}

async function pausesAfter(
  status: number,
  { environment = {}, headers = {} }: {
    environment?: Record<string, string>;
    headers?: Record<string, string>;
  } = {},
) {
  const replies = Array.from(
    { length: 20 },
    () => new Response("{}", { status, headers }),
  );
  const { error, ports } = await failure({ replies, environment });
  assert.equal(ports.sent.length, ports.clock.slept.length + 1);
  return { slept: ports.clock.slept, error };
}

test("managedIdentity() asks the metadata service again after 1, 2 and 4 seconds", async () => {
  for (const status of [404, 408, 429, 500, 502, 599]) {
    assert.deepEqual((await pausesAfter(status)).slept, [1000, 2000, 4000]);
  }
});

test("managedIdentity() waits seventy seconds for a metadata service that is updated", async () => {
  const { slept } = await pausesAfter(410);
  assert.deepEqual(slept, new Array(7).fill(10_000));
});

test("managedIdentity() asks the others again every second, or as they wish", async () => {
  const environment = {
    IDENTITY_ENDPOINT: "http://localhost:42356/msi/token",
    IDENTITY_HEADER: "h",
  };
  const { slept } = await pausesAfter(503, { environment });
  assert.deepEqual(slept, [1000, 1000, 1000]);
  const later = await pausesAfter(429, {
    environment,
    headers: { "retry-after": "7" },
  });
  assert.deepEqual(later.slept, [7000, 7000, 7000]);
  assert.deepEqual((await pausesAfter(410, { environment })).slept, []);
  const never = await pausesAfter(503, { headers: { "retry-after": "3600" } });
  assert.deepEqual(never.slept, []);
});

test("managedIdentity() tells each pause and gets the token in the end", async () => {
  const { outcome, events } = await run({
    replies: [new Response(null, { status: 503 }), answer()],
  });
  assert.ok(!(outcome instanceof Error), String(outcome));
  const lost = events.find((event) => event.type === "connection_lost");
  assert.equal(lost?.nextPollAt, ISSUED_AT + 1000);
});

test("managedIdentity() off Azure says so at once", async () => {
  for (
    const error of [
      new TypeError("unreachable"),
      new DOMException("late", "TimeoutError"),
    ]
  ) {
    const { error: told, ports } = await failure({ replies: [error] });
    assert.equal(told.code, "managed_identity_unavailable");
    assert.equal(ports.sent.length, 1);
  }
});

test("managedIdentity() rejects with the signal's reason", async () => {
  const reason = new Error("stop");
  const signal = AbortSignal.abort(reason);
  assert.equal((await run({}, { signal })).outcome, reason);
});

const PROOFS: readonly [string, Record<string, string>][] = [
  ["IDENTITY_HEADER", { IDENTITY_ENDPOINT: "http://localhost:42356/msi" }],
  ["MSI_SECRET", { MSI_ENDPOINT: "http://localhost:46808/msi" }],
];
for (const [variable, endpoint] of PROOFS) {
  test(`managedIdentity() tells nothing of a ${variable} that cannot be sent`, async () => {
    for (
      const value of ["XYZ\nXYZ", "XYZ\r\nx: y", "XYZ\u0000", "XYZ→"]
    ) {
      const environment = { ...endpoint, [variable]: value };
      const { error, ports } = await failure({ environment });
      assert.equal(error.code, "managed_identity_unavailable");
      assert.match(error.message, new RegExp(`: ${variable} has characters`));
      assert.ok(!Deno.inspect(error).includes("XYZ"), Deno.inspect(error));
      assert.equal(ports.sent.length, 0);
    }
  });

  test(`managedIdentity() sends a ${variable} without the line's end after it`, async () => {
    const environment = { ...endpoint, [variable]: "the-proof\r\n" };
    const { outcome } = await run({ environment });
    assert.ok(!(outcome instanceof Error), String(outcome));
  });

  test(`managedIdentity() repeats no ${variable} that an endpoint sends back`, async () => {
    const environment = { ...endpoint, [variable]: 'canary"proof' };
    for (const status of [200, 400]) {
      const reply = Response.json({
        error: 'no canary"proof',
        error_description: 'not canary"proof',
        message: 'nor canary"proof',
      }, { status });
      const { error, events } = await failure({
        environment,
        replies: [reply],
      });
      const told = Deno.inspect([error, events], { depth: 9 });
      assert.ok(!told.includes("canary"), told);
    }
  });
}

test("managedIdentity() refuses an endpoint with a user's name or password in it", async () => {
  for (const place of ["user:canary@localhost", "user@localhost"]) {
    for (
      const environment of [
        { IDENTITY_ENDPOINT: `https://${place}/msi`, IDENTITY_HEADER: "h" },
        { MSI_ENDPOINT: `https://${place}/msi` },
        { IDENTITY_ENDPOINT: `http://${place}/`, IMDS_ENDPOINT: "x" },
        { AZURE_POD_IDENTITY_AUTHORITY_HOST: `http://${place}` },
      ]
    ) {
      const { error, ports } = await failure({ environment });
      assert.equal(error.code, "managed_identity_unavailable");
      assert.ok(!Deno.inspect(error).includes("canary"));
      assert.equal(ports.sent.length, 0);
    }
  }
});

test("managedIdentity() tells nothing of a key of Azure Arc that cannot be sent, or is sent back", async () => {
  const odd = await failure({
    arcAgent: true,
    arcKey: () => "canary\nkey",
    replies: [challenge(KEY_FILE)],
  });
  assert.equal(odd.error.code, "managed_identity_unavailable");
  assert.ok(!Deno.inspect(odd.error).includes("canary"));
  const echoed = await failure({
    arcAgent: true,
    arcKey: () => "canary-key\n",
    replies: [
      challenge(KEY_FILE),
      Response.json({ error: "bad canary-key" }, { status: 401 }),
    ],
  });
  const told = Deno.inspect([echoed.error, echoed.events], { depth: 9 });
  assert.ok(!told.includes("canary"), told);
});
