import assert from "node:assert/strict";
import { DEFAULT_WORLD, type SandboxHandler } from "../../src/sandbox/mod.ts";
import {
  ADA,
  CONTOSO,
  DAEMON,
  EXPIRED,
  GRAPH,
  openSandbox,
  ORDERS,
  postForm,
  userToken,
} from "./visitor.ts";

const READ = "https://graph.microsoft.com/Application.Read.All";
const WRITE = "https://graph.microsoft.com/Application.ReadWrite.All";

async function tokenFor(
  sandbox: SandboxHandler,
  { scope = READ, username = ADA }: { scope?: string; username?: string } = {},
): Promise<string> {
  const body = await userToken(sandbox, { scope, username });
  return String(body["access_token"]);
}

/** The token of a program that asks for itself. */
async function appToken(
  sandbox: SandboxHandler,
  { id, secret } = DAEMON,
): Promise<string> {
  const { body } = await postForm(sandbox, {
    fields: {
      grant_type: "client_credentials",
      client_id: id,
      client_secret: secret,
      scope: "https://graph.microsoft.com/.default",
    },
  });
  return String(body["access_token"]);
}

async function call(
  sandbox: SandboxHandler,
  path: string,
  { token, headers = {}, body }: {
    token: string;
    headers?: Record<string, string>;
    body?: unknown;
  },
) {
  const response = await sandbox.fetch(
    new Request(new URL(path, sandbox.origin), {
      method: body === undefined ? "GET" : "POST",
      headers: { authorization: `Bearer ${token}`, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
  return { response, status: response.status, body: await response.json() };
}

const LIST = "/v1.0/applications";

Deno.test({
  name:
    "/v1.0/applications has as many pages as its nextLinks say, and nothing twice",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const token = await tokenFor(sandbox);
    const first = await call(
      sandbox,
      `${LIST}?$select=appId,displayName&$top=999`,
      { token },
    );
    assert.equal(first.status, 200);
    assert.deepEqual(Object.keys(first.body.value[0]), [
      "appId",
      "displayName",
    ]);
    const next = first.body["@odata.nextLink"];
    assert.equal(new URL(next).origin, sandbox.origin);
    assert.match(next, /skiptoken=/);
    const second = await call(sandbox, next, { token });
    assert.equal(second.body["@odata.nextLink"], undefined);
    const all = [...first.body.value, ...second.body.value];
    assert.equal(all.length, 135);
    assert.equal(new Set(all.map(({ appId }) => appId)).size, 135);
  },
});

Deno.test({
  name: "/v1.0/applications shows a tenant its own registrations alone",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const token = await appToken(sandbox);
    const { body } = await call(
      sandbox,
      `${LIST}?$filter=startswith(displayName,'Fabrikam')`,
      { token },
    );
    assert.deepEqual(body.value, []);
  },
});

for (
  const [query, headers, count] of [
    ["$filter=startswith(displayName,'billing')", {}, 10],
    ["$filter=displayName eq 'Billing API'", {}, 1],
    [`$filter=appId eq '${DAEMON.id}'`, {}, 1],
    ["$filter=displayName eq 'Billing API' or displayName eq 'x'", {}, 1],
    ['$search="displayName:portal"&$count=true', {
      ConsistencyLevel: "eventual",
    }, 13],
    // Not a part of a word: that is what clients have to look for themselves.
    ['$search="displayName:ortal"', { ConsistencyLevel: "eventual" }, 0],
  ] as const
) {
  Deno.test({
    name: `/v1.0/applications?${query} finds ${count}`,
    permissions: "none",
    async fn() {
      const sandbox = openSandbox();
      const token = await tokenFor(sandbox);
      const found = await call(sandbox, `${LIST}?${query}`, { token, headers });
      assert.equal(found.status, 200, JSON.stringify(found.body));
      assert.equal(found.body.value.length, count);
      assert.equal(
        found.body["@odata.count"],
        query.includes("$count") ? count : undefined,
      );
    },
  });
}

for (
  const [query, code] of [
    ['$search="displayName:x"', "Request_UnsupportedQuery"],
    ["$count=true", "Request_UnsupportedQuery"],
    ["$top=1000", "Request_UnsupportedQuery"],
    ["$top=0", "Request_UnsupportedQuery"],
    ["$filter=contains(displayName,'x')", "BadRequest"],
    ["$select=nonsense", "BadRequest"],
    ["$skiptoken=nonsense", "Directory_ExpiredPageToken"],
  ] as const
) {
  Deno.test({
    name: `/v1.0/applications?${query} is refused as Graph refuses it`,
    permissions: "none",
    async fn() {
      const sandbox = openSandbox();
      const token = await tokenFor(sandbox);
      const { status, body, response } = await call(
        sandbox,
        `${LIST}?${query}`,
        { token },
      );
      assert.deepEqual([status, body.error.code], [400, code]);
      assert.equal(
        body.error.innerError["request-id"],
        response.headers.get("request-id"),
      );
    },
  });
}

Deno.test({
  name: "an application is the same by its object id and by its client id",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const token = await tokenFor(sandbox);
    const byAppId = await call(
      sandbox,
      `${LIST}(appId='${DAEMON.id}')`,
      { token },
    );
    assert.equal(byAppId.status, 200);
    assert.equal(byAppId.body.displayName, "Contoso Nightly Report");
    assert.deepEqual(
      byAppId.body.requiredResourceAccess.map(
        ({ resourceAppId }: { resourceAppId: string }) => resourceAppId,
      ),
      [GRAPH, ORDERS],
    );
    assert.equal(byAppId.body.passwordCredentials[0].secretText, null);
    const byId = await call(sandbox, `${LIST}/${byAppId.body.id}`, { token });
    assert.deepEqual(byId.body, byAppId.body);
    const none = await call(sandbox, `${LIST}/${CONTOSO}`, { token });
    assert.deepEqual(
      [none.status, none.body.error.code],
      [404, "Request_ResourceNotFound"],
    );
  },
});

Deno.test({
  name:
    "a service principal has the names of the permissions that manifests name by id",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const token = await tokenFor(sandbox);
    const { body: application } = await call(
      sandbox,
      `${LIST}(appId='${DAEMON.id}')`,
      { token },
    );
    const { body: principal } = await call(
      sandbox,
      `/v1.0/servicePrincipals(appId='${ORDERS}')`,
      { token },
    );
    assert.equal(principal.displayName, "Contoso Orders");
    const [access] = application.requiredResourceAccess[1].resourceAccess;
    assert.equal(access.type, "Role");
    const role = principal.appRoles.find(({ id }: { id: string }) =>
      id === access.id
    );
    assert.equal(role.value, "Orders.Read.All");
    const none = await call(
      sandbox,
      `/v1.0/servicePrincipals(appId='${CONTOSO}')`,
      { token },
    );
    assert.equal(none.status, 404);
  },
});

Deno.test({
  name:
    "/v1.0/applications refuses a token for another API, and one without the permission",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const other = await tokenFor(sandbox, {
      scope: `api://${ORDERS}/Orders.Read`,
    });
    const wrong = await call(sandbox, LIST, { token: other });
    assert.deepEqual(
      [wrong.status, wrong.body.error.code],
      [401, "InvalidAuthenticationToken"],
    );
    const token = await tokenFor(sandbox, { scope: WRITE });
    const query = "$filter=displayName eq 'Billing Batch'";
    const found = await call(sandbox, `${LIST}?${query}`, { token });
    const { id, appId } = found.body.value[0];
    const made = await call(sandbox, `${LIST}/${id}/addPassword`, {
      token,
      body: {},
    });
    const weak = await appToken(sandbox, {
      id: appId,
      secret: made.body.secretText,
    });
    const denied = await call(sandbox, LIST, { token: weak });
    assert.deepEqual(
      [denied.status, denied.body.error.code],
      [403, "Authorization_RequestDenied"],
    );
  },
});

function add(sandbox: SandboxHandler, token: string, body: unknown = {}) {
  return call(sandbox, `${LIST}(appId='${EXPIRED.id}')/addPassword`, {
    token,
    body,
  });
}

Deno.test({
  name:
    "addPassword shows a secret once, and it works at the token endpoint until it ends",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const token = await tokenFor(sandbox, { scope: WRITE });
    const made = await add(sandbox, token, {
      passwordCredential: {
        displayName: "for a test",
        endDateTime: "2026-03-05T05:06:07Z",
      },
    });
    assert.equal(made.status, 200, JSON.stringify(made.body));
    const secret = made.body.secretText;
    assert.equal(made.body.endDateTime, "2026-03-05T05:06:07Z");
    const redeem = () =>
      postForm(sandbox, {
        fields: {
          grant_type: "client_credentials",
          client_id: EXPIRED.id,
          client_secret: secret,
          scope: "https://graph.microsoft.com/.default",
        },
      });
    assert.equal((await redeem()).response.status, 200);
    const shown = await call(
      sandbox,
      `${LIST}(appId='${EXPIRED.id}')?$select=passwordCredentials`,
      { token },
    );
    const credentials = shown.body.passwordCredentials;
    assert.equal(credentials.length, 2);
    assert.ok(!JSON.stringify(credentials).includes(secret));
    sandbox.control.advanceClock(86_400);
    assert.deepEqual((await redeem()).body["error_codes"], [7000222]);
    sandbox.control.reset();
    assert.deepEqual((await redeem()).body["error_codes"], [7000215]);
  },
});

Deno.test({
  name:
    "addPassword is for administrators, owners and clients with the permission",
  permissions: "none",
  async fn() {
    const users = DEFAULT_WORLD.users.map(({ directory_roles: _, ...user }) =>
      user
    );
    const owned = DEFAULT_WORLD.applications?.find(({ owners }) => !owners);
    assert.ok(owned);
    const owner = DEFAULT_WORLD.users.find(({ username }) => username === ADA);
    const sandbox = openSandbox({
      world: {
        ...DEFAULT_WORLD,
        users,
        applications: [{ ...owned, owners: [owner?.oid ?? ""] }],
      },
    });
    const token = await tokenFor(sandbox, { scope: WRITE });
    for (const each of [token, await appToken(sandbox)]) {
      const { status, body } = await add(sandbox, each);
      assert.deepEqual(
        [status, body.error?.code],
        [403, "Authorization_RequestDenied"],
      );
    }
    const path = `${LIST}(appId='${owned.client_id}')/addPassword`;
    assert.equal((await call(sandbox, path, { token, body: {} })).status, 200);
  },
});

for (
  const [what, body, code] of [
    ["a date in the past", {
      passwordCredential: { endDateTime: "2020-01-01T00:00:00Z" },
    }, "Request_BadRequest"],
    [
      "a date that is none",
      { passwordCredential: { endDateTime: "soon" } },
      "Request_BadRequest",
    ],
    ["null", null, "BadRequest"],
  ] as const
) {
  Deno.test({
    name: `addPassword refuses ${what}`,
    permissions: "none",
    async fn() {
      const sandbox = openSandbox();
      const token = await tokenFor(sandbox, { scope: WRITE });
      const refused = await add(sandbox, token, body);
      assert.deepEqual(
        [refused.status, refused.body.error.code],
        [400, code],
      );
    },
  });
}

Deno.test({
  name: "outcomes of the Graph-like endpoints can be scripted",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const token = await tokenFor(sandbox, { scope: WRITE });
    sandbox.control.script(
      { endpoint: "add_password", status: 503, body: { error: {} } },
      {
        endpoint: "applications",
        status: 429,
        headers: { "retry-after": "7" },
        body: {},
      },
      { endpoint: "service_principals", status: 404, body: {} },
    );
    assert.equal((await add(sandbox, token)).status, 503);
    const busy = await call(sandbox, LIST, { token });
    assert.deepEqual(
      [busy.status, busy.response.headers.get("retry-after")],
      [429, "7"],
    );
    const path = `/v1.0/servicePrincipals(appId='${GRAPH}')`;
    assert.equal((await call(sandbox, path, { token })).status, 404);
    assert.equal((await call(sandbox, path, { token })).status, 200);
  },
});
