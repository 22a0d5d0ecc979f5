import assert from "node:assert/strict";
import { createLocalJWKSet, jwtVerify } from "jose";
import * as oauth from "oauth4webapi";
import { DEFAULT_WORLD, type SandboxHandler } from "../../src/sandbox/mod.ts";
import {
  ADA,
  claimsOf,
  CLI_REQUEST,
  CONTOSO,
  type Fields,
  GRAPH,
  openBrowser,
  openSandbox,
  ORDERS,
  postForm,
  redirected,
  SHOP,
  SHOP_REQUEST,
  VERIFIER,
} from "./visitor.ts";

const REQUEST: Fields = {
  ...SHOP_REQUEST,
  response_type: "code id_token",
};
const SHOP_CLI: Fields = { ...CLI_REQUEST, response_type: "id_token" };

const MISTAKES: readonly {
  does: string;
  changes: Fields;
  base?: Fields;
  error?: string;
  code: number;
}[] = [
  {
    does: "id_token where it is not enabled",
    base: SHOP_CLI,
    changes: {},
    error: "unsupported_response_type",
    code: 700054,
  },
  {
    does: "id_token token where it is not enabled",
    base: SHOP_CLI,
    changes: { response_type: "id_token token" },
    error: "unsupported_response_type",
    code: 700054,
  },
  {
    does: "token where it is not enabled",
    base: SHOP_CLI,
    changes: { response_type: "token" },
    error: "unsupported_response_type",
    code: 700051,
  },
  {
    does: "code token",
    changes: { response_type: "code token" },
    error: "unsupported_response_type",
    code: 70005,
  },
  {
    does: "code id_token token",
    changes: { response_type: "code id_token token" },
    error: "unsupported_response_type",
    code: 70005,
  },
  {
    does: "id_token twice",
    changes: { response_type: "id_token id_token" },
    error: "unsupported_response_type",
    code: 70005,
  },
  {
    does: "a type in capitals",
    changes: { response_type: "ID_TOKEN" },
    error: "unsupported_response_type",
    code: 70005,
  },
  {
    does: "a comma between types",
    changes: { response_type: "code,id_token" },
    error: "unsupported_response_type",
    code: 70005,
  },
  {
    does: "a hybrid answer by query",
    changes: { response_mode: "query" },
    code: 70007,
  },
  {
    does: "an access token by query",
    changes: { response_type: "token", response_mode: "query" },
    code: 70007,
  },
  {
    does: "a hybrid answer by web_message",
    changes: { response_mode: "web_message" },
    code: 70007,
  },
  {
    does: "no nonce for a hybrid answer",
    changes: { nonce: undefined },
    code: 900144,
  },
  {
    does: "no nonce for an ID token",
    changes: { response_type: "id_token", nonce: undefined },
    code: 900144,
  },
  {
    does: "an empty nonce",
    changes: { response_type: "id_token", nonce: "" },
    code: 900144,
  },
  {
    does: "an ID token without openid",
    changes: {
      response_type: "id_token",
      scope: "User.Read",
      nonce: undefined,
    },
    code: 90023,
  },
  {
    does: "an access token for two resources",
    changes: {
      response_type: "id_token token",
      scope: `openid User.Read api://${ORDERS}/access_as_user`,
    },
    error: "invalid_scope",
    code: 700022,
  },
];

for (
  const { does, changes, base = REQUEST, error = "invalid_request", code }
    of MISTAKES
) {
  Deno.test({
    name: `The authorization endpoint refuses ${does} with AADSTS${code}`,
    permissions: "none",
    async fn() {
      const browser = openBrowser(openSandbox());
      const answer = redirected(
        await browser.authorize({ ...base, ...changes }),
      );
      assert.equal(answer.get("error"), error);
      assert.match(
        answer.get("error_description") ?? "",
        new RegExp(`^AADSTS${code}: `),
      );
      assert.equal(answer.get("state"), "state-1");
      for (const name of ["code", "id_token", "access_token"]) {
        assert.equal(answer.get(name), null);
      }
    },
  });
}

async function signedIn(
  sandbox: SandboxHandler,
  changes: Fields,
): Promise<Response> {
  const browser = openBrowser(sandbox);
  const page = await browser.authorize({ ...REQUEST, ...changes });
  const consent = await browser.signIn(page, ADA);
  return await browser.press(consent, { action: "accept" });
}

/** What OpenID Connect Core, 3.3.2.11 asks for, computed without the sandbox. */
async function leftHalf(text: string | null): Promise<string> {
  const bytes = new TextEncoder().encode(text ?? "");
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return hash.slice(0, hash.length / 2).toBase64({
    alphabet: "base64url",
    omitPadding: true,
  });
}

async function verified(sandbox: SandboxHandler, idToken: string | null) {
  const response = await sandbox.fetch(
    new Request(`${sandbox.origin}/${CONTOSO}/discovery/v2.0/keys`),
  );
  return (await jwtVerify(
    idToken ?? "",
    createLocalJWKSet(await response.json()),
    {
      issuer: `${sandbox.origin}/${CONTOSO}/v2.0`,
      audience: SHOP.id,
      algorithms: ["RS256"],
      currentDate: new Date(Date.UTC(2026, 2, 4, 5, 6, 7)),
    },
  )).payload;
}

for (
  const [type, names] of [
    ["code id_token", ["code", "id_token"]],
    ["id_token code", ["code", "id_token"]],
    ["id_token", ["id_token"]],
    ["id_token token", [
      "access_token",
      "expires_in",
      "id_token",
      "scope",
      "token_type",
    ]],
    ["token", ["access_token", "expires_in", "scope", "token_type"]],
  ] as const
) {
  Deno.test({
    name: `response_type=${type} answers in the fragment with ${
      names.join(", ")
    }`,
    permissions: "none",
    async fn() {
      const sandbox = openSandbox();
      const response = await signedIn(sandbox, { response_type: type });
      const url = new URL(response.headers.get("location") ?? "");
      assert.equal(url.search, "");
      const answer = new URLSearchParams(url.hash.slice(1));
      assert.deepEqual(
        [...answer.keys()].sort(),
        [...names, "session_state", "state"].sort(),
      );
      if (type !== "token") {
        const claims = await verified(sandbox, answer.get("id_token"));
        assert.equal(claims["nonce"], "nonce-1");
        assert.equal(
          claims["c_hash"],
          answer.has("code") ? await leftHalf(answer.get("code")) : undefined,
        );
        assert.equal(
          claims["at_hash"],
          answer.has("access_token")
            ? await leftHalf(answer.get("access_token"))
            : undefined,
        );
      }
      if (answer.has("access_token")) {
        assert.equal(answer.get("token_type"), "Bearer");
        assert.equal(answer.get("expires_in"), "4499");
        const { aud, appidacr } = claimsOf(answer.get("access_token"));
        assert.deepEqual([aud, appidacr], [
          "https://graph.microsoft.com",
          "0",
        ]);
      }
    },
  });
}

Deno.test({
  name: "response_mode=form_post posts a hybrid answer to the application",
  permissions: "none",
  async fn() {
    const response = await signedIn(openSandbox(), {
      response_mode: "form_post",
    });
    assert.equal(response.status, 200);
    const html = await response.text();
    assert.match(html, /action="https:\/\/app\.contoso\.example\/callback"/);
    assert.match(html, /name="code"/);
    assert.match(html, /name="id_token" value="eyJ/);
  },
});

Deno.test({
  name: "client_info=1 tells who signed in beside an ID token",
  permissions: "none",
  async fn() {
    const answer = redirected(
      await signedIn(openSandbox(), {
        response_type: "id_token",
        client_info: "1",
      }),
    );
    const info = claimsOf(`.${answer.get("client_info")}`);
    assert.equal(info["utid"], CONTOSO);
  },
});

Deno.test({
  name:
    "oauth4webapi validates a hybrid answer, and the code redeems to a token without hashes",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox({ clock: { now: () => Date.now() } });
    const issuer = `${sandbox.origin}/${CONTOSO}/v2.0`;
    const server = {
      issuer,
      jwks_uri: `${sandbox.origin}/${CONTOSO}/discovery/v2.0/keys`,
      id_token_signing_alg_values_supported: ["RS256"],
    };
    const response = await signedIn(sandbox, {});
    const parameters = await oauth.validateCodeIdTokenResponse(
      server,
      { client_id: SHOP.id },
      new URL(response.headers.get("location") ?? ""),
      "nonce-1",
      "state-1",
      oauth.skipAuthTimeCheck,
      {
        [oauth.allowInsecureRequests]: true,
        [oauth.customFetch]: (url: string, init) =>
          sandbox.fetch(new Request(url, { ...init, body: null })),
      },
    );
    const { body } = await postForm(sandbox, {
      fields: {
        grant_type: "authorization_code",
        client_id: SHOP.id,
        client_secret: SHOP.secret,
        code: parameters.get("code") ?? "",
        redirect_uri: "https://app.contoso.example/callback",
        code_verifier: VERIFIER,
      },
    });
    const claims = claimsOf(body["id_token"]);
    assert.equal(claims["nonce"], "nonce-1");
    assert.equal(claims["c_hash"], undefined);
    assert.equal(claims["at_hash"], undefined);
  },
});

Deno.test({
  name:
    "autoApprove answers an implicit request at once; an unregistered type is refused all the same",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox({ autoApprove: { username: ADA } });
    const browser = openBrowser(sandbox);
    const answer = redirected(
      await browser.authorize({ ...REQUEST, response_type: "id_token token" }),
    );
    assert.ok(answer.get("access_token"));
    const refused = redirected(await browser.authorize(SHOP_CLI));
    assert.equal(refused.get("error"), "unsupported_response_type");
  },
});

Deno.test({
  name: "A registration can allow access tokens and not ID tokens",
  permissions: "none",
  async fn() {
    const clients = DEFAULT_WORLD.clients.map((client) => ({
      ...client,
      enable_id_token_issuance: false,
    }));
    const browser = openBrowser(
      openSandbox({ world: { ...DEFAULT_WORLD, clients } }),
    );
    const page = await browser.authorize({
      ...REQUEST,
      response_type: "token",
    });
    assert.equal(page.status, 200);
    const hybrid = redirected(await browser.authorize(REQUEST));
    assert.match(hybrid.get("error_description") ?? "", /^AADSTS700054: /);
  },
});

Deno.test({
  name: "An implicit access token works at the Graph-like API",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const answer = redirected(
      await signedIn(sandbox, { response_type: "token" }),
    );
    const response = await sandbox.fetch(
      new Request(`${sandbox.origin}/v1.0/me`, {
        headers: { authorization: `Bearer ${answer.get("access_token")}` },
      }),
    );
    assert.equal((await response.json()).userPrincipalName, ADA);
    assert.notEqual(claimsOf(answer.get("access_token"))["aud"], GRAPH);
  },
});
