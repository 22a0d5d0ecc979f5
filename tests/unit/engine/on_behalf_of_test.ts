import assert from "node:assert/strict";
import { resolveAuthority } from "../../../src/engine/entra/authority.ts";
import { AuthError } from "../../../src/engine/errors.ts";
import { complete } from "../../../src/engine/flows/complete.ts";
import {
  onBehalfOf,
  type OnBehalfOfRequest,
} from "../../../src/engine/flows/on_behalf_of.ts";
import { Secret } from "../../../src/engine/secret.ts";
import { fakePorts, type Reply } from "../../support/fake_ports.ts";
import {
  CLIENT,
  entraError,
  idToken,
  ISSUED_AT,
  OID,
  TENANT,
  tokenAnswer,
  unsignedToken,
} from "../../support/tokens.ts";

const STRANGER = "bbbbbbbb-0000-4000-8000-00000000000f";

/** The token with which a user calls this API. */
function userToken(claims: Record<string, unknown> = {}): string {
  return unsignedToken({
    aud: CLIENT,
    iss: `https://login.microsoftonline.com/${TENANT}/v2.0`,
    exp: ISSUED_AT / 1000 + 3600,
    scp: "access_as_user",
    oid: OID,
    tid: TENANT,
    ...claims,
  });
}

async function run(
  assertion: string,
  { replies = [tokenAnswer()], change = {} }: {
    replies?: readonly Reply[];
    change?: Partial<OnBehalfOfRequest>;
  } = {},
) {
  const ports = fakePorts({ replies });
  const request: OnBehalfOfRequest = {
    authority: resolveAuthority({ tenantId: TENANT }),
    clientId: CLIENT,
    authentication: { type: "secret", secret: new Secret("s") },
    scopes: ["https://graph.microsoft.com/User.Read"],
    assertion: new Secret(assertion),
    ...change,
  };
  const outcome = await complete(onBehalfOf(request, ports))
    .catch((error: unknown) => error as Error);
  return { ports, outcome };
}

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, permissions: "none", fn });
}

const REFUSED: readonly [string, string, string][] = [
  ["nothing", "", "invalid_assertion"],
  ["an opaque token", "EwAAA8PXAc", "invalid_assertion"],
  [
    "a damaged token",
    userToken().slice(0, -20).replace(".", "!."),
    "invalid_assertion",
  ],
  ["half a token", userToken().split(".")[0]!, "invalid_assertion"],
  [
    "a token for another client",
    userToken({ aud: STRANGER }),
    "invalid_assertion",
  ],
  [
    "a token for another API",
    userToken({ aud: `api://${STRANGER}` }),
    "invalid_assertion",
  ],
  [
    "a token for Graph",
    userToken({ aud: "https://graph.microsoft.com" }),
    "invalid_assertion",
  ],
  ["a token for nobody", userToken({ aud: undefined }), "invalid_assertion"],
  [
    "an application's token (idtyp)",
    userToken({ idtyp: "app", scp: undefined }),
    "invalid_assertion",
  ],
  [
    "an application's token (roles)",
    userToken({ roles: ["x"], scp: undefined }),
    "invalid_assertion",
  ],
  ["an ID token", idToken({ nonce: "n" }), "invalid_assertion"],
  ["an expired token", userToken({ exp: ISSUED_AT / 1000 }), "expired_token"],
];
for (const [what, assertion, code] of REFUSED) {
  test(`onBehalfOf() refuses ${what} with ${code} and sends nothing`, async () => {
    const { outcome, ports } = await run(assertion);
    assert.ok(outcome instanceof AuthError, String(outcome));
    assert.equal(outcome.code, code);
    assert.ok(outcome.hint);
    assert.equal(ports.sent.length, 0);
    if (assertion !== "") assert.ok(!Deno.inspect(outcome).includes(assertion));
  });
}

test("onBehalfOf() refuses a public client and a tenant that is none", async () => {
  const none = { authentication: { type: "none" } } as const;
  const { outcome, ports } = await run(userToken(), { change: none });
  assert.ok(outcome instanceof AuthError);
  assert.equal(outcome.code, "missing_credential");
  for (const tenantId of ["common", "organizations", "consumers"]) {
    const authority = resolveAuthority({ tenantId });
    const refused = await run(userToken(), { change: { authority } });
    assert.ok(refused.outcome instanceof AuthError);
    assert.equal(refused.outcome.code, "invalid_tenant");
    assert.equal(refused.ports.sent.length, 0);
  }
  assert.equal(ports.sent.length, 0);
});

test("onBehalfOf() exchanges the user's token", async () => {
  const { outcome, ports } = await run(`  ${userToken()}\n`, {
    replies: [tokenAnswer({ refresh_token: "r", id_token: idToken() })],
  });
  assert.ok(!(outcome instanceof Error), String(outcome));
  assert.equal(outcome.account?.oid, OID);
  const { form } = ports.sent[0]!;
  assert.equal(
    form.get("grant_type"),
    "urn:ietf:params:oauth:grant-type:jwt-bearer",
  );
  assert.equal(form.get("requested_token_use"), "on_behalf_of");
  assert.equal(form.get("assertion"), userToken());
  assert.equal(form.get("client_secret"), "s");
  assert.equal(
    form.get("scope"),
    "https://graph.microsoft.com/User.Read openid profile offline_access",
  );
});

test("onBehalfOf() takes every name that this API may have", async () => {
  for (
    const aud of [
      CLIENT.toUpperCase(),
      `api://${CLIENT}`,
      `api://${CLIENT}/`,
      "https://contoso.com/orders",
      "api://orders.contoso.com",
      [CLIENT],
    ]
  ) {
    const { outcome } = await run(userToken({ aud }));
    assert.ok(!(outcome instanceof Error), `${aud}: ${outcome}`);
  }
});

test("onBehalfOf() hands on the claims that the caller has to ask for", async () => {
  const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}';
  const { outcome } = await run(userToken(), {
    replies: [entraError("interaction_required", { code: 50076, claims })],
  });
  assert.ok(outcome instanceof AuthError);
  assert.equal(outcome.code, "interaction_required");
  assert.equal(
    (outcome as { details?: { claims?: string } }).details?.claims,
    claims,
  );
});
