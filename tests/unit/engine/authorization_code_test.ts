import assert from "node:assert/strict";
import { resolveAuthority } from "../../../src/engine/entra/authority.ts";
import { AuthError } from "../../../src/engine/errors.ts";
import type { BrowserFlowEvent } from "../../../src/engine/events.ts";
import {
  authorizationCode,
  type AuthorizationCodeRequest,
} from "../../../src/engine/flows/authorization_code.ts";
import { complete } from "../../../src/engine/flows/complete.ts";
import { interactive } from "../../../src/engine/flows/interactive.ts";
import {
  fakePorts,
  type FakeWorld,
  type Visit,
} from "../../support/fake_ports.ts";
import {
  CLIENT,
  entraError,
  idToken,
  TENANT,
  tokenAnswer,
} from "../../support/tokens.ts";

const request: AuthorizationCodeRequest = {
  authority: resolveAuthority({ tenantId: TENANT }),
  clientId: CLIENT,
  authentication: { type: "none" },
  scopes: ["User.Read"],
};
const ISSUER = `https://login.microsoftonline.com/${TENANT}/v2.0`;
const agree: Visit = (url) => ({
  code: "the-code",
  state: url.searchParams.get("state") ?? "",
});

/** The nonce is only known once the page is visited. */
function world(
  visit: Visit = agree,
  claims: Record<string, unknown> = {},
): FakeWorld {
  let nonce: string | null = null;
  return {
    visit(url) {
      nonce = url.searchParams.get("nonce");
      return visit(url);
    },
    replies: [
      () =>
        tokenAnswer({
          refresh_token: "r",
          id_token: idToken({ nonce, ...claims }),
        }),
    ],
  };
}

async function run(
  setting: FakeWorld,
  change: Partial<AuthorizationCodeRequest> = {},
  flow = authorizationCode,
) {
  const ports = fakePorts(setting);
  const events: BrowserFlowEvent[] = [];
  const outcome = await complete(
    flow({ ...request, ...change }, ports),
    (event) => events.push(event),
  )
    .catch((error: unknown) => error as Error);
  return { ports, events, outcome };
}

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, permissions: "none", fn });
}

test("authorizationCode() asks with PKCE S256, state, nonce and form_post", async () => {
  const { events } = await run(world(), {
    loginHint: "ada@contoso.example",
    prompt: "login",
  });
  const event = events.find((each) => each.type === "authorization_url");
  assert.ok(event);
  const query = new URL(event.url).searchParams;
  assert.equal(query.get("response_type"), "code");
  assert.equal(query.get("response_mode"), "form_post");
  assert.equal(query.get("redirect_uri"), "http://localhost:50001");
  assert.equal(query.get("code_challenge_method"), "S256");
  assert.match(query.get("code_challenge") ?? "", /^[\w-]{43}$/);
  assert.match(query.get("state") ?? "", /^[\w-]{43}$/);
  assert.match(query.get("nonce") ?? "", /^[\w-]{43}$/);
  assert.equal(query.get("scope"), "User.Read openid profile offline_access");
  assert.equal(query.get("login_hint"), "ada@contoso.example");
  assert.equal(query.get("prompt"), "login");
});

test("authorizationCode() redeems the code with its verifier and redirect URI", async () => {
  const { ports, outcome } = await run(world());
  assert.ok(!(outcome instanceof Error), String(outcome));
  assert.equal(outcome.account?.name, "Ada Example");
  const form = ports.sent[0]!.form;
  assert.equal(form.get("grant_type"), "authorization_code");
  assert.equal(form.get("code"), "the-code");
  assert.equal(form.get("redirect_uri"), "http://localhost:50001");
  assert.match(form.get("code_verifier") ?? "", /^[\w-]{43}$/);
});

test("authorizationCode() leaves the browser alone unless it is asked to open it", async () => {
  assert.deepEqual((await run(world())).ports.opened, []);
  assert.deepEqual((await run(world(), { openBrowser: true })).ports.opened, [
    "http://localhost:50001/start",
  ]);
});

test("interactive() opens the browser at the short local address", async () => {
  const { ports, events } = await run(world(), {}, interactive);
  assert.deepEqual(ports.opened, ["http://localhost:50001/start"]);
  assert.ok(events.some((event) => event.type === "browser_opened"));
});

test("interactive() goes on when no browser opens", async () => {
  const setting = {
    ...world(),
    browser: () => Promise.reject(new Error("There is no browser")),
  };
  const { outcome, events } = await run(setting, {}, interactive);
  assert.ok(!(outcome instanceof Error));
  assert.deepEqual(events.find((event) => event.type === "browser_failed"), {
    type: "browser_failed",
    reason: "There is no browser",
  });
});

test("authorizationCode() sends no login hint together with the account picker", async () => {
  const { events } = await run(world(), {
    loginHint: "ada",
    prompt: "select_account",
  });
  const event = events.find((each) => each.type === "authorization_url");
  assert.equal(new URL(event!.url).searchParams.has("login_hint"), false);
});

const REFUSED: readonly [string, Visit, string][] = [
  ["another state", () => ({ code: "c", state: "other" }), "state_mismatch"],
  ["no state", () => ({ code: "c" }), "state_mismatch"],
  [
    "no code",
    (url) => ({ state: url.searchParams.get("state") ?? "" }),
    "response_invalid",
  ],
  [
    "another issuer",
    (url) => ({ ...agree(url), iss: "https://evil.example/v2.0" }),
    "response_invalid",
  ],
  [
    "a token in the answer",
    (url) => ({ ...agree(url), id_token: "x.y.z" }),
    "response_invalid",
  ],
  [
    "that the user said no",
    (url) => ({
      error: "access_denied",
      error_subcode: "cancel",
      state: url.searchParams.get("state") ?? "",
    }),
    "access_denied",
  ],
  [
    "that consent is missing",
    (url) => ({
      error: "consent_required",
      error_description: "AADSTS65001: x",
      state: url.searchParams.get("state") ?? "",
    }),
    "interaction_required",
  ],
  [
    "a server error",
    (url) => ({
      error: "temporarily_unavailable",
      state: url.searchParams.get("state") ?? "",
    }),
    "server_error",
  ],
];
for (const [what, visit, code] of REFUSED) {
  test(`authorizationCode() ends with ${code} and redeems nothing when the page answers ${what}`, async () => {
    const { outcome, ports } = await run(world(visit));
    assert.ok(outcome instanceof AuthError, String(outcome));
    assert.equal(outcome.code, code);
    assert.equal(ports.sent.length, 0);
  });
}

const WRONG_ID_TOKENS: readonly [string, Record<string, unknown>][] = [
  ["another nonce", { nonce: "other" }],
  ["no nonce", { nonce: undefined }],
  ["another audience", { aud: "bbbbbbbb-0000-4000-8000-00000000000f" }],
  ["another issuer", { iss: "https://evil.example/v2.0" }],
  ["an expired one", { exp: 1_600_000_000 }],
  ["a tenant that is no GUID", { tid: "evil" }],
];
for (const [what, claims] of WRONG_ID_TOKENS) {
  test(`authorizationCode() refuses an ID token with ${what}`, async () => {
    const { outcome } = await run(world(agree, claims));
    assert.ok(outcome instanceof AuthError, String(outcome));
    assert.equal(outcome.code, "id_token_invalid");
  });
}

test("authorizationCode() accepts the right iss of RFC 9207", async () => {
  const { outcome } = await run(
    world((url) => ({ ...agree(url), iss: ISSUER })),
  );
  assert.ok(!(outcome instanceof Error), String(outcome));
});

test("authorizationCode() on common takes the issuer of the tenant that answers", async () => {
  const { outcome } = await run(world(), {
    authority: resolveAuthority({ tenantId: "common" }),
  });
  assert.ok(!(outcome instanceof Error), String(outcome));
  assert.equal(outcome.tenantId, TENANT);
});

test("authorizationCode() tells what the server says of a used code", async () => {
  const { outcome } = await run({
    visit: agree,
    replies: [entraError("invalid_grant", { code: 54005 })],
  });
  assert.ok(outcome instanceof AuthError);
  assert.equal(
    outcome.message,
    'Cannot redeem the code: the server answered "invalid_grant" (AADSTS54005)',
  );
});

for (
  const redirectUri of [
    "no address",
    "http://app.contoso.example/cb",
    "https://app.contoso.example/cb#x",
    "http://127.0.0.9/cb",
    "http://localhost:0/cb",
  ]
) {
  test(`authorizationCode() refuses the redirect URI ${redirectUri} before it listens`, async () => {
    const { outcome } = await run(world(), { redirectUri });
    assert.ok(outcome instanceof AuthError);
    assert.equal(outcome.code, "invalid_redirect_uri");
  });
}

test("authorizationCode() shows neither code nor verifier nor token in its exchanges", async () => {
  const { events, ports } = await run(world());
  const shown = JSON.stringify(
    events.filter((event) => event.type === "exchange"),
  );
  const verifier = ports.sent[0]!.form.get("code_verifier") ?? "?";
  for (const secret of ["the-code", verifier, "the-access-token"]) {
    assert.ok(!shown.includes(secret));
  }
});

test("authorizationCode() sends the state and nonce that it is given, and its own otherwise", async () => {
  const { events, outcome } = await run(world(), { state: "s1", nonce: "n1" });
  assert.ok(!(outcome instanceof Error), String(outcome));
  const event = events.find((each) => each.type === "authorization_url");
  const query = new URL(event!.url).searchParams;
  assert.equal(query.get("state"), "s1");
  assert.equal(query.get("nonce"), "n1");
});

for (
  const change of [
    { prompt: "none login" },
    { prompt: "Login" },
    { prompt: "" },
    { state: "" },
    { nonce: "" },
    { extraParameters: { query: { state: "x" } } },
  ]
) {
  test(`authorizationCode() refuses ${JSON.stringify(change)} before anybody is sent anywhere`, async () => {
    const { outcome, events } = await run(world(), change);
    assert.ok(outcome instanceof AuthError);
    assert.equal(outcome.code, "invalid_parameter");
    assert.deepEqual(events, []);
  });
}

test("authorizationCode() keeps the query that an endpoint has, and adds what is asked for", async () => {
  const { authority } = request;
  const endpoint = `${authority.authorizationEndpoint}?p=b2c_1_in`;
  const { events, ports } = await run(world(), {
    authority: { ...authority, authorizationEndpoint: endpoint },
    extraParameters: { query: { amr_values: "mfa" }, body: { x: "y" } },
    claims: '{"access_token":{}}',
  });
  const event = events.find((each) => each.type === "authorization_url");
  const query = new URL(event!.url).searchParams;
  assert.equal(query.get("p"), "b2c_1_in");
  assert.equal(query.get("amr_values"), "mfa");
  assert.equal(query.get("claims"), '{"access_token":{}}');
  assert.equal(query.get("client_info"), "1");
  assert.equal(ports.sent[0]?.form.get("x"), "y");
  assert.equal(ports.sent[0]?.form.get("claims"), '{"access_token":{}}');
});

test("authorizationCode() at another provider sends what only Entra knows to nobody", async () => {
  const authority = { ...request.authority, kind: "oidc", tenant: "" } as const;
  const { events, outcome } = await run(world(), {
    authority,
    scopes: ["openid", "a", "b/c"],
  });
  assert.ok(!(outcome instanceof Error), String(outcome));
  const event = events.find((each) => each.type === "authorization_url");
  assert.equal(new URL(event!.url).searchParams.has("client_info"), false);
});
