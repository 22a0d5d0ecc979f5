import assert from "node:assert/strict";
import { DEFAULT_WORLD, type SandboxHandler } from "../../src/sandbox/mod.ts";
import {
  ADA,
  claimsOf,
  CLI,
  CLI_REQUEST,
  codeFor,
  CONTOSO,
  errorOf,
  FABRIKAM,
  type Fields,
  LINUS,
  openBrowser,
  openSandbox,
  postForm,
  redemption,
  redirected,
  SHOP,
} from "./visitor.ts";

async function refreshTokenOf(sandbox: SandboxHandler): Promise<string> {
  const code = await codeFor(sandbox);
  const { body } = await postForm(sandbox, { fields: redemption(code) });
  return String(body["refresh_token"]);
}

function refresh(token: string, changes: Fields = {}): Fields {
  return {
    grant_type: "refresh_token",
    client_id: CLI.id,
    refresh_token: token,
    ...changes,
  };
}

Deno.test({
  name:
    "A refresh gives a new refresh token, and the old one stays valid as at Entra",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const token = await refreshTokenOf(sandbox);
    const first = await postForm(sandbox, { fields: refresh(token) });
    const second = await postForm(sandbox, { fields: refresh(token) });
    assert.equal(second.response.status, 200);
    assert.notEqual(first.body["refresh_token"], token);
    assert.notEqual(first.body["refresh_token"], second.body["refresh_token"]);
    assert.ok(first.body["id_token"]);
    assert.equal(claimsOf(first.body["id_token"])["nonce"], undefined);
  },
});

Deno.test({
  name:
    "strictRefresh refuses a replaced refresh token and revokes the newer one",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox({ strictRefresh: true });
    const token = await refreshTokenOf(sandbox);
    const first = await postForm(sandbox, { fields: refresh(token) });
    const again = await postForm(sandbox, { fields: refresh(token) });
    assert.equal(errorOf(again).code, 70008);
    const newer = await postForm(sandbox, {
      fields: refresh(String(first.body["refresh_token"])),
    });
    assert.equal(errorOf(newer).code, 50173);
  },
});

Deno.test({
  name:
    "A refresh token gets a token for another resource; of several the first counts",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const token = await refreshTokenOf(sandbox);
    const { body } = await postForm(sandbox, {
      fields: refresh(token, {
        scope: "https://management.azure.com//.default User.Read",
      }),
    });
    assert.equal(
      claimsOf(body["access_token"])["aud"],
      "https://management.azure.com/",
    );
    assert.equal(body["id_token"], undefined);
    assert.ok(body["refresh_token"]);
  },
});

Deno.test({
  name: "A refresh token of another client is refused with AADSTS70000",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const token = await refreshTokenOf(sandbox);
    const sent = await postForm(sandbox, {
      fields: refresh(token, {
        client_id: SHOP.id,
        client_secret: SHOP.secret,
      }),
    });
    assert.deepEqual([errorOf(sent).error, errorOf(sent).code], [
      "invalid_grant",
      70000,
    ]);
  },
});

Deno.test({
  name:
    "A refresh token unused for 90 days is refused with AADSTS700082, a used one lives on",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const token = await refreshTokenOf(sandbox);
    sandbox.control.advanceClock(60 * 86_400);
    const { body } = await postForm(sandbox, { fields: refresh(token) });
    sandbox.control.advanceClock(40 * 86_400);
    assert.equal(
      errorOf(await postForm(sandbox, { fields: refresh(token) })).code,
      700082,
    );
    const newer = await postForm(sandbox, {
      fields: refresh(String(body["refresh_token"])),
    });
    assert.equal(newer.response.status, 200);
  },
});

Deno.test({
  name: "A refresh with an Origin header is refused with AADSTS9002326",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const token = await refreshTokenOf(sandbox);
    const headers = { origin: "http://localhost:3000" };
    const sent = await postForm(sandbox, { fields: refresh(token), headers });
    assert.equal(errorOf(sent).code, 9002326);
  },
});

Deno.test({
  name:
    "A refresh at a tenant where the user is nobody is refused with AADSTS50020",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const token = await refreshTokenOf(sandbox);
    const sent = await postForm(sandbox, {
      path: `/${FABRIKAM}/oauth2/v2.0/token`,
      fields: refresh(token),
    });
    assert.equal(errorOf(sent).code, 50020);
  },
});

Deno.test({
  name: "A guest's refresh token gets a token of the tenant that invited them",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const browser = openBrowser(sandbox);
    const page = await browser.authorize(CLI_REQUEST, FABRIKAM);
    const code = redirected(await browser.signIn(page, LINUS)).get("code") ??
      "";
    const home = await postForm(sandbox, {
      path: `/${FABRIKAM}/oauth2/v2.0/token`,
      fields: redemption(code),
    });
    const { body } = await postForm(sandbox, {
      fields: refresh(String(home.body["refresh_token"]), { client_info: "1" }),
    });
    const access = claimsOf(body["access_token"]);
    const linus = DEFAULT_WORLD.users.find(({ username }) =>
      username === LINUS
    );
    assert.equal(access["tid"], CONTOSO);
    assert.equal(access["acct"], 1);
    assert.equal(access["oid"], linus?.guest_of?.[0]?.oid);
    assert.equal(access["idp"], `${sandbox.origin}/sts/${FABRIKAM}/`);
    assert.deepEqual(JSON.parse(atob(String(body["client_info"]))), {
      uid: linus?.oid,
      utid: FABRIKAM,
    });
  },
});

Deno.test({
  name:
    "A refresh for a permission without consent is refused with AADSTS65001",
  permissions: "none",
  async fn() {
    const clients = DEFAULT_WORLD.clients.map((client) => ({
      ...client,
      admin_consent: false,
    }));
    const sandbox = openSandbox({
      world: { ...DEFAULT_WORLD, clients },
      autoApprove: { username: ADA },
    });
    const answer = await openBrowser(sandbox).authorize(CLI_REQUEST);
    const code = redirected(answer).get("code") ?? "";
    const { body } = await postForm(sandbox, { fields: redemption(code) });
    const sent = await postForm(sandbox, {
      fields: refresh(String(body["refresh_token"]), { scope: "Mail.Read" }),
    });
    const { error, code: aadsts } = errorOf(sent);
    assert.deepEqual([error, aadsts], ["invalid_grant", 65001]);
  },
});
