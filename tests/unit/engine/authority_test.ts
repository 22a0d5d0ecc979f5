import assert from "node:assert/strict";
import {
  expectedIssuer,
  isLoopback,
  resolveAuthority,
} from "../../../src/engine/entra/authority.ts";
import { TENANT } from "../../support/tokens.ts";

function test(name: string, fn: () => void): void {
  Deno.test({ name, permissions: "none", fn });
}

const REFUSED: readonly [string, string][] = [
  ["", "invalid_authority"],
  ["http://login.microsoftonline.com/common", "invalid_authority"],
  ["ftp://login.microsoftonline.com/common", "invalid_authority"],
  ["https://user:pw@login.microsoftonline.com/common", "invalid_authority"],
  ["https://login.microsoftonline.com", "invalid_tenant"],
  ["https://login.microsoftonline.com/common/oauth2", "invalid_authority"],
  ["https://login.microsoftonline.com/not a tenant", "invalid_authority"],
  ["https://evil.example/common", "invalid_authority"],
  ["http://127.0.0.1.evil.example/common", "invalid_authority"],
];
for (const [authority, code] of REFUSED) {
  test(`resolveAuthority() refuses the address "${authority}" with ${code}`, () => {
    assert.throws(() => resolveAuthority({ authority }), { code });
  });
}

test("resolveAuthority() knows the endpoints of each cloud without asking", () => {
  const hosts = {
    public: "login.microsoftonline.com",
    usgov: "login.microsoftonline.us",
    china: "login.partner.microsoftonline.cn",
  };
  for (const [cloud, host] of Object.entries(hosts)) {
    const authority = resolveAuthority({
      tenantId: "Contoso.onmicrosoft.com",
      cloud,
    });
    assert.equal(
      authority.tokenEndpoint,
      `https://${host}/contoso.onmicrosoft.com/oauth2/v2.0/token`,
    );
    assert.equal(
      authority.deviceAuthorizationEndpoint,
      `https://${host}/contoso.onmicrosoft.com/oauth2/v2.0/devicecode`,
    );
    assert.equal(authority.insecure, false);
  }
});

test("resolveAuthority() refuses an unknown cloud and a missing tenant", () => {
  assert.throws(() => resolveAuthority({ tenantId: TENANT, cloud: "moon" }), {
    code: "invalid_authority",
  });
  assert.throws(() => resolveAuthority({}), { code: "invalid_tenant" });
});

test("resolveAuthority() takes aliases, a version and a bare host for what they mean", () => {
  for (
    const authority of [
      `https://login.windows.net/${TENANT}`,
      `https://login.microsoftonline.com/${TENANT}/v2.0`,
      `login.microsoftonline.com/${TENANT}/`,
    ]
  ) {
    assert.equal(
      resolveAuthority({ authority }).tokenEndpoint,
      `https://login.microsoftonline.com/${TENANT}/oauth2/v2.0/token`,
    );
  }
});

test("resolveAuthority() takes plain http on this machine only, tenant in the path or beside it", () => {
  for (const host of ["127.0.0.1:8400", "localhost:8400", "[::1]:8400"]) {
    const authority = resolveAuthority({
      authority: `http://${host}`,
      tenantId: TENANT,
    });
    assert.equal(
      authority.tokenEndpoint,
      `http://${host}/${TENANT}/oauth2/v2.0/token`,
    );
    assert.equal(authority.insecure, true);
  }
});

test("isLoopback() knows names that only look like this machine", () => {
  for (const host of ["localhost", "127.0.0.1", "127.9.9.9", "[::1]"]) {
    assert.ok(isLoopback(host), host);
  }
  for (
    const host of [
      "localhost.evil.example",
      "127.0.0.1.evil.example",
      "128.0.0.1",
      "0.0.0.0",
      "",
    ]
  ) assert.ok(!isLoopback(host), host);
});

test("expectedIssuer() fills the template with a GUID only, and with the tenant asked", () => {
  const other = "aaaaaaaa-0000-4000-8000-00000000000f";
  const common = resolveAuthority({ tenantId: "common" });
  const fixed = resolveAuthority({ tenantId: TENANT });
  const consumers = resolveAuthority({ tenantId: "consumers" });
  assert.equal(
    expectedIssuer(common, other),
    `https://login.microsoftonline.com/${other}/v2.0`,
  );
  for (const tid of [undefined, null, 7, "", "evil", "{tenantid}"]) {
    assert.equal(expectedIssuer(common, tid), undefined);
  }
  assert.equal(expectedIssuer(fixed, other), undefined);
  assert.equal(
    expectedIssuer(fixed, TENANT.toUpperCase()),
    `https://login.microsoftonline.com/${TENANT.toUpperCase()}/v2.0`,
  );
  assert.equal(expectedIssuer(consumers, TENANT), undefined);
  assert.ok(expectedIssuer(consumers, "9188040d-6c67-4c5b-b112-36a304b66dad"));
});
