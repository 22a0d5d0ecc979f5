import assert from "node:assert/strict";
import {
  ADA,
  BLAISE,
  claimsOf,
  CLI,
  CONTOSO,
  EDSGER,
  errorOf,
  type Fields,
  GRACE,
  LINUS,
  MAE,
  openSandbox,
  ORDERS_API,
  passwordOf,
  postForm,
} from "./visitor.ts";
import { DEFAULT_WORLD } from "../../src/sandbox/mod.ts";

function signIn(username: string, changes: Fields = {}): Fields {
  return {
    grant_type: "password",
    client_id: CLI.id,
    scope: "openid offline_access User.Read",
    username,
    password: passwordOf(username),
    ...changes,
  };
}

const MISTAKES: readonly {
  does: string;
  username?: string;
  changes?: Fields;
  tenant?: string;
  answer: readonly [status: number, error: string, code: number];
}[] = [
  {
    does: "/common",
    tenant: "common",
    answer: [400, "invalid_request", 9001023],
  },
  {
    does: "/consumers",
    tenant: "consumers",
    answer: [400, "invalid_request", 9001023],
  },
  {
    does: "no user name",
    changes: { username: undefined },
    answer: [400, "invalid_request", 900144],
  },
  {
    does: "no password",
    changes: { password: undefined },
    answer: [400, "invalid_request", 900144],
  },
  {
    does: "no scope",
    changes: { scope: undefined },
    answer: [400, "invalid_request", 900144],
  },
  {
    does: "two resources",
    changes: {
      scope:
        "https://management.azure.com/user_impersonation https://graph.microsoft.com/User.Read",
    },
    answer: [400, "invalid_request", 28000],
  },
  {
    does: "a wrong password",
    changes: { password: "sandbox-wrong" },
    answer: [400, "invalid_grant", 50126],
  },
  {
    does: "the password with a final blank",
    changes: { password: `${passwordOf(ADA)} ` },
    answer: [400, "invalid_grant", 50126],
  },
  {
    does: "an unknown user",
    changes: { username: "nobody@contoso.onmicrosoft.example" },
    answer: [400, "invalid_grant", 50034],
  },
  {
    does: "a user with a second factor",
    username: GRACE,
    answer: [400, "invalid_grant", 50076],
  },
  {
    does: "a disabled user",
    username: EDSGER,
    answer: [400, "invalid_grant", 50057],
  },
  {
    does: "a guest",
    username: LINUS,
    answer: [400, "invalid_grant", 50020],
  },
  {
    does: "a personal account",
    username: MAE,
    tenant: "organizations",
    answer: [400, "invalid_grant", 50020],
  },
  {
    does: "a confidential client without its secret",
    changes: { client_id: ORDERS_API.id },
    answer: [401, "invalid_client", 7000218],
  },
  {
    does: "an authentication context that needs a second factor",
    changes: { claims: '{"access_token":{"acrs":{"value":"c1"}}}' },
    answer: [400, "interaction_required", 50076],
  },
];

for (
  const { does, username = ADA, changes, tenant = CONTOSO, answer } of MISTAKES
) {
  Deno.test({
    name: `The password grant refuses ${does} with AADSTS${answer[2]}`,
    permissions: "none",
    async fn() {
      const sent = await postForm(openSandbox(), {
        path: `/${tenant}/oauth2/v2.0/token`,
        fields: signIn(username, changes),
      });
      const { status, error, code } = errorOf(sent);
      assert.deepEqual([status, error, code], answer);
      assert.ok(!JSON.stringify(sent.body).includes(passwordOf(username)));
    },
  });
}

Deno.test({
  name: "The password grant refuses a page, and a user whom a policy blocks",
  permissions: "none",
  async fn() {
    const users = DEFAULT_WORLD.users.map((user) => ({
      ...user,
      blocked_flows: ["password" as const],
    }));
    const sandbox = openSandbox({ world: { ...DEFAULT_WORLD, users } });
    const blocked = await postForm(sandbox, { fields: signIn(BLAISE) });
    assert.equal(errorOf(blocked).code, 53003);
    const page = await postForm(sandbox, {
      fields: signIn(ADA),
      headers: { origin: "http://localhost:5173" },
    });
    assert.equal(errorOf(page).code, 9002326);
  },
});

for (const tenant of [CONTOSO, "organizations"]) {
  Deno.test({
    name:
      `The password grant gives all three tokens under ${tenant}, and the refresh token works`,
    permissions: "none",
    async fn() {
      const sandbox = openSandbox();
      const path = `/${tenant}/oauth2/v2.0/token`;
      const { body } = await postForm(sandbox, { path, fields: signIn(ADA) });
      assert.deepEqual(claimsOf(body["access_token"])["amr"], ["pwd"]);
      assert.equal(claimsOf(body["id_token"])["nonce"], undefined);
      const again = await postForm(sandbox, {
        path,
        fields: {
          grant_type: "refresh_token",
          client_id: CLI.id,
          refresh_token: String(body["refresh_token"]),
          scope: "https://management.azure.com/.default",
        },
      });
      const { aud } = claimsOf(again.body["access_token"]);
      assert.equal(aud, "https://management.azure.com");
    },
  });
}

Deno.test({
  name:
    "The MFA refusal of a password names claims that a sign-in can be asked with",
  permissions: "none",
  async fn() {
    const { body } = await postForm(openSandbox(), { fields: signIn(GRACE) });
    assert.equal(body["suberror"], "basic_action");
    assert.ok(JSON.parse(String(body["claims"])).access_token.capolids);
  },
});
