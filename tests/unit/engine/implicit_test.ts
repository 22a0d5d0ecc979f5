import assert from "node:assert/strict";
import { resolveAuthority } from "../../../src/engine/entra/authority.ts";
import { AuthError } from "../../../src/engine/errors.ts";
import type { BrowserFlowEvent } from "../../../src/engine/events.ts";
import { complete } from "../../../src/engine/flows/complete.ts";
import {
  implicit,
  type ImplicitRequest,
} from "../../../src/engine/flows/implicit.ts";
import { fakePorts, type Visit } from "../../support/fake_ports.ts";
import {
  CLIENT,
  halfHash,
  idToken,
  ISSUED_AT,
  OID,
  TENANT,
} from "../../support/tokens.ts";

const request: ImplicitRequest = {
  authority: resolveAuthority({ tenantId: TENANT }),
  clientId: CLIENT,
  authentication: { type: "none" },
  scopes: ["User.Read"],
};
const ACCESS = {
  access_token: "the-access-token",
  token_type: "Bearer",
  expires_in: "3599",
  scope: "User.Read openid",
};

/** The page's answer: what was asked for, with these changes. */
function page(
  claims: Record<string, unknown> = {},
  members: Record<string, string> = {},
): Visit {
  return ({ searchParams }) => {
    const asked = (searchParams.get("response_type") ?? "").split(" ");
    const hasToken = asked.includes("token");
    return {
      ...(hasToken ? ACCESS : {}),
      ...(asked.includes("id_token")
        ? {
          id_token: idToken({
            nonce: searchParams.get("nonce"),
            ...(hasToken ? { at_hash: halfHash("the-access-token") } : {}),
            ...claims,
          }),
        }
        : {}),
      state: searchParams.get("state") ?? "",
      ...members,
    };
  };
}

async function run(visit: Visit, change: Partial<ImplicitRequest> = {}) {
  const ports = fakePorts({ visit });
  const events: BrowserFlowEvent[] = [];
  const outcome = await complete(
    implicit({ ...request, ...change }, ports),
    (event) => events.push(event),
  ).catch((error: unknown) => error as Error);
  const url = events.find((event) => event.type === "authorization_url")?.url;
  return {
    ports,
    events,
    outcome,
    query: url === undefined ? undefined : new URL(url).searchParams,
  };
}

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, permissions: "none", fn });
}

const REFUSED: readonly [
  string,
  ImplicitRequest["responseType"],
  Visit,
  string,
][] = [
  [
    "another state",
    "id_token token",
    page({}, { state: "x" }),
    "state_mismatch",
  ],
  ["another nonce", "id_token", page({ nonce: "x" }), "id_token_invalid"],
  ["no nonce", "id_token", page({ nonce: undefined }), "id_token_invalid"],
  [
    "another at_hash",
    "id_token token",
    page({ at_hash: "x" }),
    "id_token_invalid",
  ],
  [
    "no at_hash",
    "id_token token",
    page({ at_hash: undefined }),
    "id_token_invalid",
  ],
  [
    "a swapped access token",
    "id_token token",
    page({}, { access_token: "x" }),
    "id_token_invalid",
  ],
  ["another audience", "id_token", page({ aud: TENANT }), "id_token_invalid"],
  [
    "no ID token",
    "id_token token",
    page({}, { id_token: "" }),
    "response_invalid",
  ],
  [
    "no access token",
    "token",
    page({}, { access_token: "" }),
    "response_invalid",
  ],
  ["a code", "token", page({}, { code: "c" }), "response_invalid"],
  [
    "an access token that was not asked for",
    "id_token",
    page({}, ACCESS),
    "response_invalid",
  ],
  [
    "an ID token that was not asked for",
    "token",
    page({}, { id_token: "x" }),
    "response_invalid",
  ],
  ["no lifetime", "token", page({}, { expires_in: "" }), "response_invalid"],
  [
    "a lifetime in words",
    "token",
    page({}, { expires_in: "soon" }),
    "response_invalid",
  ],
  [
    "a negative lifetime",
    "token",
    page({}, { expires_in: "-1" }),
    "response_invalid",
  ],
  [
    "another type of token",
    "token",
    page({}, { token_type: "pop" }),
    "response_invalid",
  ],
  [
    "no type of token",
    "token",
    page({}, { token_type: "" }),
    "response_invalid",
  ],
  [
    "another issuer",
    "token",
    page({}, { iss: "https://evil.example" }),
    "response_invalid",
  ],
  [
    "that it is switched off",
    "token",
    page({}, { error: "unsupported_response_type" }),
    "authentication_refused",
  ],
];
for (const [what, responseType, visit, code] of REFUSED) {
  test(`implicit() ends with ${code} when the page answers ${responseType} with ${what}`, async () => {
    const { outcome } = await run(visit, { responseType: responseType! });
    assert.ok(outcome instanceof AuthError, String(outcome));
    assert.equal(outcome.code, code);
  });
}

test("implicit() brings both tokens unless one is asked for, and says that it is legacy", async () => {
  const { outcome, events, query } = await run(page());
  assert.ok(!(outcome instanceof Error), String(outcome));
  assert.equal(query?.get("response_type"), "id_token token");
  assert.equal(query?.get("response_mode"), "fragment");
  assert.equal(query?.get("code_challenge"), null);
  assert.equal(query?.get("scope"), "User.Read openid profile");
  assert.equal(outcome.accessToken, "the-access-token");
  assert.equal(outcome.expiresAt, ISSUED_AT + 3_599_000);
  assert.deepEqual(outcome.scopes, ["User.Read", "openid"]);
  assert.equal(outcome.account?.oid, OID);
  assert.equal(outcome.refreshToken, undefined);
  assert.equal(events[0]?.type, "warning");
});

test("implicit() with token asks for no identity and sends no nonce", async () => {
  const { outcome, query, ports } = await run(page(), {
    responseType: "token",
  });
  assert.ok(!(outcome instanceof Error), String(outcome));
  assert.equal(query?.get("scope"), "User.Read");
  assert.equal(query?.get("nonce"), null);
  assert.equal(outcome.account, null);
  assert.equal(ports.keyRequests.length, 0);
});

test("implicit() with id_token has an account and no access token", async () => {
  const { outcome } = await run(page(), { responseType: "id_token" });
  assert.ok(!(outcome instanceof Error), String(outcome));
  assert.equal(outcome.accessToken, "");
  assert.equal(outcome.tokenType, "N_A");
  assert.equal(outcome.tenantId, TENANT);
  assert.equal(outcome.expiresAt, 4_000_000_000_000);
  assert.ok(outcome.idToken);
});

test("implicit() refuses to bring tokens in a query, and sends nobody anywhere", async () => {
  const { outcome, query } = await run(page(), { responseMode: "query" });
  assert.ok(outcome instanceof AuthError);
  assert.equal(outcome.code, "invalid_parameter");
  assert.equal(query, undefined);
});

test("implicit() shows no token in its exchanges", async () => {
  const { events } = await run(page());
  const shown = JSON.stringify(
    events.filter((event) => event.type === "exchange"),
  );
  assert.ok(!shown.includes("the-access-token") && !shown.includes("eyJ"));
});
