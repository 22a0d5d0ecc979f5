import assert from "node:assert/strict";
import { resolveAuthority } from "../../../src/engine/entra/authority.ts";
import { AuthError } from "../../../src/engine/errors.ts";
import type { BrowserFlowEvent } from "../../../src/engine/events.ts";
import { complete } from "../../../src/engine/flows/complete.ts";
import { hybrid } from "../../../src/engine/flows/hybrid.ts";
import type { AuthorizationRequest } from "../../../src/engine/protocol/authorization.ts";
import { fakePorts, type Visit } from "../../support/fake_ports.ts";
import {
  CLIENT,
  halfHash,
  idToken,
  OID,
  TENANT,
  tokenAnswer,
} from "../../support/tokens.ts";

const request: AuthorizationRequest = {
  authority: resolveAuthority({ tenantId: TENANT }),
  clientId: CLIENT,
  authentication: { type: "none" },
  scopes: ["User.Read"],
};

/** The page's answer, with these changes. */
function page(
  claims: Record<string, unknown> = {},
  members: Record<string, string> = {},
): Visit {
  return ({ searchParams }) => ({
    code: "the-code",
    id_token: idToken({
      nonce: searchParams.get("nonce"),
      c_hash: halfHash("the-code"),
      ...claims,
    }),
    state: searchParams.get("state") ?? "",
    ...members,
  });
}

async function run(
  visit: Visit,
  { change = {}, claims = {} }: {
    change?: Partial<AuthorizationRequest>;
    claims?: Record<string, unknown>;
  } = {},
) {
  let nonce: string | null = null;
  const ports = fakePorts({
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
  });
  const events: BrowserFlowEvent[] = [];
  const outcome = await complete(
    hybrid({ ...request, ...change }, ports),
    (event) => events.push(event),
  ).catch((error: unknown) => error as Error);
  return { ports, events, outcome };
}

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, permissions: "none", fn });
}

const REFUSED: readonly [string, Visit, string][] = [
  ["another state", page({}, { state: "x" }), "state_mismatch"],
  ["another nonce", page({ nonce: "x" }), "id_token_invalid"],
  ["no nonce", page({ nonce: undefined }), "id_token_invalid"],
  ["the hash of another code", page({ c_hash: "x" }), "id_token_invalid"],
  ["no c_hash", page({ c_hash: undefined }), "id_token_invalid"],
  ["another audience", page({ aud: TENANT }), "id_token_invalid"],
  ["an expired ID token", page({ exp: 1 }), "id_token_invalid"],
  ["a damaged ID token", page({}, { id_token: "a.b.c" }), "id_token_invalid"],
  ["no ID token", page({}, { id_token: "" }), "response_invalid"],
  ["no code", page({}, { code: "" }), "response_invalid"],
  ["an access token too", page({}, { access_token: "x" }), "response_invalid"],
  [
    "another issuer",
    page({}, { iss: "https://evil.example" }),
    "response_invalid",
  ],
  ["a refusal", page({}, { error: "access_denied" }), "access_denied"],
];
for (const [what, visit, code] of REFUSED) {
  test(`hybrid() ends with ${code} and redeems nothing when the page answers ${what}`, async () => {
    const { outcome, ports } = await run(visit);
    assert.ok(outcome instanceof AuthError, String(outcome));
    assert.equal(outcome.code, code);
    assert.equal(ports.sent.length, 0);
  });
}

test("hybrid() asks for code id_token with PKCE and a nonce, never in the query", async () => {
  const { events } = await run(page());
  const event = events.find((each) => each.type === "authorization_url");
  const query = new URL(event!.url).searchParams;
  assert.equal(query.get("response_type"), "code id_token");
  assert.equal(query.get("response_mode"), "form_post");
  assert.equal(query.get("code_challenge_method"), "S256");
  assert.ok(query.get("nonce"));
  const { outcome } = await run(page(), { change: { responseMode: "query" } });
  assert.ok(outcome instanceof AuthError);
  assert.equal(outcome.code, "invalid_parameter");
});

test("hybrid() tells who signed in before the code is redeemed", async () => {
  const { outcome, events } = await run(page());
  assert.ok(!(outcome instanceof Error), String(outcome));
  const order = events.map((event) =>
    event.type === "exchange" ? event.step : event.type
  );
  assert.ok(order.indexOf("signed_in") > order.indexOf("jwks"));
  assert.ok(order.indexOf("signed_in") < order.indexOf("token"));
  const event = events.find((each) => each.type === "signed_in");
  assert.equal(event?.account.oid, OID);
  assert.equal(outcome.refreshToken?.reveal(), "r");
});

test("hybrid() refuses a token for another user than the one who signed in", async () => {
  for (const claims of [{ sub: "x" }, { oid: TENANT }]) {
    const { outcome } = await run(page(), { claims });
    assert.ok(outcome instanceof AuthError, String(outcome));
    assert.equal(outcome.code, "id_token_invalid");
  }
});

test("hybrid() shows neither the code nor the ID token in its exchanges", async () => {
  const { events } = await run(page());
  const shown = JSON.stringify(
    events.filter((event) => event.type === "exchange"),
  );
  assert.ok(!shown.includes("the-code") && !shown.includes("eyJ"));
});
