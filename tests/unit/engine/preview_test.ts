import assert from "node:assert/strict";
import {
  type AcquireOptions,
  type ClientOptions,
  createClient,
} from "../../../src/engine/client.ts";
import type { AuthError } from "../../../src/engine/errors.ts";
import { type FlowName, FLOWS } from "../../../src/engine/flows/flow_names.ts";
import { previewFlow } from "../../../src/engine/flows/on_demand.ts";
import type { FlowPreview } from "../../../src/engine/flows/preview.ts";
import { Secret } from "../../../src/engine/secret.ts";
import { resolveAuthority } from "../../../src/engine/entra/authority.ts";
import { fakePorts } from "../../support/fake_ports.ts";
import { CLIENT, OID, TENANT, unsignedToken } from "../../support/tokens.ts";

const SCOPES = ["https://graph.microsoft.com/.default"];
const TOKEN_ENDPOINT =
  `https://login.microsoftonline.com/${TENANT}/oauth2/v2.0/token`;
const ASSERTION = unsignedToken({
  aud: CLIENT,
  scp: "x",
  oid: OID,
  tid: TENANT,
  exp: 4_000_000_000,
});
const ASKED: AcquireOptions = {
  assertion: new Secret(ASSERTION),
  refreshToken: new Secret("the-refresh-token"),
  username: "ada@contoso.example",
};

async function previewOf(
  flow: FlowName,
  { asked = {}, options = {} }: {
    asked?: AcquireOptions;
    options?: Partial<ClientOptions>;
  } = {},
) {
  const ports = fakePorts();
  const client = createClient({
    tenantId: TENANT,
    clientId: CLIENT,
    auth: { type: "secret", secret: new Secret("the-client-secret") },
    ...options,
  }, ports);
  const preview = await client.preview(SCOPES, { ...ASKED, ...asked, flow });
  assert.deepEqual(ports.sent, []);
  assert.deepEqual(ports.keyRequests, []);
  assert.deepEqual(ports.opened, []);
  assert.deepEqual(ports.commands, []);
  assert.deepEqual(ports.questions, []);
  assert.deepEqual(ports.clock.slept, []);
  return preview;
}

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, permissions: "none", fn });
}

for (const { name } of FLOWS) {
  test(`preview() shows what ${name} would do first, does nothing and hides every secret`, async () => {
    const preview = await previewOf(name);
    const shown = JSON.stringify(preview);
    for (
      const secret of [
        "the-client-secret",
        "the-refresh-token",
        ASSERTION,
        ASSERTION.split(".")[1]!,
      ]
    ) assert.ok(!shown.includes(secret), secret);
  });
}

function requestOf(preview: FlowPreview) {
  assert.ok(preview.type !== "command");
  return preview.request;
}

test("preview() shows the form of each grant", async () => {
  const grants: [FlowName, string][] = [
    ["client-credentials", "client_credentials"],
    ["on-behalf-of", "urn:ietf:params:oauth:grant-type:jwt-bearer"],
    ["refresh-token", "refresh_token"],
    ["password", "password"],
  ];
  for (const [flow, grant] of grants) {
    const { url, parameters, method } = requestOf(await previewOf(flow));
    assert.equal(method, "POST");
    assert.equal(url, TOKEN_ENDPOINT);
    assert.equal(parameters.grant_type, grant);
    assert.match(parameters.client_secret ?? "", /^\[redacted/);
  }
});

test("preview() shows the page that a browser would visit", async () => {
  const types: [FlowName, string][] = [
    ["interactive", "code"],
    ["authorization-code", "code"],
    ["hybrid", "code id_token"],
    ["implicit", "id_token token"],
  ];
  for (const [flow, type] of types) {
    const preview = await previewOf(flow);
    assert.equal(preview.type, "authorization");
    const { url, parameters } = requestOf(preview);
    assert.match(url, /\/oauth2\/v2\.0\/authorize$/);
    assert.equal(parameters.response_type, type);
    assert.match(parameters.state ?? "", /^\[redacted/);
  }
});

test("preview() shows a registered redirect URI as it is, and says how its answer comes", async () => {
  const redirectUri = "https://app.contoso.example/cb";
  const preview = await previewOf("hybrid", { asked: { redirectUri } });
  const { parameters } = requestOf(preview);
  assert.equal(parameters.redirect_uri, redirectUri);
  assert.equal(parameters.response_mode, "fragment");
});

test("preview() shows the command that would be run", async () => {
  const preview = await previewOf("azure-cli");
  assert.ok(preview.type === "command");
  assert.deepEqual(preview.command.slice(0, 3), [
    "az",
    "account",
    "get-access-token",
  ]);
});

test("preview() of an authority that has to be asked shows that question", async () => {
  const preview = await previewOf("client-credentials", {
    options: { authority: "https://id.example/realms/main" },
  });
  assert.equal(
    requestOf(preview).url,
    "https://id.example/realms/main/.well-known/openid-configuration",
  );
});

test("preview() refuses what the flow refuses", async () => {
  const client = createClient(
    { tenantId: TENANT, clientId: CLIENT },
    fakePorts(),
  );
  const code = async (flow: FlowName) =>
    await client.preview(SCOPES, { flow }).catch((error: AuthError) =>
      error.code
    );
  assert.equal(await code("client-credentials"), "missing_credential");
  assert.equal(await code("on-behalf-of"), "missing_credential");
  assert.equal(await code("refresh-token"), "interaction_required");
});

test("previewFlow() needs no client", async () => {
  const ports = fakePorts();
  const preview = await previewFlow("device-code", {
    authority: resolveAuthority({ tenantId: TENANT }),
    clientId: CLIENT,
    authentication: { type: "none" },
    scopes: ["User.Read"],
    market: "de-DE",
  }, { ports });
  assert.match(requestOf(preview).url, /devicecode\?mkt=de-DE$/);
  assert.deepEqual(ports.sent, []);
});
