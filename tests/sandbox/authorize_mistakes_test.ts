import assert from "node:assert/strict";
import {
  CLI_REQUEST,
  CONTOSO,
  encode,
  FABRIKAM,
  type Fields,
  openBrowser,
  openSandbox,
  redirected,
  SHOP_REQUEST,
  SPA,
} from "./visitor.ts";

interface Mistake {
  readonly does: string;
  readonly changes: Fields;
  readonly base?: Fields;
  readonly tenant?: string;
  readonly error?: string;
  readonly code: number;
}

/** Told to the client at its redirect URI. */
const REDIRECTED: readonly Mistake[] = [
  {
    does: "no response_type",
    changes: { response_type: undefined },
    code: 900144,
  },
  {
    does: "an unknown response_type",
    changes: { response_type: "cod" },
    error: "unsupported_response_type",
    code: 70005,
  },
  {
    does: "code token",
    changes: { response_type: "code token" },
    error: "unsupported_response_type",
    code: 70005,
  },
  {
    does: "an ID token that is not enabled",
    changes: { response_type: "code id_token" },
    error: "unsupported_response_type",
    code: 700054,
  },
  {
    does: "a token that is not enabled",
    changes: { response_type: "token" },
    error: "unsupported_response_type",
    code: 700051,
  },
  {
    does: "an unknown response_mode",
    changes: { response_mode: "web_message" },
    code: 70007,
  },
  {
    does: "an ID token by query",
    changes: { response_type: "id_token", response_mode: "query" },
    code: 70007,
  },
  {
    does: "prompt=none beside login",
    changes: { prompt: "none login" },
    code: 90023,
  },
  { does: "an unknown prompt", changes: { prompt: "maybe" }, code: 90023 },
  { does: "a prompt in capitals", changes: { prompt: "LOGIN" }, code: 90023 },
  {
    does: "max_age that is no number",
    changes: { max_age: "soon" },
    code: 90023,
  },
  { does: "a negative max_age", changes: { max_age: "-1" }, code: 90023 },
  { does: "a fraction as max_age", changes: { max_age: "1.5" }, code: 90023 },
  { does: "no scope", changes: { scope: undefined }, code: 900144 },
  {
    does: "an unknown permission",
    changes: { scope: "openid User.Destroy" },
    error: "invalid_scope",
    code: 70011,
  },
  {
    does: "scopes with commas",
    changes: { scope: "openid,profile,User.Read" },
    error: "invalid_scope",
    code: 70011,
  },
  {
    does: "a backslash in a scope",
    changes: { scope: "openid User\\Read" },
    error: "invalid_scope",
    code: 70011,
  },
  {
    does: "a tab between scopes",
    changes: { scope: "openid\tUser.Read" },
    error: "invalid_scope",
    code: 70011,
  },
  {
    does: "phone, which Entra does not have",
    changes: { scope: "openid phone" },
    error: "invalid_scope",
    code: 70011,
  },
  {
    does: ".default beside a permission",
    changes: { scope: "https://graph.microsoft.com/.default Mail.Read" },
    error: "invalid_scope",
    code: 70011,
  },
  {
    does: "an unknown resource",
    changes: { scope: "https://vault.example/.default" },
    error: "invalid_resource",
    code: 500011,
  },
  {
    does: "a garbage id_token_hint",
    changes: { id_token_hint: "not.a.jwt" },
    code: 50027,
  },
  {
    does: "an unsigned id_token_hint",
    changes: { id_token_hint: "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0." },
    code: 50027,
  },
  { does: "a request object", changes: { request: "eyJ9.e30." }, code: 90023 },
  {
    does: "a request_uri",
    changes: { request_uri: "https://example/r" },
    code: 90023,
  },
  {
    does: "a nonce without openid",
    changes: { scope: "User.Read" },
    code: 90023,
  },
  {
    does: "v1's resource",
    changes: { resource: "https://graph.microsoft.com" },
    code: 901002,
  },
  {
    does: "a challenge that is too short",
    changes: { code_challenge: "abc" },
    code: 501491,
  },
  {
    does: "a challenge with a padding",
    changes: { code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-c=" },
    code: 501491,
  },
  {
    does: "an unknown challenge method",
    changes: { code_challenge_method: "S512" },
    code: 501491,
  },
  {
    does: "a challenge method in lower case",
    changes: { code_challenge_method: "s256" },
    code: 501491,
  },
  {
    does: "a challenge method without a challenge",
    changes: { code_challenge: undefined },
    code: 501491,
  },
  { does: "claims that are not JSON", changes: { claims: "cp1" }, code: 90023 },
  {
    does: "select_account with a login_hint",
    changes: {
      prompt: "select_account",
      login_hint: "ada@contoso.onmicrosoft.example",
    },
    code: 90005,
  },
  {
    does: "prompt=none without a session",
    changes: { prompt: "none" },
    error: "login_required",
    code: 50058,
  },
];

for (const { does, changes, error = "invalid_request", code } of REDIRECTED) {
  Deno.test({
    name:
      `The authorization endpoint tells the client of ${does} with AADSTS${code}`,
    permissions: "none",
    async fn() {
      const browser = openBrowser(openSandbox());
      const answer = redirected(
        await browser.authorize({ ...CLI_REQUEST, ...changes }),
      );
      assert.equal(answer.get("error"), error);
      assert.match(
        answer.get("error_description") ?? "",
        new RegExp(`^AADSTS${code}: `),
      );
      assert.equal(answer.get("state"), "state-1");
      assert.equal(answer.get("code"), null);
    },
  });
}

/** Shown on a page: nobody may be redirected to an address that is not registered. */
const SHOWN: readonly Mistake[] = [
  {
    does: "an unknown tenant",
    changes: {},
    tenant: "nowhere.example",
    code: 90002,
  },
  { does: "no client_id", changes: { client_id: undefined }, code: 900144 },
  {
    does: "an unknown client",
    changes: { client_id: "00000000-1111-4222-8333-444444444444" },
    code: 700016,
  },
  {
    does: "a client of another tenant",
    changes: {},
    base: SHOP_REQUEST,
    tenant: FABRIKAM,
    code: 700016,
  },
  {
    does: "a single-tenant client on common",
    changes: {},
    base: SHOP_REQUEST,
    tenant: "common",
    code: 50194,
  },
  {
    does: "an Entra client on consumers",
    changes: {},
    tenant: "consumers",
    code: 9002332,
  },
  {
    does: "no redirect_uri",
    changes: { redirect_uri: undefined },
    code: 900971,
  },
  {
    does: "another host",
    changes: { redirect_uri: "https://evil.example/callback" },
    code: 50011,
  },
  {
    does: "another path",
    changes: { redirect_uri: "https://app.contoso.example/other" },
    base: SHOP_REQUEST,
    code: 50011,
  },
  {
    does: "a path in another case",
    changes: { redirect_uri: "https://app.contoso.example/Callback" },
    base: SHOP_REQUEST,
    code: 50011,
  },
  {
    does: "another port of a host that is not loopback",
    changes: { redirect_uri: "https://app.contoso.example:8443/callback" },
    base: SHOP_REQUEST,
    code: 50011,
  },
  {
    does: "a longer host",
    changes: {
      redirect_uri: "https://app.contoso.example.evil.example/callback",
    },
    base: SHOP_REQUEST,
    code: 50011,
  },
  {
    does: "a path that the loopback registration lacks",
    changes: { redirect_uri: "http://localhost:53412/callback" },
    code: 50011,
  },
  {
    does: "127.0.0.1 where localhost is registered",
    changes: { redirect_uri: "http://127.0.0.1:53412" },
    code: 50011,
  },
  {
    does: "the IPv6 loopback address",
    changes: { redirect_uri: "http://[::1]:53412" },
    code: 50011,
  },
  {
    does: "https on loopback",
    changes: { redirect_uri: "https://localhost:53412" },
    code: 50011,
  },
  {
    does: "a user in the loopback address",
    changes: { redirect_uri: "http://evil@localhost:53412" },
    code: 50011,
  },
  {
    does: "a fragment in the redirect URI",
    changes: { redirect_uri: "http://localhost:53412/#x" },
    code: 50011,
  },
];

for (
  const { does, changes, base = CLI_REQUEST, tenant = CONTOSO, code } of SHOWN
) {
  Deno.test({
    name:
      `The authorization endpoint shows a page for ${does} with AADSTS${code}`,
    permissions: "none",
    async fn() {
      const browser = openBrowser(openSandbox());
      const response = await browser.authorize({ ...base, ...changes }, tenant);
      assert.equal(response.status, 400);
      assert.equal(response.headers.get("location"), null);
      const page = await response.text();
      assert.match(page, new RegExp(`AADSTS${code}`));
      assert.match(page, /SANDBOX/);
    },
  });
}

for (const name of ["scope", "state", "redirect_uri", "client_id"]) {
  Deno.test({
    name: `The authorization endpoint shows a page for a second ${name}`,
    permissions: "none",
    async fn() {
      const browser = openBrowser(openSandbox());
      const query = `${encode(CLI_REQUEST)}&${name}=again`;
      const response = await browser.get(
        `/${CONTOSO}/oauth2/v2.0/authorize?${query}`,
      );
      assert.equal(response.status, 400);
      assert.match(await response.text(), /AADSTS9002313/);
    },
  });
}

Deno.test({
  name: "A single page app is told that it needs PKCE with AADSTS9002325",
  permissions: "none",
  async fn() {
    const browser = openBrowser(openSandbox());
    const answer = redirected(
      await browser.authorize({
        ...CLI_REQUEST,
        client_id: SPA.id,
        redirect_uri: "http://localhost:5173/",
        code_challenge: undefined,
        code_challenge_method: undefined,
      }, FABRIKAM),
    );
    assert.match(answer.get("error_description") ?? "", /^AADSTS9002325: /);
  },
});

Deno.test({
  name: "A refusal of an implicit request comes in the fragment",
  permissions: "none",
  async fn() {
    const browser = openBrowser(openSandbox());
    const response = await browser.authorize({
      ...CLI_REQUEST,
      response_type: "id_token",
    });
    const url = new URL(response.headers.get("location") ?? "");
    assert.equal(url.search, "");
    assert.match(url.hash, /error=unsupported_response_type/);
  },
});

Deno.test({
  name: "The authorization endpoint refuses other methods than GET and POST",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const response = await sandbox.fetch(
      new Request(`${sandbox.origin}/${CONTOSO}/oauth2/v2.0/authorize`, {
        method: "PUT",
      }),
    );
    assert.equal(response.status, 400);
    assert.match(await response.text(), /AADSTS900561/);
  },
});
