import assert from "node:assert/strict";
import {
  claimsOf,
  CONTOSO,
  DAEMON,
  openSandbox,
  ORDERS,
  postForm,
} from "./visitor.ts";

for (const method of ["post", "basic"] as const) {
  Deno.test({
    name:
      `Client credentials by client_secret_${method} give an app-only token and nothing else`,
    permissions: "none",
    async fn() {
      const sandbox = openSandbox();
      const { response, body } = await postForm(sandbox, {
        fields: {
          grant_type: "client_credentials",
          scope: `api://${ORDERS}/.default`,
          ...(method === "post"
            ? { client_id: DAEMON.id, client_secret: DAEMON.secret }
            : {}),
        },
        headers: method === "post"
          ? {}
          : { authorization: `Basic ${btoa(`${DAEMON.id}:${DAEMON.secret}`)}` },
      });
      assert.equal(response.status, 200);
      assert.deepEqual(Object.keys(body).sort(), [
        "access_token",
        "expires_in",
        "ext_expires_in",
        "token_type",
      ]);
      assert.equal(body["expires_in"], 3599);
      const claims = claimsOf(body["access_token"]);
      assert.equal(claims["idtyp"], "app");
      assert.equal(claims["aud"], ORDERS);
      assert.equal(claims["azpacr"], "1");
      assert.equal(claims["oid"], claims["sub"]);
      assert.deepEqual(claims["roles"], ["Orders.Read.All"]);
      assert.equal(claims["scp"], undefined);
    },
  });
}

Deno.test({
  name: "A client whose secret needs form-encoding can send it by Basic",
  permissions: "none",
  async fn() {
    const { DEFAULT_WORLD } = await import("../../src/sandbox/mod.ts");
    const secret = "sandbox: a+b/c%";
    const clients = DEFAULT_WORLD.clients.map((client) => ({
      ...client,
      secrets: [{ value: secret }],
    }));
    const sandbox = openSandbox({ world: { ...DEFAULT_WORLD, clients } });
    const encoded = encodeURIComponent(secret).replaceAll("%20", "+");
    const { response } = await postForm(sandbox, {
      fields: {
        grant_type: "client_credentials",
        scope: "https://graph.microsoft.com/.default",
      },
      headers: { authorization: `Basic ${btoa(`${DAEMON.id}:${encoded}`)}` },
    });
    assert.equal(response.status, 200);
  },
});

Deno.test({
  name: "An app without application permissions gets a token without roles",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const { body } = await postForm(sandbox, {
      fields: {
        grant_type: "client_credentials",
        client_id: DAEMON.id,
        client_secret: DAEMON.secret,
        scope: "https://management.azure.com//.default openid",
      },
    });
    const claims = claimsOf(body["access_token"]);
    assert.equal(claims["roles"], undefined);
    assert.equal(claims["ver"], "1.0");
    assert.equal(claims["idp"], `${sandbox.origin}/sts/${CONTOSO}/`);
  },
});
