import assert from "node:assert/strict";
import {
  CLI,
  CONTOSO,
  DAEMON,
  encode,
  errorOf,
  EXPIRED,
  FABRIKAM,
  type Fields,
  openSandbox,
  postForm,
  SHOP,
} from "./visitor.ts";

interface Mistake {
  readonly does: string;
  readonly changes?: Fields;
  readonly fields?: Fields;
  readonly body?: string;
  readonly tenant?: string;
  readonly headers?: Record<string, string>;
  readonly answer: readonly [status: number, error: string, code: number];
}

const GOOD: Fields = {
  grant_type: "client_credentials",
  client_id: DAEMON.id,
  client_secret: DAEMON.secret,
  scope: "https://graph.microsoft.com/.default",
};

function basic(id: string, secret: string): Record<string, string> {
  return { authorization: `Basic ${btoa(`${id}:${secret}`)}` };
}

const MISTAKES: readonly Mistake[] = [
  {
    does: "a JSON body",
    body: JSON.stringify(GOOD),
    headers: { "content-type": "application/json" },
    answer: [400, "invalid_request", 900144],
  },
  { does: "an empty body", body: "", answer: [400, "invalid_request", 900144] },
  {
    does: "a broken escape",
    body: `${encode(GOOD)}&x=%zz`,
    answer: [400, "invalid_request", 9002313],
  },
  {
    does: "bytes that are not UTF-8",
    body: `${encode(GOOD)}&x=%ff`,
    answer: [400, "invalid_request", 9002313],
  },
  {
    does: "a parameter twice",
    body: `${encode(GOOD)}&scope=${encodeURIComponent("api://x/.default")}`,
    answer: [400, "invalid_request", 9002313],
  },
  {
    does: "no grant_type",
    changes: { grant_type: undefined },
    answer: [400, "invalid_request", 900144],
  },
  {
    does: "an empty grant_type",
    changes: { grant_type: "" },
    answer: [400, "invalid_request", 900144],
  },
  {
    does: "an unknown grant_type",
    changes: { grant_type: "magic" },
    answer: [400, "unsupported_grant_type", 70003],
  },
  {
    does: "v1's resource",
    changes: { resource: "https://graph.microsoft.com" },
    answer: [400, "invalid_request", 901002],
  },
  {
    does: "an unknown tenant",
    tenant: "nowhere.example",
    answer: [400, "invalid_tenant", 90002],
  },
  {
    does: "no client_id",
    changes: { client_id: undefined },
    answer: [400, "invalid_request", 900144],
  },
  {
    does: "an unknown client",
    changes: { client_id: "00000000-1111-4222-8333-444444444444" },
    answer: [400, "unauthorized_client", 700016],
  },
  {
    does: "a client of another tenant",
    tenant: FABRIKAM,
    answer: [400, "unauthorized_client", 700016],
  },
  {
    does: "a wrong secret",
    changes: { client_secret: "sandbox-wrong" },
    answer: [401, "invalid_client", 7000215],
  },
  {
    does: "a secret with a final blank",
    changes: { client_secret: `${DAEMON.secret} ` },
    answer: [401, "invalid_client", 7000215],
  },
  {
    does: "no secret",
    changes: { client_secret: undefined },
    answer: [401, "invalid_client", 7000218],
  },
  {
    does: "an expired secret",
    changes: { client_id: EXPIRED.id, client_secret: EXPIRED.secret },
    answer: [401, "invalid_client", 7000222],
  },
  {
    does: "another client's secret",
    changes: { client_secret: SHOP.secret },
    answer: [401, "invalid_client", 7000215],
  },
  {
    does: "a secret of a public client",
    changes: { client_id: CLI.id, client_secret: "sandbox-anything" },
    answer: [401, "invalid_client", 700025],
  },
  {
    does: "client credentials of a public client",
    changes: { client_id: CLI.id, client_secret: undefined },
    answer: [401, "invalid_client", 7000218],
  },
  {
    does: "Basic for another client than the body's",
    changes: { client_secret: undefined, client_id: SHOP.id },
    headers: basic(DAEMON.id, DAEMON.secret),
    answer: [400, "invalid_request", 90023],
  },
  {
    does: "the secret by Basic and by form",
    headers: basic(DAEMON.id, DAEMON.secret),
    answer: [400, "invalid_request", 90023],
  },
  {
    does: "a wrong secret by Basic",
    changes: { client_secret: undefined },
    headers: basic(DAEMON.id, "sandbox-wrong"),
    answer: [401, "invalid_client", 7000215],
  },
  {
    does: "Basic without a colon",
    changes: { client_secret: undefined },
    headers: { authorization: `Basic ${btoa("lonely")}` },
    answer: [400, "invalid_request", 90023],
  },
  {
    does: "a Bearer header",
    headers: { authorization: "Bearer abc" },
    answer: [400, "invalid_request", 90023],
  },
  {
    does: "a client assertion without its type",
    changes: { client_secret: undefined, client_assertion: "a.b.c" },
    answer: [400, "invalid_request", 900144],
  },
  {
    does: "an unknown client_assertion_type",
    changes: {
      client_secret: undefined,
      client_assertion: "a.b.c",
      client_assertion_type: "urn:example",
    },
    answer: [400, "invalid_request", 90023],
  },
  {
    does: "a client assertion that is no JWT",
    changes: {
      client_secret: undefined,
      client_assertion: "a.b.c",
      client_assertion_type:
        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    },
    answer: [401, "invalid_client", 50027],
  },
  {
    does: "client credentials without a tenant",
    tenant: "common",
    answer: [400, "invalid_request", 50194],
  },
  {
    does: "an Entra client on consumers",
    tenant: "consumers",
    answer: [400, "invalid_request", 9002332],
  },
  {
    does: "no scope",
    changes: { scope: undefined },
    answer: [400, "invalid_request", 900144],
  },
  {
    does: "a delegated permission",
    changes: { scope: "https://graph.microsoft.com/User.Read" },
    answer: [400, "invalid_scope", 70011],
  },
  {
    does: "OpenID Connect scopes alone",
    changes: { scope: "openid profile" },
    answer: [400, "invalid_scope", 70011],
  },
  {
    does: "two resources",
    changes: {
      scope:
        "https://graph.microsoft.com/.default https://management.azure.com//.default",
    },
    answer: [400, "invalid_scope", 70011],
  },
  {
    does: ".default beside a permission",
    changes: {
      scope:
        "https://graph.microsoft.com/.default https://graph.microsoft.com/Mail.Read",
    },
    answer: [400, "invalid_scope", 70011],
  },
  {
    does: "a comma between scopes",
    changes: {
      scope:
        "https://graph.microsoft.com/.default,https://management.azure.com/.default",
    },
    answer: [400, "invalid_scope", 70011],
  },
  {
    does: "a quote in a scope",
    changes: { scope: '"https://graph.microsoft.com/.default"' },
    answer: [400, "invalid_scope", 70011],
  },
  {
    does: "a resource without /.default",
    changes: { scope: "https://graph.microsoft.com" },
    answer: [400, "invalid_scope", 70011],
  },
  {
    does: "an unknown resource",
    changes: { scope: "api://nobody/.default" },
    answer: [400, "invalid_resource", 500011],
  },
  {
    does: "client credentials from a page",
    headers: { origin: "http://localhost:5173" },
    answer: [400, "invalid_request", 9002326],
  },
  {
    does: "claims that are not JSON",
    changes: { claims: "{" },
    answer: [400, "invalid_request", 90023],
  },
  {
    does: "claims that are a list",
    changes: { claims: "[]" },
    answer: [400, "invalid_request", 90023],
  },
  {
    does: "a code redemption without a code",
    fields: {
      grant_type: "authorization_code",
      client_id: CLI.id,
      redirect_uri: "http://localhost",
    },
    answer: [400, "invalid_request", 900144],
  },
  {
    does: "an unknown code",
    fields: {
      grant_type: "authorization_code",
      client_id: CLI.id,
      code: "1.made-up",
      redirect_uri: "http://localhost",
    },
    answer: [400, "invalid_grant", 70000],
  },
  {
    does: "a redemption without redirect_uri",
    fields: {
      grant_type: "authorization_code",
      client_id: CLI.id,
      code: "1.made-up",
    },
    answer: [400, "invalid_request", 900144],
  },
  {
    does: "an unknown refresh token",
    fields: {
      grant_type: "refresh_token",
      client_id: CLI.id,
      refresh_token: "1.made-up",
    },
    answer: [400, "invalid_grant", 70000],
  },
  {
    does: "a refresh without a token",
    fields: { grant_type: "refresh_token", client_id: CLI.id },
    answer: [400, "invalid_request", 900144],
  },
  {
    does: "an unknown device code",
    fields: {
      grant_type: "device_code",
      client_id: CLI.id,
      device_code: "D-made-up",
    },
    answer: [400, "bad_verification_code", 70018],
  },
  {
    does: "a device poll without a code",
    fields: { grant_type: "device_code", client_id: CLI.id },
    answer: [400, "invalid_request", 900144],
  },
];

for (
  const { does, changes, fields, body, tenant = CONTOSO, headers, answer }
    of MISTAKES
) {
  Deno.test({
    name: `The token endpoint refuses ${does} with AADSTS${answer[2]}`,
    permissions: "none",
    async fn() {
      const sent = await postForm(openSandbox(), {
        path: `/${tenant}/oauth2/v2.0/token`,
        fields: fields ?? { ...GOOD, ...changes },
        ...(body === undefined ? {} : { body }),
        ...(headers === undefined ? {} : { headers }),
      });
      const { status, error, code } = errorOf(sent);
      assert.deepEqual([status, error, code], answer);
      assert.equal(sent.response.headers.get("www-authenticate"), null);
    },
  });
}

Deno.test({
  name: "The token endpoint refuses GET with AADSTS900561",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const response = await sandbox.fetch(
      new Request(
        `${sandbox.origin}/${CONTOSO}/oauth2/v2.0/token?${encode(GOOD)}`,
      ),
    );
    const { status, error, code } = errorOf({
      response,
      body: await response.json(),
    });
    assert.deepEqual([status, error, code], [400, "invalid_request", 900561]);
  },
});

Deno.test({
  name:
    "A multitenant confidential client gets AADSTS50059 for client credentials on organizations",
  permissions: "none",
  async fn() {
    const { DEFAULT_WORLD } = await import("../../src/sandbox/mod.ts");
    const clients = DEFAULT_WORLD.clients.map((client) => ({
      ...client,
      audience: "organizations" as const,
    }));
    const sandbox = openSandbox({ world: { ...DEFAULT_WORLD, clients } });
    const sent = await postForm(sandbox, {
      path: "/organizations/oauth2/v2.0/token",
      fields: GOOD,
    });
    assert.equal(errorOf(sent).code, 50059);
  },
});

Deno.test({
  name:
    "An error body has every member of Entra's, with CRLF between the parts of the text",
  permissions: "none",
  async fn() {
    const id = "0f9e8d7c-6b5a-4433-9221-100f0e0d0c0b";
    const { response, body } = await postForm(openSandbox(), {
      fields: { ...GOOD, client_secret: "sandbox-wrong" },
      headers: { "client-request-id": id },
    });
    assert.equal(body["timestamp"], "2026-03-04 05:06:07Z");
    assert.equal(body["correlation_id"], id);
    assert.equal(response.headers.get("client-request-id"), id);
    assert.equal(response.headers.get("x-ms-request-id"), body["trace_id"]);
    assert.equal(response.headers.get("x-ms-clitelem"), "1,7000215,0,,");
    assert.equal(response.headers.get("cache-control"), "no-store, no-cache");
    assert.equal(body["error_uri"], "http://127.0.0.1:8480/error?code=7000215");
    const lines = String(body["error_description"]).split("\r\n");
    assert.match(lines[0] ?? "", /^AADSTS7000215: /);
    assert.deepEqual(lines.slice(1), [
      `Trace ID: ${body["trace_id"]}`,
      `Correlation ID: ${id}`,
      "Timestamp: 2026-03-04 05:06:07Z",
    ]);
  },
});

Deno.test({
  name:
    "A client-request-id in the form becomes the correlation id, as MSAL JS sends it",
  permissions: "none",
  async fn() {
    const id = "0f9e8d7c-6b5a-4433-9221-100f0e0d0c0b";
    const { body } = await postForm(openSandbox(), {
      fields: { ...GOOD, scope: "x/.default", "client-request-id": id },
    });
    assert.equal(body["correlation_id"], id);
  },
});
