import assert from "node:assert/strict";
import type { SandboxHandler } from "../../src/sandbox/mod.ts";
import {
  ADA,
  claimsOf,
  CLI,
  CLI_REQUEST,
  codeFor,
  DAEMON,
  errorOf,
  type Fields,
  LINUS,
  openBrowser,
  openSandbox,
  ORDERS,
  postForm,
  redemption,
  redirected,
  userToken,
} from "./visitor.ts";

const CAPABLE = '{"access_token":{"xms_cc":{"values":["CP1"]}}}';
const SCOPE = `openid offline_access api://${ORDERS}/access_as_user`;
const ORDERS_PATH = "/api/orders";
const APPROVALS = "/api/orders/approvals";

async function callApi(
  sandbox: SandboxHandler,
  { path = ORDERS_PATH, token }: { path?: string; token?: unknown },
) {
  const response = await sandbox.fetch(
    new Request(sandbox.origin + path, {
      method: path === APPROVALS ? "POST" : "GET",
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    }),
  );
  return { response, body: await response.json() };
}

/** The claims of a challenge, read as RFC 9110 and Microsoft's pages say. */
function challengeOf(response: Response): string | undefined {
  const header = response.headers.get("www-authenticate") ?? "";
  assert.match(header, /^Bearer realm="", authorization_uri="http/);
  const claims = header.match(/claims="([^"]+)"/)?.[1];
  if (claims === undefined) return undefined;
  assert.match(header, /error="insufficient_claims"/);
  return atob(claims);
}

function refresh(token: unknown, changes: Fields = {}): Fields {
  return {
    grant_type: "refresh_token",
    client_id: CLI.id,
    refresh_token: String(token),
    scope: SCOPE,
    ...changes,
  };
}

/** What a client does with a challenge: it adds its capability. */
function merged(claims: string | undefined): string {
  const { access_token } = JSON.parse(claims ?? "{}");
  return JSON.stringify({
    access_token: { ...access_token, xms_cc: { values: ["cp1"] } },
  });
}

for (
  const [does, token] of [
    ["no token", undefined],
    ["a token that is none", "sandbox"],
    ["a token of three parts that are none", "a.b.c"],
  ] as const
) {
  Deno.test({
    name: `The sample API refuses ${does} without a claims challenge`,
    permissions: "none",
    async fn() {
      const { response } = await callApi(openSandbox(), { token });
      assert.equal(response.status, 401);
      assert.equal(challengeOf(response), undefined);
    },
  });
}

Deno.test({
  name: "The sample API refuses tokens of other APIs and expired tokens",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const graph = await userToken(sandbox, { scope: "User.Read" });
    const foreign = await callApi(sandbox, { token: graph["access_token"] });
    assert.equal(foreign.response.status, 401);
    const own = await userToken(sandbox, { scope: SCOPE });
    assert.equal(
      (await callApi(sandbox, { token: own["id_token"] })).response.status,
      401,
    );
    sandbox.control.advanceClock(90 * 60);
    const late = await callApi(sandbox, { token: own["access_token"] });
    assert.match(late.body.error.message, /expired/);
  },
});

Deno.test({
  name: "The sample API knows users and applications",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const { access_token } = await userToken(sandbox, { scope: SCOPE });
    const asUser = await callApi(sandbox, { token: access_token });
    assert.equal(asUser.body.caller, ADA);
    const app = await postForm(sandbox, {
      fields: {
        grant_type: "client_credentials",
        client_id: DAEMON.id,
        client_secret: DAEMON.secret,
        scope: `api://${ORDERS}/.default`,
      },
    });
    const token = app.body["access_token"];
    const asApp = await callApi(sandbox, { token });
    assert.equal(asApp.body.caller, DAEMON.id);
    assert.equal(asApp.body.value.length, 2);
  },
});

Deno.test({
  name:
    "challenge() makes APIs ask for a newer token, and a refresh with these claims gives it at once",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const before = await userToken(sandbox, { scope: SCOPE, claims: CAPABLE });
    assert.equal(before["expires_in"], 86_399);
    sandbox.control.challenge(ADA);
    const { response } = await callApi(sandbox, {
      token: before["access_token"],
    });
    assert.equal(response.status, 401);
    const claims = challengeOf(response);
    const { nbf } = JSON.parse(claims ?? "").access_token;
    assert.deepEqual(nbf, { essential: true, value: "1772600767" });
    const { refresh_token } = before;
    const careless = await postForm(sandbox, {
      fields: refresh(refresh_token, { claims: CAPABLE }),
    });
    assert.equal(
      (await callApi(sandbox, { token: careless.body["access_token"] }))
        .response.status,
      401,
    );
    const after = await postForm(sandbox, {
      fields: refresh(refresh_token, { claims: merged(claims) }),
    });
    const token = after.body["access_token"];
    assert.equal((await callApi(sandbox, { token })).response.status, 200);
  },
});

Deno.test({
  name: "A client without the capability is not challenged; its token lives on",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const { access_token, expires_in } = await userToken(sandbox, {
      scope: SCOPE,
    });
    assert.equal(expires_in, 4_499);
    sandbox.control.challenge(ADA);
    const { response } = await callApi(sandbox, { token: access_token });
    assert.equal(response.status, 200);
  },
});

Deno.test({
  name: "An application can be challenged, and asks again with the claims",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const ask = async (claims: string) => {
      const { body } = await postForm(sandbox, {
        fields: {
          grant_type: "client_credentials",
          client_id: DAEMON.id,
          client_secret: DAEMON.secret,
          scope: `api://${ORDERS}/.default`,
          claims,
        },
      });
      return await callApi(sandbox, { token: body["access_token"] });
    };
    sandbox.control.challenge(DAEMON.id);
    const { response } = await ask(CAPABLE);
    assert.equal(response.status, 401);
    const again = await ask(merged(challengeOf(response)));
    assert.equal(again.response.status, 200);
  },
});

Deno.test({
  name:
    "The Graph-like API challenges too, and guests by their id in the tenant",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox({ autoApprove: { username: LINUS } });
    const browser = openBrowser(sandbox);
    const answer = redirected(
      await browser.authorize({ ...CLI_REQUEST, claims: CAPABLE }),
    );
    const { body } = await postForm(sandbox, {
      fields: redemption(answer.get("code") ?? ""),
    });
    sandbox.control.challenge(LINUS);
    const { response } = await callApi(sandbox, {
      path: "/v1.0/me",
      token: body["access_token"],
    });
    assert.equal(response.status, 401);
    assert.ok(challengeOf(response));
  },
});

Deno.test({
  name:
    "revoke() ends refresh tokens, codes and sessions, and challenges access tokens",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const { access_token, refresh_token } = await userToken(sandbox, {
      scope: SCOPE,
      claims: CAPABLE,
    });
    const code = await codeFor(sandbox);
    const browser = openBrowser(sandbox);
    await browser.signIn(await browser.authorize(CLI_REQUEST), ADA);
    sandbox.control.revoke(ADA);
    const refreshed = errorOf(
      await postForm(sandbox, { fields: refresh(refresh_token) }),
    );
    assert.deepEqual([refreshed.error, refreshed.code], [
      "invalid_grant",
      50173,
    ]);
    const redeemed = await postForm(sandbox, { fields: redemption(code) });
    assert.equal(errorOf(redeemed).code, 50173);
    const silent = await browser.authorize({ ...CLI_REQUEST, prompt: "none" });
    assert.equal(redirected(silent).get("error"), "login_required");
    const { response } = await callApi(sandbox, { token: access_token });
    const claims = challengeOf(response);
    assert.ok(claims);
    // A new sign-in with the claims of the challenge is good again.
    const page = await browser.authorize({
      ...CLI_REQUEST,
      scope: SCOPE,
      claims: merged(claims),
    });
    const again = redirected(await browser.signIn(page, ADA)).get("code");
    const { body } = await postForm(sandbox, {
      fields: redemption(again ?? "", { scope: SCOPE }),
    });
    const token = body["access_token"];
    assert.equal((await callApi(sandbox, { token })).response.status, 200);
  },
});

Deno.test({
  name:
    "An authentication context is asked for by challenge, refused to a refresh token without a second factor, and given after one",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const { access_token, refresh_token } = await userToken(sandbox, {
      scope: SCOPE,
      claims: CAPABLE,
    });
    const first = await callApi(sandbox, {
      path: APPROVALS,
      token: access_token,
    });
    const claims = merged(challengeOf(first.response));
    assert.match(claims, /"acrs":\{"essential":true,"value":"c1"\}/);
    const silent = errorOf(
      await postForm(sandbox, { fields: refresh(refresh_token, { claims }) }),
    );
    assert.deepEqual([silent.error, silent.code], [
      "interaction_required",
      50076,
    ]);
    assert.match(String(silent.body["claims"]), /"acrs"/);
    const browser = openBrowser(sandbox);
    const page = await browser.authorize({
      ...CLI_REQUEST,
      scope: SCOPE,
      claims,
    });
    const factor = await browser.signIn(page, ADA);
    const done = await browser.press(factor, { action: "approve" });
    const { body } = await postForm(sandbox, {
      fields: redemption(redirected(done).get("code") ?? "", { scope: SCOPE }),
    });
    assert.deepEqual(claimsOf(body["access_token"])["acrs"], ["c1"]);
    const second = await callApi(sandbox, {
      path: APPROVALS,
      token: body["access_token"],
    });
    assert.equal(second.body.approved, 2);
    // A session without a second factor is asked for it, a silent one is refused.
    const plain = openBrowser(sandbox);
    await plain.signIn(await plain.authorize(CLI_REQUEST), ADA);
    const asked = await plain.authorize({ ...CLI_REQUEST, claims });
    assert.match(await asked.text(), /Approve the sign-in/);
    const none = redirected(
      await plain.authorize({ ...CLI_REQUEST, claims, prompt: "none" }),
    );
    assert.equal(none.get("error"), "interaction_required");
  },
});

Deno.test({
  name: "A client without the capability gets 403 where a context is missing",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const { access_token } = await userToken(sandbox, { scope: SCOPE });
    const { response } = await callApi(sandbox, {
      path: APPROVALS,
      token: access_token,
    });
    assert.equal(response.status, 403);
    assert.equal(response.headers.get("www-authenticate"), null);
  },
});

Deno.test({
  name:
    "The control API challenges, revokes and turns keys, or says what is wrong",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const post = (path: string, body: unknown) =>
      sandbox.fetch(
        new Request(`${sandbox.origin}/_sandbox/${path}`, {
          method: "POST",
          body: JSON.stringify(body),
        }),
      );
    for (
      const [path, body, status] of [
        ["challenge", { subject: ADA }, 200],
        ["challenge", { subject: "nobody@example.example" }, 400],
        ["challenge", {}, 400],
        ["revoke", { username: ADA }, 200],
        ["revoke", { username: DAEMON.id }, 400],
        ["revoke", { username: "" }, 400],
        ["keys", { rotate: true }, 200],
        ["keys", { rotate: "yes" }, 400],
        ["assertion", { subject: "" }, 400],
      ] as const
    ) {
      const response = await post(path, body);
      assert.equal(response.status, status, path);
      if (status === 400) assert.ok((await response.json()).error);
    }
  },
});
