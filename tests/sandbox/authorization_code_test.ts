import assert from "node:assert/strict";
import { DEFAULT_WORLD } from "../../src/sandbox/mod.ts";
import {
  ADA,
  CHALLENGE,
  claimsOf,
  CLI,
  CLI_REQUEST,
  codeFor,
  CONTOSO,
  errorOf,
  FABRIKAM,
  type Fields,
  GRAPH,
  openBrowser,
  openSandbox,
  ORDERS,
  postForm,
  redemption,
  redirected,
  SHOP,
  SHOP_REQUEST,
  SPA,
  VERIFIER,
} from "./visitor.ts";

const ARM = "https://management.azure.com/";

interface Mistake {
  readonly does: string;
  readonly changes: Fields;
  readonly asked?: Fields;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly answer: readonly [status: number, error: string, code: number];
}

async function challengeOf(verifier: string): Promise<string> {
  const bytes = new TextEncoder().encode(verifier);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return hash.toBase64({ alphabet: "base64url", omitPadding: true });
}

const MISTAKES: readonly Mistake[] = [
  {
    does: "another verifier",
    changes: { code_verifier: "x".repeat(43) },
    answer: [400, "invalid_grant", 501481],
  },
  {
    does: "no verifier",
    changes: { code_verifier: undefined },
    answer: [400, "invalid_grant", 501481],
  },
  {
    does: "a verifier that is too short, although it fits",
    asked: { code_challenge: await challengeOf("short") },
    changes: { code_verifier: "short" },
    answer: [400, "invalid_grant", 501481],
  },
  {
    does: "a verifier with an illegal character, although it fits",
    asked: { code_challenge: await challengeOf(`${"x".repeat(43)}!`) },
    changes: { code_verifier: `${"x".repeat(43)}!` },
    answer: [400, "invalid_grant", 501481],
  },
  {
    does: "a verifier without a challenge",
    asked: { code_challenge: undefined, code_challenge_method: undefined },
    changes: {},
    answer: [400, "invalid_grant", 501481],
  },
  {
    does: "the challenge as verifier",
    changes: { code_verifier: CHALLENGE },
    answer: [400, "invalid_grant", 501481],
  },
  {
    does: "another port than the one asked with",
    changes: { redirect_uri: "http://localhost:53413" },
    answer: [400, "invalid_grant", 50011],
  },
  {
    does: "a slash more in the redirect URI",
    changes: { redirect_uri: "http://localhost:53412/" },
    answer: [400, "invalid_grant", 50011],
  },
  {
    does: "the code at another tenant's endpoint",
    path: `/${FABRIKAM}/oauth2/v2.0/token`,
    changes: {},
    answer: [400, "invalid_grant", 700005],
  },
  {
    does: "the code at common",
    path: "/common/oauth2/v2.0/token",
    changes: {},
    answer: [400, "invalid_grant", 700005],
  },
  {
    does: "another client's code",
    changes: { client_id: SHOP.id, client_secret: SHOP.secret },
    answer: [400, "invalid_grant", 70000],
  },
  {
    does: "a secret of a public client",
    changes: { client_secret: "sandbox-anything" },
    answer: [401, "invalid_client", 700025],
  },
  {
    does: "scopes of two resources",
    changes: { scope: `User.Read ${ARM}user_impersonation` },
    answer: [400, "invalid_request", 28000],
  },
  {
    does: "a code for two resources without naming one",
    asked: { scope: `openid User.Read ${ARM}/user_impersonation` },
    changes: {},
    answer: [400, "invalid_request", 28000],
  },
  {
    does: "an empty scope",
    changes: { scope: "" },
    answer: [400, "invalid_request", 28003],
  },
  {
    does: "an Origin header of a native client",
    changes: {},
    headers: { origin: "http://localhost:3000" },
    answer: [400, "invalid_request", 9002326],
  },
];

for (const { does, changes, asked, path, headers, answer } of MISTAKES) {
  Deno.test({
    name: `Code redemption refuses ${does} with AADSTS${answer[2]}`,
    permissions: "none",
    async fn() {
      const sandbox = openSandbox();
      const code = await codeFor(sandbox, asked);
      const sent = await postForm(sandbox, {
        fields: redemption(code, changes),
        ...(path === undefined ? {} : { path }),
        ...(headers === undefined ? {} : { headers }),
      });
      const { status, error, code: aadsts } = errorOf(sent);
      assert.deepEqual([status, error, aadsts], answer);
    },
  });
}

Deno.test({
  name: "A code is refused after ten minutes with AADSTS70008",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const code = await codeFor(sandbox);
    sandbox.control.advanceClock(600);
    const sent = await postForm(sandbox, { fields: redemption(code) });
    assert.equal(errorOf(sent).code, 70008);
  },
});

Deno.test({
  name:
    "A code used twice is refused with AADSTS54005, and its refresh token is revoked",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const code = await codeFor(sandbox);
    const first = await postForm(sandbox, { fields: redemption(code) });
    const again = await postForm(sandbox, { fields: redemption(code) });
    assert.equal(errorOf(again).code, 54005);
    const refreshed = await postForm(sandbox, {
      fields: {
        grant_type: "refresh_token",
        client_id: CLI.id,
        refresh_token: String(first.body["refresh_token"]),
      },
    });
    assert.deepEqual([errorOf(refreshed).error, errorOf(refreshed).code], [
      "invalid_grant",
      50173,
    ]);
  },
});

Deno.test({
  name: "Of two redemptions at the same moment only one gets a token",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const code = await codeFor(sandbox);
    const answers = await Promise.all(
      [1, 2].map(() => postForm(sandbox, { fields: redemption(code) })),
    );
    assert.deepEqual(answers.map(({ response }) => response.status).sort(), [
      200,
      400,
    ]);
  },
});

Deno.test({
  name:
    "A code gives tokens of Entra's shape: v1 for Graph, v2 for the ID token",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const code = await codeFor(sandbox, { client_info: "1" });
    const { response, body } = await postForm(sandbox, {
      fields: redemption(code, { client_info: "1" }),
    });
    assert.equal(response.status, 200);
    assert.equal(body["token_type"], "Bearer");
    assert.equal(body["expires_in"], 4499);
    assert.equal(
      body["scope"],
      "openid profile User.Read User.ReadBasic.All Mail.Read Directory.Read.All Application.Read.All Application.ReadWrite.All",
    );
    const access = claimsOf(body["access_token"]);
    assert.equal(access["ver"], "1.0");
    assert.equal(access["iss"], `${sandbox.origin}/sts/${CONTOSO}/`);
    assert.equal(access["aud"], "https://graph.microsoft.com");
    assert.equal(access["appid"], CLI.id);
    assert.equal(access["appidacr"], "0");
    assert.equal(access["upn"], ADA);
    const id = claimsOf(body["id_token"]);
    assert.equal(id["ver"], "2.0");
    assert.equal(id["iss"], `${sandbox.origin}/${CONTOSO}/v2.0`);
    assert.equal(id["aud"], CLI.id);
    assert.equal(id["nonce"], "nonce-1");
    assert.equal(id["tid"], CONTOSO);
    assert.equal(id["preferred_username"], ADA);
    assert.equal(Number(id["exp"]) - Number(id["iat"]), 3900);
    assert.equal(id["email"], undefined);
    assert.equal(id["auth_time"], undefined);
    const info = JSON.parse(atob(String(body["client_info"])));
    assert.deepEqual(info, { uid: access["oid"], utid: CONTOSO });
  },
});

Deno.test({
  name:
    "Without openid there is no ID token, without offline_access no refresh token",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const code = await codeFor(sandbox, {
      scope: "User.Read",
      nonce: undefined,
    });
    const { body } = await postForm(sandbox, { fields: redemption(code) });
    assert.ok(body["access_token"]);
    assert.equal(body["id_token"], undefined);
    assert.equal(body["refresh_token"], undefined);
    assert.equal(body["client_info"], undefined);
  },
});

Deno.test({
  name: "The email scope and max_age add email and auth_time to the ID token",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const code = await codeFor(sandbox, {
      scope: "openid email",
      max_age: "3600",
    });
    const { body } = await postForm(sandbox, { fields: redemption(code) });
    const id = claimsOf(body["id_token"]);
    assert.equal(id["email"], ADA);
    assert.equal(id["auth_time"], Date.UTC(2026, 2, 4, 5, 6, 7) / 1000);
    assert.equal(id["preferred_username"], undefined);
  },
});

for (
  const [scope, aud] of [
    [`${ARM}/.default`, ARM],
    [`${ARM}.default`, ARM.slice(0, -1)],
    [`${GRAPH}/User.Read`, GRAPH],
    [`api://${ORDERS}/access_as_user`, ORDERS],
    [`${ORDERS}/access_as_user`, ORDERS],
  ] as const
) {
  Deno.test({
    name: `The scope ${scope} gives the audience ${aud}`,
    permissions: "none",
    async fn() {
      const sandbox = openSandbox();
      const code = await codeFor(sandbox, { scope: `openid ${scope}` });
      const { body } = await postForm(sandbox, { fields: redemption(code) });
      assert.equal(claimsOf(body["access_token"])["aud"], aud);
    },
  });
}

Deno.test({
  name: "An own API gets v2 tokens with its scopes, echoed in full form",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const code = await codeFor(sandbox, {
      scope: `openid api://${ORDERS}/Orders.Read`,
    });
    const { body } = await postForm(sandbox, { fields: redemption(code) });
    const access = claimsOf(body["access_token"]);
    assert.equal(access["ver"], "2.0");
    assert.equal(access["iss"], `${sandbox.origin}/${CONTOSO}/v2.0`);
    assert.equal(access["azp"], CLI.id);
    assert.equal(access["scp"], "access_as_user Orders.Read");
    assert.equal(
      body["scope"],
      `api://${ORDERS}/access_as_user api://${ORDERS}/Orders.Read`,
    );
  },
});

Deno.test({
  name: "The capability cp1 makes Graph tokens long-lived, with refresh_in",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const claims = '{"access_token":{"xms_cc":{"values":["CP1"]}}}';
    const code = await codeFor(sandbox, { claims });
    const { body } = await postForm(sandbox, { fields: redemption(code) });
    assert.equal(body["expires_in"], 86_399);
    assert.equal(body["refresh_in"], 43_199);
    assert.deepEqual(claimsOf(body["access_token"])["xms_cc"], ["cp1"]);
  },
});

Deno.test({
  name: "A plain challenge is proven by itself",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const code = await codeFor(sandbox, {
      code_challenge: VERIFIER,
      code_challenge_method: undefined,
    });
    const { response } = await postForm(sandbox, { fields: redemption(code) });
    assert.equal(response.status, 200);
  },
});

Deno.test({
  name:
    "A code asked for at common is redeemed at common, for the user's home tenant",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const browser = openBrowser(sandbox);
    const page = await browser.authorize(CLI_REQUEST, "common");
    const code = redirected(await browser.signIn(page, ADA)).get("code") ?? "";
    const { body } = await postForm(sandbox, {
      path: "/common/oauth2/v2.0/token",
      fields: redemption(code),
    });
    assert.equal(claimsOf(body["id_token"])["tid"], CONTOSO);
  },
});

Deno.test({
  name: "A domain in the path means the tenant that has it",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const code = await codeFor(sandbox);
    const { response } = await postForm(sandbox, {
      path: "/contoso.onmicrosoft.example/oauth2/v2.0/token",
      fields: redemption(code),
    });
    assert.equal(response.status, 200);
  },
});

Deno.test({
  name: "A web application redeems its code with a secret and never without",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const browser = openBrowser(sandbox);
    const consent = await browser.signIn(
      await browser.authorize(SHOP_REQUEST),
      ADA,
    );
    const code =
      redirected(await browser.press(consent, { action: "accept" })).get(
        "code",
      ) ?? "";
    const fields = redemption(code, {
      client_id: SHOP.id,
      redirect_uri: SHOP_REQUEST["redirect_uri"],
    });
    assert.equal(errorOf(await postForm(sandbox, { fields })).code, 7000218);
    const { response, body } = await postForm(sandbox, {
      fields: { ...fields, client_secret: SHOP.secret },
    });
    assert.equal(response.status, 200);
    assert.equal(body["scope"], "openid profile User.Read");
    assert.equal(claimsOf(body["access_token"])["appidacr"], "1");
  },
});

Deno.test({
  name:
    "A resource that nobody consented to is refused with AADSTS65001 at redemption",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const browser = openBrowser(sandbox);
    const consent = await browser.signIn(
      await browser.authorize(SHOP_REQUEST),
      ADA,
    );
    const code =
      redirected(await browser.press(consent, { action: "accept" })).get(
        "code",
      ) ?? "";
    const sent = await postForm(sandbox, {
      fields: redemption(code, {
        client_id: SHOP.id,
        client_secret: SHOP.secret,
        redirect_uri: SHOP_REQUEST["redirect_uri"],
        scope: `${ARM}/.default`,
      }),
    });
    const { error, code: aadsts, body } = errorOf(sent);
    assert.deepEqual([error, aadsts, body["suberror"]], [
      "invalid_grant",
      65001,
      "consent_required",
    ]);
  },
});

Deno.test({
  name:
    "A single page app redeems only across origins, and its refresh token ends after 24 hours",
  permissions: "none",
  async fn() {
    const clients = DEFAULT_WORLD.clients.map((client) => ({
      ...client,
      admin_consent: true,
    }));
    const sandbox = openSandbox({ world: { ...DEFAULT_WORLD, clients } });
    const browser = openBrowser(sandbox);
    const redirectUri = "http://localhost:5173/";
    const request = {
      ...CLI_REQUEST,
      client_id: SPA.id,
      redirect_uri: redirectUri,
    };
    const page = await browser.authorize(request, FABRIKAM);
    const signedIn = await browser.signIn(
      page,
      "linus@fabrikam.onmicrosoft.example",
    );
    const code = redirected(signedIn).get("code") ?? "";
    const path = `/${FABRIKAM}/oauth2/v2.0/token`;
    const fields = redemption(code, {
      client_id: SPA.id,
      redirect_uri: redirectUri,
    });
    assert.equal(
      errorOf(await postForm(sandbox, { path, fields })).code,
      9002327,
    );
    const headers = { origin: "http://localhost:5173" };
    const { response, body } = await postForm(sandbox, {
      path,
      fields,
      headers,
    });
    assert.equal(
      response.headers.get("access-control-allow-origin"),
      headers.origin,
    );
    assert.equal(body["refresh_token_expires_in"], 86_400);
    sandbox.control.advanceClock(86_400);
    const refreshed = await postForm(sandbox, {
      path,
      headers,
      fields: {
        grant_type: "refresh_token",
        client_id: SPA.id,
        refresh_token: String(body["refresh_token"]),
      },
    });
    assert.equal(errorOf(refreshed).code, 700084);
  },
});
