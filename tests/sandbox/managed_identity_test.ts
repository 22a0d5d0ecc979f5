import assert from "node:assert/strict";
import { DEFAULT_WORLD, type SandboxHandler } from "../../src/sandbox/mod.ts";
import { ADA, claimsOf, CONTOSO, GRAPH, openSandbox } from "./visitor.ts";

const [SYSTEM, BUILDER] = DEFAULT_WORLD.managed_identities ?? [];
assert.ok(SYSTEM && BUILDER);
const ARM = "https://management.azure.com/";
const METADATA = { metadata: "true" };
const ARC_KEY = { authorization: "Basic sandbox-arc-key" };
const APP_SERVICE = { "x-identity-header": "sandbox-identity-header" };

interface HostCall {
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
}

const IMDS = {
  path: "/metadata/identity/oauth2/token",
  query: { "api-version": "2018-02-01", resource: ARM },
  headers: METADATA,
};
const ARC = {
  path: "/arc/metadata/identity/oauth2/token",
  query: { "api-version": "2020-06-01", resource: ARM },
  headers: { ...METADATA, ...ARC_KEY },
};
const SERVICE = {
  path: "/msi/token",
  query: { "api-version": "2019-08-01", resource: ARM },
  headers: APP_SERVICE,
};

async function call(
  sandbox: SandboxHandler,
  { path, query = {}, headers = {} }: HostCall,
) {
  const url = new URL(path, sandbox.origin);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  const response = await sandbox.fetch(new Request(url, { headers }));
  const text = await response.text();
  const body: Record<string, unknown> = text === "" ? {} : JSON.parse(text);
  return { response, body };
}

const MISTAKES: readonly {
  does: string;
  host: HostCall;
  changes: Partial<HostCall>;
  status: number;
  says: RegExp;
}[] = [
  {
    does: "no Metadata header",
    host: IMDS,
    changes: { headers: {} },
    status: 400,
    says: /metadata header/,
  },
  {
    does: "Metadata: false",
    host: IMDS,
    changes: { headers: { metadata: "false" } },
    status: 400,
    says: /metadata header/,
  },
  {
    does: "a forwarded request",
    host: IMDS,
    changes: { headers: { ...METADATA, "x-forwarded-for": "203.0.113.7" } },
    status: 400,
    says: /forwarded/,
  },
  {
    does: "no api-version",
    host: IMDS,
    changes: { query: { resource: ARM } },
    status: 400,
    says: /newest-versions/,
  },
  {
    does: "an unknown api-version",
    host: IMDS,
    changes: { query: { "api-version": "2017-01-01", resource: ARM } },
    status: 400,
    says: /newest-versions/,
  },
  {
    does: "no resource",
    host: IMDS,
    changes: { query: { "api-version": "2018-02-01" } },
    status: 400,
    says: /'resource'/,
  },
  {
    does: "a scope as resource",
    host: IMDS,
    changes: { query: { ...IMDS.query, resource: `${ARM}.default` } },
    status: 400,
    says: /"error":"invalid_resource".*AADSTS500011/,
  },
  {
    does: "an unknown client_id",
    host: IMDS,
    changes: { query: { ...IMDS.query, client_id: CONTOSO } },
    status: 400,
    says: /Identity not found/,
  },
  {
    does: "an object id as client_id",
    host: IMDS,
    changes: { query: { ...IMDS.query, client_id: BUILDER.object_id } },
    status: 400,
    says: /Identity not found/,
  },
  {
    does: "two selectors",
    host: IMDS,
    changes: {
      query: {
        ...IMDS.query,
        client_id: BUILDER.client_id,
        object_id: BUILDER.object_id,
      },
    },
    status: 400,
    says: /Identity not found/,
  },
  {
    does: "no identity header",
    host: SERVICE,
    changes: { headers: {} },
    status: 401,
    says: /X-IDENTITY-HEADER/,
  },
  {
    does: "a wrong identity header",
    host: SERVICE,
    changes: { headers: { "x-identity-header": "sandbox-wrong" } },
    status: 401,
    says: /"statusCode":401/,
  },
  {
    does: "the api-version of IMDS",
    host: SERVICE,
    changes: { query: { ...SERVICE.query, "api-version": "2018-02-01" } },
    status: 400,
    says: /api-version/,
  },
  {
    does: "no resource",
    host: SERVICE,
    changes: { query: { "api-version": "2019-08-01" } },
    status: 400,
    says: /'resource'/,
  },
  {
    does: "an unknown resource",
    host: SERVICE,
    changes: { query: { ...SERVICE.query, resource: "https://x.example" } },
    status: 500,
    says: /"correlationId":"[0-9a-f-]{36}"/,
  },
  {
    does: "an unknown identity",
    host: SERVICE,
    changes: { query: { ...SERVICE.query, principal_id: CONTOSO } },
    status: 400,
    says: /Managed Identity/,
  },
  {
    does: "no Metadata header",
    host: ARC,
    changes: { headers: ARC_KEY },
    status: 400,
    says: /metadata header/,
  },
  {
    does: "the key of another file",
    host: ARC,
    changes: { headers: { ...METADATA, authorization: "Basic other" } },
    status: 401,
    says: /^\{\}$/,
  },
  {
    does: "the key in base64",
    host: ARC,
    changes: {
      headers: {
        ...METADATA,
        authorization: `Basic ${btoa("sandbox-arc-key")}`,
      },
    },
    status: 401,
    says: /^\{\}$/,
  },
  {
    does: "a user-assigned identity",
    host: ARC,
    changes: { query: { ...ARC.query, client_id: BUILDER.client_id } },
    status: 400,
    says: /Identity not found/,
  },
];

for (const { does, host, changes, status, says } of MISTAKES) {
  Deno.test({
    name: `${host.path} refuses ${does} with ${status}`,
    permissions: "none",
    async fn() {
      const { response, body } = await call(openSandbox(), {
        ...host,
        ...changes,
      });
      assert.equal(response.status, status);
      assert.match(JSON.stringify(body), says);
      assert.equal(body["access_token"], undefined);
    },
  });
}

for (
  const [name, query, identity] of [
    ["no selector", {}, SYSTEM],
    ["client_id", { client_id: BUILDER.client_id }, BUILDER],
    ["object_id", { object_id: BUILDER.object_id }, BUILDER],
    ["msi_res_id", { msi_res_id: BUILDER.resource_id.toUpperCase() }, BUILDER],
  ] as const
) {
  Deno.test({
    name:
      `IMDS gives a token of the identity named by ${name}, all values text`,
    permissions: "none",
    async fn() {
      const { response, body } = await call(openSandbox(), {
        ...IMDS,
        query: { ...IMDS.query, ...query },
      });
      assert.equal(response.status, 200);
      assert.deepEqual(Object.keys(body).sort(), [
        "access_token",
        "client_id",
        "expires_in",
        "expires_on",
        "not_before",
        "refresh_token",
        "resource",
        "token_type",
      ]);
      assert.ok(
        Object.values(body).every((value) => typeof value === "string"),
      );
      assert.equal(body["resource"], ARM);
      assert.equal(body["client_id"], identity.client_id);
      const claims = claimsOf(body["access_token"]);
      assert.equal(claims["aud"], ARM);
      assert.equal(claims["oid"], identity.object_id);
      assert.equal(claims["xms_mirid"], identity.resource_id);
      assert.equal(String(claims["exp"]), body["expires_on"]);
    },
  });
}

Deno.test({
  name: "A managed identity has its application permissions in roles",
  permissions: "none",
  async fn() {
    const { body } = await call(openSandbox(), {
      ...IMDS,
      query: { ...IMDS.query, resource: "https://graph.microsoft.com" },
    });
    const roles = SYSTEM.app_roles?.[GRAPH];
    assert.deepEqual(claimsOf(body["access_token"])["roles"], roles);
  },
});

Deno.test({
  name: "App Service answers with its own members and knows principal_id",
  permissions: "none",
  async fn() {
    const { body } = await call(openSandbox(), {
      ...SERVICE,
      query: { ...SERVICE.query, principal_id: BUILDER.object_id },
    });
    assert.deepEqual(Object.keys(body).sort(), [
      "access_token",
      "client_id",
      "expires_on",
      "resource",
      "token_type",
    ]);
    assert.equal(body["client_id"], BUILDER.client_id);
  },
});

Deno.test({
  name: "Arc first challenges with the file of the starter, then gives a token",
  permissions: "none",
  async fn() {
    const arcKey = { path: "/tmp/arc/1.key", content: "sandbox-other-key" };
    const sandbox = openSandbox({ arcKey });
    const first = await call(sandbox, { ...ARC, headers: METADATA });
    assert.equal(first.response.status, 401);
    assert.equal(
      first.response.headers.get("www-authenticate"),
      "Basic realm=/tmp/arc/1.key",
    );
    const { body } = await call(sandbox, {
      ...ARC,
      headers: { ...METADATA, authorization: "Basic sandbox-other-key" },
    });
    assert.equal(body["client_id"], SYSTEM.client_id);
  },
});

function cloudShell(
  sandbox: SandboxHandler,
  body: string,
  headers: Record<string, string> = METADATA,
): Promise<Response> {
  return sandbox.fetch(
    new Request(`${sandbox.origin}/cloudshell/oauth2/token`, {
      method: "POST",
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        ...headers,
      },
      body,
    }),
  );
}

Deno.test({
  name: "Cloud Shell gives a token of the user",
  permissions: "none",
  async fn() {
    const response = await cloudShell(
      openSandbox(),
      `resource=${encodeURIComponent(ARM)}`,
    );
    const body = await response.json();
    const claims = claimsOf(body.access_token);
    assert.deepEqual([claims["upn"], claims["scp"]], [
      ADA,
      "user_impersonation",
    ]);
    assert.equal(typeof body.expires_on, "string");
  },
});

for (
  const [does, body, headers, code] of [
    ["no Metadata header", "resource=x", {}, "MissingMetadataHeader"],
    ["no resource", "", METADATA, "MissingResource"],
    [
      "an unknown audience",
      "resource=https://x.example",
      METADATA,
      "AudienceNotSupported",
    ],
  ] as const
) {
  Deno.test({
    name: `Cloud Shell refuses ${does} with ${code}`,
    permissions: "none",
    async fn() {
      const response = await cloudShell(openSandbox(), body, headers);
      assert.equal(response.status, 400);
      assert.equal((await response.json()).error.code, code);
    },
  });
}

for (
  const [endpoint, host] of [
    ["imds", IMDS],
    ["app_service", SERVICE],
    ["arc", ARC],
  ] as const
) {
  Deno.test({
    name: `Outcomes of ${endpoint} can be scripted, and the next call works`,
    permissions: "none",
    async fn() {
      const sandbox = openSandbox();
      for (const status of [404, 410, 429, 503]) {
        sandbox.control.script({
          endpoint,
          status,
          headers: { "retry-after": "2" },
        });
        const { response } = await call(sandbox, host);
        assert.equal(response.status, status);
        assert.equal(response.headers.get("retry-after"), "2");
      }
      assert.equal((await call(sandbox, host)).response.status, 200);
    },
  });
}

Deno.test({
  name: "A world without managed identities has a host without an identity",
  permissions: "none",
  async fn() {
    const { managed_identities: _, ...world } = DEFAULT_WORLD;
    const { response } = await call(openSandbox({ world }), IMDS);
    assert.equal(response.status, 400);
  },
});

Deno.test({
  name: "The record of a call to a host holds no key",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    await call(sandbox, SERVICE);
    await call(sandbox, ARC);
    const text = JSON.stringify(sandbox.control.requests());
    assert.doesNotMatch(text, /sandbox-identity-header|sandbox-arc-key/);
  },
});
