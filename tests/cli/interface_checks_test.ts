import assert from "node:assert/strict";
import { createTokenChecks } from "../../src/cli/interface/checks.ts";
import type { TokenCheck } from "../../src/engine/mod.ts";
import { Secret } from "../../src/engine/secret.ts";
import { fakePorts } from "../support/fake_ports.ts";
import {
  idToken,
  idTokenClaims,
  signedToken,
  TENANT,
  unsignedToken,
} from "../support/tokens.ts";
import { START, stillClock } from "./fake_io.ts";

const OTHER = "aaaaaaaa-0000-4000-8000-000000000002";

async function verify(
  checks: ReturnType<typeof createTokenChecks>,
  request: { readonly profile?: string } = {},
) {
  const { signal } = new AbortController();
  const steps = checks.verify(new Secret(idToken()), { ...request, signal });
  const seen: TokenCheck[] = [];
  let next = await steps.next();
  for (; !next.done; next = await steps.next()) seen.push(next.value);
  assert.deepEqual(next.value.checks, seen, "each was told when it was made");
  return next.value;
}

Deno.test("createTokenChecks() fetches keys once, and trusts the profile's authority", async () => {
  const ports = fakePorts({ start: START });
  const checks = createTokenChecks({ clock: stillClock() }, {
    ports,
    authorityOf: (profile) =>
      Promise.resolve({ tenantId: profile === "own" ? TENANT : OTHER }),
  });
  assert.equal((await verify(checks)).valid, true);
  assert.equal((await verify(checks, { profile: "own" })).valid, true);
  assert.equal(ports.keyRequests.length, 1);
  const other = await verify(checks, { profile: "other" });
  assert.equal(other.valid, false);
  assert.ok(other.checks.some(({ code }) => code === "issuer_mismatch"));
});

Deno.test("createTokenChecks() compares two tokens", async () => {
  const checks = createTokenChecks({ clock: stillClock() }, {
    ports: fakePorts(),
    authorityOf: () => Promise.resolve(undefined),
  });
  const other = signedToken(idTokenClaims({ name: "Grace Example" }));
  const { differences } = await checks.compare(
    new Secret(idToken()),
    new Secret(other),
  );
  assert.deepEqual(differences.map(({ name }) => name), ["name"]);
});

Deno.test("createTokenChecks() asks a user's token for scopes and an application's for roles", async () => {
  const checks = createTokenChecks({ clock: stillClock() }, {
    ports: fakePorts(),
    authorityOf: () => Promise.resolve(undefined),
  });
  const codes = async (claims: Record<string, unknown>) => {
    const aud = "https://graph.microsoft.com";
    const { reasons } = await checks.reject(
      new Secret(unsignedToken({ aud, exp: 4_000_000_000, ...claims })),
      { resource: "graph", permissions: ["Mail.Read"] },
    );
    return reasons.map(({ code }) => code);
  };
  assert.deepEqual(await codes({ scp: "Mail.Read" }), []);
  assert.deepEqual(await codes({ scp: "User.Read" }), ["scope_missing"]);
  assert.deepEqual(await codes({ idtyp: "app", roles: ["Mail.Read"] }), []);
  assert.deepEqual(
    await codes({ idtyp: "app", roles: ["User.Read"] }),
    ["role_missing"],
  );
});
