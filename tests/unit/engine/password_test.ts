import assert from "node:assert/strict";
import { resolveAuthority } from "../../../src/engine/entra/authority.ts";
import { AuthError } from "../../../src/engine/errors.ts";
import type { PasswordEvent } from "../../../src/engine/events.ts";
import { complete } from "../../../src/engine/flows/complete.ts";
import {
  password,
  type PasswordRequest,
} from "../../../src/engine/flows/password.ts";
import { Secret } from "../../../src/engine/secret.ts";
import { fakePorts, type FakeWorld } from "../../support/fake_ports.ts";
import {
  CLIENT,
  entraError,
  idToken,
  OID,
  TENANT,
  tokenAnswer,
} from "../../support/tokens.ts";

const request: PasswordRequest = {
  authority: resolveAuthority({ tenantId: TENANT }),
  clientId: CLIENT,
  authentication: { type: "none" },
  scopes: ["User.Read"],
  username: "ada@contoso.example",
};
const answer = () => tokenAnswer({ refresh_token: "r", id_token: idToken() });

async function run(
  world: FakeWorld,
  change: Partial<PasswordRequest> = {},
) {
  const ports = fakePorts(world);
  const events: PasswordEvent[] = [];
  const outcome = await complete(
    password({ ...request, ...change }, ports),
    (event) => events.push(event),
  ).catch((error: unknown) => error as Error);
  return { ports, events, outcome };
}

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, permissions: "none", fn });
}

test("password() refuses tenants that take none, a missing name and an empty password before it sends anything", async () => {
  const secret = new Secret("p");
  const cases: [Partial<PasswordRequest>, string][] = [
    [
      { authority: resolveAuthority({ tenantId: "common" }), password: secret },
      "invalid_tenant",
    ],
    [{
      authority: resolveAuthority({ tenantId: "consumers" }),
      password: secret,
    }, "invalid_tenant"],
    [{ username: "", password: secret }, "missing_credential"],
    [{ password: new Secret("") }, "missing_credential"],
    [{ scopes: [], password: secret }, "invalid_scope"],
  ];
  for (const [change, code] of cases) {
    const { outcome, ports } = await run({}, change);
    assert.ok(outcome instanceof AuthError, String(outcome));
    assert.equal(outcome.code, code);
    assert.equal(ports.sent.length, 0);
  }
});

test("password() warns every time, asks for the password and sends it once", async () => {
  const { outcome, ports, events } = await run({
    replies: [answer()],
    password: " p&ss=word ",
  });
  assert.ok(!(outcome instanceof Error), String(outcome));
  assert.equal(outcome.account?.oid, OID);
  assert.equal(events[0]?.type, "warning");
  assert.deepEqual(ports.questions, ["Password of ada@contoso.example: "]);
  const { form } = ports.sent[0]!;
  assert.equal(form.get("grant_type"), "password");
  assert.equal(form.get("username"), "ada@contoso.example");
  assert.equal(form.get("password"), " p&ss=word ");
  assert.equal(form.get("scope"), "User.Read openid profile offline_access");
});

test("password() on organizations takes a password that it is given, and asks nobody", async () => {
  const { outcome, ports } = await run({ replies: [answer()] }, {
    authority: resolveAuthority({ tenantId: "organizations" }),
    password: new Secret("p"),
  });
  assert.ok(!(outcome instanceof Error), String(outcome));
  assert.deepEqual(ports.questions, []);
});

test("password() says what to do when a second factor is asked for, and never shows the password", async () => {
  const { outcome, events } = await run({
    replies: [
      entraError("invalid_grant", { code: 50076, suberror: "basic_action" }),
    ],
    password: "the-password",
  });
  assert.ok(outcome instanceof AuthError);
  assert.equal(outcome.code, "interaction_required");
  const shown = JSON.stringify(events) + Deno.inspect(outcome, { depth: 9 });
  assert.ok(!shown.includes("the-password"));
});
