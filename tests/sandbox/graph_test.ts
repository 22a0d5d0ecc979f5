import assert from "node:assert/strict";
import type { SandboxHandler } from "../../src/sandbox/mod.ts";
import {
  ADA,
  claimsOf,
  codeFor,
  DAEMON,
  openSandbox,
  ORDERS,
  postForm,
  redemption,
} from "./visitor.ts";

async function me(sandbox: SandboxHandler, token?: string, path = "/v1.0/me") {
  const headers: Record<string, string> = token === undefined
    ? {}
    : { authorization: `Bearer ${token}` };
  const response = await sandbox.fetch(
    new Request(sandbox.origin + path, { headers }),
  );
  return { response, body: await response.json() };
}

async function userToken(
  sandbox: SandboxHandler,
  scope = "openid User.Read",
): Promise<string> {
  const nonce = scope.startsWith("openid") ? "nonce-1" : undefined;
  const code = await codeFor(sandbox, { scope, nonce });
  const { body } = await postForm(sandbox, { fields: redemption(code) });
  return String(body["access_token"]);
}

function tampered(token: string): string {
  const [header = "", , signature = ""] = token.split(".");
  const claims = JSON.stringify({
    ...claimsOf(token),
    upn: "grace@contoso.onmicrosoft.example",
  });
  const payload = new TextEncoder().encode(claims).toBase64({
    alphabet: "base64url",
    omitPadding: true,
  });
  return `${header}.${payload}.${signature}`;
}

Deno.test({
  name: "/v1.0/me answers with the user of the token and a request id",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const { response, body } = await me(sandbox, await userToken(sandbox));
    assert.equal(response.status, 200);
    assert.equal(body.userPrincipalName, ADA);
    assert.equal(body.displayName, "Ada Lindqvist");
    assert.ok(response.headers.get("request-id"));
  },
});

for (
  const scope of [
    "00000003-0000-0000-c000-000000000000/User.Read",
    "https://graph.microsoft.com/.default",
  ]
) {
  Deno.test({
    name: `/v1.0/me takes a token for ${scope}`,
    permissions: "none",
    async fn() {
      const sandbox = openSandbox();
      const { response } = await me(sandbox, await userToken(sandbox, scope));
      assert.equal(response.status, 200);
    },
  });
}

for (
  const [does, make] of [
    ["no token", () => undefined],
    ["a text that is no token", () => "abc"],
    ["a token of three empty parts", () => ".."],
    [
      "a token for another API",
      (sandbox: SandboxHandler) =>
        userToken(sandbox, `api://${ORDERS}/access_as_user`),
    ],
    [
      "a changed token",
      async (sandbox: SandboxHandler) => tampered(await userToken(sandbox)),
    ],
    ["an expired token", async (sandbox: SandboxHandler) => {
      const token = await userToken(sandbox);
      sandbox.control.advanceClock(4500);
      return token;
    }],
    [
      "a token of another sandbox",
      () => userToken(openSandbox({ origin: "http://127.0.0.1:9999" })),
    ],
    ["an ID token", async (sandbox: SandboxHandler) => {
      const { body } = await postForm(sandbox, {
        fields: redemption(await codeFor(sandbox)),
      });
      return String(body["id_token"]);
    }],
  ] as const
) {
  Deno.test({
    name: `/v1.0/me refuses ${does} with Graph's error shape`,
    permissions: "none",
    async fn() {
      const sandbox = openSandbox();
      const { response, body } = await me(sandbox, await make(sandbox));
      assert.equal(response.status, 401);
      assert.equal(body.error.code, "InvalidAuthenticationToken");
      assert.equal(
        body.error.innerError["request-id"],
        response.headers.get("request-id"),
      );
      assert.match(response.headers.get("www-authenticate") ?? "", /^Bearer /);
    },
  });
}

Deno.test({
  name: "/v1.0/me refuses an app-only token as a bad request",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const { body } = await postForm(sandbox, {
      fields: {
        grant_type: "client_credentials",
        client_id: DAEMON.id,
        client_secret: DAEMON.secret,
        scope: "https://graph.microsoft.com/.default",
      },
    });
    const answer = await me(sandbox, String(body["access_token"]));
    assert.equal(answer.response.status, 400);
    assert.match(answer.body.error.message, /delegated/);
  },
});

Deno.test({
  name: "The UserInfo endpoint answers with the subject that the token has",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const token = await userToken(sandbox);
    const { body } = await me(sandbox, token, "/oidc/userinfo");
    assert.equal(body.sub, claimsOf(token)["sub"]);
    assert.equal(body.given_name, "Ada");
    const without = await me(
      sandbox,
      await userToken(sandbox, "https://graph.microsoft.com/User.Read"),
      "/oidc/userinfo",
    );
    assert.equal(without.response.status, 403);
  },
});
