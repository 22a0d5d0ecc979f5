import assert from "node:assert/strict";
import { DEFAULT_WORLD, type SandboxHandler } from "../../src/sandbox/mod.ts";
import {
  ADA,
  claimsOf,
  CLI,
  CLI_REQUEST,
  CONTOSO,
  DAEMON,
  EDSGER,
  errorOf,
  FABRIKAM,
  type Fields,
  GRACE,
  openBrowser,
  openSandbox,
  ORDERS,
  ORDERS_API,
  postForm,
  redemption,
  redirected,
  userToken,
} from "./visitor.ts";

const ACCESS = `api://${ORDERS}/access_as_user`;
const GRAPH_SCOPE = "https://graph.microsoft.com/User.Read offline_access";

async function ordersToken(
  sandbox: SandboxHandler,
  username = ADA,
): Promise<string> {
  const scope = `${ACCESS} openid offline_access`;
  const body = await userToken(sandbox, { scope, username });
  return String(body["access_token"]);
}

function onBehalf(assertion: string, changes: Fields = {}): Fields {
  return {
    grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
    client_id: ORDERS_API.id,
    client_secret: ORDERS_API.secret,
    assertion,
    scope: GRAPH_SCOPE,
    requested_token_use: "on_behalf_of",
    ...changes,
  };
}

interface Mistake {
  readonly does: string;
  readonly changes?: Fields;
  readonly assertion?: (sandbox: SandboxHandler) => Promise<string>;
  readonly tenant?: string;
  readonly answer: readonly [status: number, error: string, code: number];
}

async function tampered(sandbox: SandboxHandler): Promise<string> {
  const [header, , signature] = (await ordersToken(sandbox)).split(".");
  const payload = claimsOf(await ordersToken(sandbox));
  const changed = new TextEncoder().encode(
    JSON.stringify({ ...payload, name: "Somebody else" }),
  ).toBase64({ alphabet: "base64url", omitPadding: true });
  return [header, changed, signature].join(".");
}

const MISTAKES: readonly Mistake[] = [
  {
    does: "no assertion",
    changes: { assertion: undefined },
    answer: [400, "invalid_request", 900144],
  },
  {
    does: "no requested_token_use",
    changes: { requested_token_use: undefined },
    answer: [400, "invalid_request", 900144],
  },
  {
    does: "an unknown requested_token_use",
    changes: { requested_token_use: "on-behalf-of" },
    answer: [400, "invalid_request", 90023],
  },
  {
    does: "a wish for SAML",
    changes: {
      requested_token_type: "urn:ietf:params:oauth:token-type:saml2",
    },
    answer: [400, "invalid_request", 90023],
  },
  {
    does: "no scope",
    changes: { scope: undefined },
    answer: [400, "invalid_request", 900144],
  },
  {
    does: "two resources",
    changes: {
      scope: `${ACCESS} https://graph.microsoft.com/User.Read`,
    },
    answer: [400, "invalid_request", 28000],
  },
  {
    does: "an unknown permission",
    changes: { scope: "https://graph.microsoft.com/User.Destroy" },
    answer: [400, "invalid_scope", 70011],
  },
  {
    does: "no secret",
    changes: { client_secret: undefined },
    answer: [401, "invalid_client", 7000218],
  },
  {
    does: "a wrong secret",
    changes: { client_secret: "sandbox-wrong" },
    answer: [401, "invalid_client", 7000215],
  },
  {
    does: "a public client",
    changes: { client_id: CLI.id, client_secret: undefined },
    answer: [401, "invalid_client", 7000218],
  },
  {
    does: "/common",
    tenant: "common",
    answer: [400, "invalid_request", 9001023],
  },
  {
    does: "/organizations",
    tenant: "organizations",
    answer: [400, "invalid_request", 9001023],
  },
  {
    does: "an assertion that is no JWT",
    assertion: () => Promise.resolve("sandbox"),
    answer: [400, "invalid_grant", 50013],
  },
  {
    does: "an assertion with a changed claim",
    assertion: tampered,
    answer: [400, "invalid_grant", 50013],
  },
  {
    does: "a refresh token",
    async assertion(sandbox) {
      const scope = `${ACCESS} offline_access`;
      return String((await userToken(sandbox, { scope }))["refresh_token"]);
    },
    answer: [400, "invalid_grant", 50013],
  },
  {
    does: "an ID token",
    async assertion(sandbox) {
      const scope = `${ACCESS} openid`;
      return String((await userToken(sandbox, { scope }))["id_token"]);
    },
    answer: [400, "invalid_grant", 240002],
  },
  {
    does: "a token for Graph",
    async assertion(sandbox) {
      const scope = "User.Read";
      return String((await userToken(sandbox, { scope }))["access_token"]);
    },
    answer: [400, "invalid_grant", 500131],
  },
  {
    does: "a token for another client's API",
    changes: { client_id: DAEMON.id, client_secret: DAEMON.secret },
    answer: [400, "invalid_grant", 500131],
  },
  {
    does: "an app-only token",
    async assertion(sandbox) {
      const { body } = await postForm(sandbox, {
        fields: {
          grant_type: "client_credentials",
          client_id: DAEMON.id,
          client_secret: DAEMON.secret,
          scope: `api://${ORDERS}/.default`,
        },
      });
      return String(body["access_token"]);
    },
    answer: [400, "invalid_grant", 7000114],
  },
  {
    does: "an expired token",
    async assertion(sandbox) {
      const token = await ordersToken(sandbox);
      sandbox.control.advanceClock(90 * 60);
      return token;
    },
    answer: [400, "invalid_grant", 500133],
  },
  {
    does: "a token signed with a withdrawn key",
    async assertion(sandbox) {
      const token = await ordersToken(sandbox);
      sandbox.control.rotateKeys();
      sandbox.control.rotateKeys();
      return token;
    },
    answer: [400, "invalid_grant", 50013],
  },
];

for (
  const { does, changes, assertion = ordersToken, tenant = CONTOSO, answer }
    of MISTAKES
) {
  Deno.test({
    name: `On-behalf-of refuses ${does} with AADSTS${answer[2]}`,
    permissions: "none",
    async fn() {
      const sandbox = openSandbox();
      const sent = await postForm(sandbox, {
        path: `/${tenant}/oauth2/v2.0/token`,
        fields: onBehalf(await assertion(sandbox), changes),
      });
      const { status, error, code } = errorOf(sent);
      assert.deepEqual([status, error, code], answer);
    },
  });
}

Deno.test({
  name: "On-behalf-of refuses a token of another tenant with AADSTS50013",
  permissions: "none",
  async fn() {
    const clients = DEFAULT_WORLD.clients.map((client) => ({
      ...client,
      audience: "organizations" as const,
    }));
    const sandbox = openSandbox({ world: { ...DEFAULT_WORLD, clients } });
    const sent = await postForm(sandbox, {
      path: `/${FABRIKAM}/oauth2/v2.0/token`,
      fields: onBehalf(await ordersToken(sandbox)),
    });
    assert.equal(errorOf(sent).code, 50013);
  },
});

Deno.test({
  name: "On-behalf-of refuses what nobody consented to with AADSTS65001",
  permissions: "none",
  async fn() {
    const clients = DEFAULT_WORLD.clients.map((client) =>
      client.client_id === ORDERS_API.id
        ? { ...client, admin_consent: false }
        : client
    );
    const sandbox = openSandbox({ world: { ...DEFAULT_WORLD, clients } });
    const sent = await postForm(sandbox, {
      fields: onBehalf(await ordersToken(sandbox)),
    });
    const { error, code, body } = errorOf(sent);
    assert.deepEqual([error, code, body["suberror"]], [
      "invalid_grant",
      65001,
      "consent_required",
    ]);
  },
});

Deno.test({
  name: "On-behalf-of gives a Graph token of the user, for the API as client",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const { response, body } = await postForm(sandbox, {
      fields: onBehalf(await ordersToken(sandbox)),
    });
    assert.equal(response.status, 200, String(body["error_description"]));
    const claims = claimsOf(body["access_token"]);
    assert.equal(claims["appid"], ORDERS_API.id);
    assert.equal(claims["upn"], ADA);
    assert.equal(claims["appidacr"], "1");
    assert.ok(body["refresh_token"]);
    const me = await sandbox.fetch(
      new Request(`${sandbox.origin}/v1.0/me`, {
        headers: { authorization: `Bearer ${body["access_token"]}` },
      }),
    );
    assert.equal((await me.json()).userPrincipalName, ADA);
    const refreshed = await postForm(sandbox, {
      fields: {
        grant_type: "refresh_token",
        client_id: ORDERS_API.id,
        client_secret: ORDERS_API.secret,
        refresh_token: String(body["refresh_token"]),
      },
    });
    const again = claimsOf(refreshed.body["access_token"]);
    assert.deepEqual([again["upn"], again["appid"]], [ADA, ORDERS_API.id]);
  },
});

Deno.test({
  name: "On-behalf-of refuses a user who is disabled meanwhile",
  permissions: "none",
  async fn() {
    const enabled = DEFAULT_WORLD.users.map((user) => ({
      ...user,
      disabled: false,
    }));
    const before = openSandbox({ world: { ...DEFAULT_WORLD, users: enabled } });
    const assertion = await ordersToken(before, EDSGER);
    const sent = await postForm(openSandbox(), { fields: onBehalf(assertion) });
    assert.equal(errorOf(sent).code, 50057);
  },
});

/** Signs Grace in by the pages, with her second factor. */
async function graceToken(
  sandbox: SandboxHandler,
  claims?: string,
): Promise<string> {
  const browser = openBrowser(sandbox);
  const scope = `openid ${ACCESS}`;
  const page = await browser.authorize({ ...CLI_REQUEST, scope, claims });
  const factor = await browser.signIn(page, GRACE);
  const done = await browser.press(factor, { action: "approve" });
  const { body } = await postForm(sandbox, {
    fields: redemption(redirected(done).get("code") ?? "", { scope }),
  });
  return String(body["access_token"]);
}

Deno.test({
  name:
    "On-behalf-of asks for the second factor by claims, and a sign-in with these claims satisfies it",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const sent = await postForm(sandbox, {
      fields: onBehalf(await graceToken(sandbox)),
    });
    const { status, error, code, body } = errorOf(sent);
    assert.deepEqual([status, error, code, body["suberror"]], [
      400,
      "interaction_required",
      50079,
      "basic_action",
    ]);
    const claims = String(body["claims"]);
    assert.ok(JSON.parse(claims).access_token.capolids);
    const again = await postForm(sandbox, {
      fields: onBehalf(await graceToken(sandbox, claims)),
    });
    assert.equal(again.response.status, 200);
    const shown = claimsOf(again.body["access_token"]);
    assert.deepEqual(shown["amr"], ["pwd", "mfa"]);
  },
});
