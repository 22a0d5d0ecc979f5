import assert from "node:assert/strict";
import { resolveAuthority } from "../../../src/engine/entra/authority.ts";
import { AuthError, ServerError } from "../../../src/engine/errors.ts";
import { clientCredentials } from "../../../src/engine/flows/client_credentials.ts";
import { complete } from "../../../src/engine/flows/complete.ts";
import type { GrantRequest } from "../../../src/engine/protocol/grant.ts";
import { Secret } from "../../../src/engine/secret.ts";
import { fakePorts, type Reply } from "../../support/fake_ports.ts";
import {
  CLIENT,
  entraError,
  ISSUED_AT,
  TENANT,
  tokenAnswer,
} from "../../support/tokens.ts";

const SCOPE = "https://graph.microsoft.com/.default";
const request: GrantRequest = {
  authority: resolveAuthority({ tenantId: TENANT }),
  clientId: CLIENT,
  authentication: { type: "secret", secret: new Secret("hush hush") },
  scopes: [SCOPE],
};

async function run(
  replies: readonly Reply[],
  change: Partial<GrantRequest> = {},
) {
  const ports = fakePorts({ replies });
  const events: unknown[] = [];
  const outcome = await complete(
    clientCredentials({ ...request, ...change }, ports),
    (event) => events.push(event),
  ).catch((error: unknown) => error as Error);
  return { ports, events, outcome };
}

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, permissions: "none", fn });
}

test("clientCredentials() sends the secret in the body and one scope, once", async () => {
  const { ports, outcome } = await run([tokenAnswer()]);
  assert.ok(!(outcome instanceof Error));
  assert.equal(ports.sent.length, 1);
  const { url, form, method } = ports.sent[0]!;
  assert.equal(
    url,
    `https://login.microsoftonline.com/${TENANT}/oauth2/v2.0/token`,
  );
  assert.equal(method, "POST");
  assert.equal(form.get("grant_type"), "client_credentials");
  assert.equal(form.get("client_id"), CLIENT);
  assert.equal(form.get("client_secret"), "hush hush");
  assert.equal(form.get("scope"), SCOPE);
});

test("clientCredentials() returns a token without an account", async () => {
  const { outcome } = await run([
    tokenAnswer({ ext_expires_in: "7200", refresh_in: 1800 }),
  ]);
  assert.ok(!(outcome instanceof Error));
  assert.equal(outcome.account, null);
  assert.equal(outcome.expiresAt, ISSUED_AT + 3_600_000);
  assert.equal(outcome.extendedExpiresAt, ISSUED_AT + 7_200_000);
  assert.equal(outcome.refreshAt, ISSUED_AT + 1_800_000);
  assert.deepEqual(outcome.scopes, [SCOPE]);
  assert.equal(outcome.tenantId, TENANT);
});

const MISUSE: readonly [string, Partial<GrantRequest>, string][] = [
  ["a scope that is not /.default", { scopes: ["User.Read"] }, "invalid_scope"],
  [
    "two resources",
    { scopes: [SCOPE, "https://vault.azure.net/.default"] },
    "invalid_scope",
  ],
  ["no scope", { scopes: [] }, "invalid_scope"],
  [
    "common",
    { authority: resolveAuthority({ tenantId: "common" }) },
    "invalid_tenant",
  ],
  [
    "consumers",
    { authority: resolveAuthority({ tenantId: "consumers" }) },
    "invalid_tenant",
  ],
  [
    "a client without a credential",
    { authentication: { type: "none" } },
    "missing_credential",
  ],
  ["a client id that is no GUID", { clientId: "my-app" }, "invalid_client_id"],
];
for (const [what, change, code] of MISUSE) {
  test(`clientCredentials() refuses ${what} before anything is sent`, async () => {
    const { outcome, ports } = await run([tokenAnswer()], change);
    assert.ok(outcome instanceof AuthError);
    assert.equal(outcome.code, code);
    assert.ok(outcome.hint);
    assert.equal(ports.sent.length, 0);
  });
}

const ANSWERS: readonly [string, () => Reply, string][] = [
  [
    "a wrong secret",
    () => entraError("invalid_client", { code: 7000215, status: 401 }),
    "authentication_refused",
  ],
  [
    "an unknown tenant",
    () => entraError("invalid_tenant", { code: 90002 }),
    "authentication_refused",
  ],
  [
    "a busy server",
    () => entraError("temporarily_unavailable", { code: 90033, status: 503 }),
    "server_error",
  ],
  [
    "HTTP 500 with a web page",
    () => new Response("<h1>oops</h1>", { status: 500 }),
    "server_error",
  ],
  [
    "HTTP 200 with a web page",
    () => new Response("<h1>hello</h1>"),
    "response_invalid",
  ],
  ["an empty body", () => new Response(""), "response_invalid"],
  ["a JSON array", () => Response.json([]), "response_invalid"],
  ["JSON null", () => Response.json(null), "response_invalid"],
  [
    "no access token",
    () => Response.json({ token_type: "Bearer", expires_in: 1 }),
    "response_invalid",
  ],
  [
    "an unknown token type",
    () => tokenAnswer({ token_type: "mac" }),
    "response_invalid",
  ],
  [
    "no expires_in",
    () => tokenAnswer({ expires_in: undefined }),
    "response_invalid",
  ],
  [
    "a negative expires_in",
    () => tokenAnswer({ expires_in: -5 }),
    "response_invalid",
  ],
  [
    "expires_in in words",
    () => tokenAnswer({ expires_in: "soon" }),
    "response_invalid",
  ],
  [
    "an error that is an object",
    () => Response.json({ error: { code: "x" } }, { status: 400 }),
    "response_invalid",
  ],
  [
    "a redirect",
    () =>
      new Response(null, {
        status: 302,
        headers: { location: "https://x.example/" },
      }),
    "response_invalid",
  ],
  ["nothing", () => new TypeError("connection refused"), "network_error"],
  ["too late", () => new DOMException("late", "TimeoutError"), "timed_out"],
];
for (const [what, reply, code] of ANSWERS) {
  test(`clientCredentials() ends with ${code} when the server answers ${what}`, async () => {
    const { outcome, events } = await run([reply()]);
    assert.ok(outcome instanceof AuthError, String(outcome));
    assert.equal(outcome.code, code);
    assert.ok(outcome.hint);
    assert.match(outcome.message, /^[A-Z].*[^.]$/);
    assert.equal(events.length, 1, "the exchange is reported all the same");
    const told = JSON.stringify([outcome.message, outcome.hint, events]);
    assert.ok(!told.includes("hush"), "the secret is told nowhere");
  });
}

test("clientCredentials() tells AADSTS code, trace and correlation ids apart from the message", async () => {
  const { outcome } = await run([
    entraError("invalid_client", { code: 7000215, status: 401 }),
  ]);
  assert.ok(outcome instanceof ServerError);
  assert.equal(outcome.details.error, "invalid_client");
  assert.equal(outcome.details.status, 401);
  assert.deepEqual(outcome.details.entra.codes, [7000215]);
  assert.match(outcome.details.entra.traceId ?? "", /^1{8}-/);
  assert.match(outcome.details.entra.correlationId ?? "", /^2{8}-/);
});

test("clientCredentials() reads the JSON body of a 401 that has a WWW-Authenticate header", async () => {
  const answer = entraError("invalid_client", { code: 7000215, status: 401 });
  answer.headers.set("www-authenticate", "Bearer");
  const { outcome } = await run([answer]);
  assert.ok(outcome instanceof ServerError);
  assert.deepEqual(outcome.details.entra.codes, [7000215]);
});

test("clientCredentials() takes the secret out of an answer that repeats it", async () => {
  const echo = () =>
    entraError("invalid_client", {
      code: 7000215,
      status: 401,
      error_description: "You sent client_secret=hush hush, did you not?",
      "hush hush": ["hush hush"],
    });
  const { outcome, events } = await run([echo()]);
  assert.ok(outcome instanceof ServerError);
  assert.ok(!JSON.stringify([outcome.details, events]).includes("hush"));
  assert.match(
    outcome.details.description ?? "",
    /client_secret=\[redacted, 9 characters\], did/,
  );
});

test("clientCredentials() survives a list of codes that is deeper than any stack", async () => {
  const depth = 200_000;
  const body = `{"error":"invalid_client","error_codes":[${"[".repeat(depth)}${
    "]".repeat(depth)
  }]}`;
  const { outcome } = await run([new Response(body, { status: 401 })]);
  assert.ok(outcome instanceof AuthError, String(outcome));
});
