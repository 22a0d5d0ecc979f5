import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import {
  checkAppScopes,
  checkUserScopes,
  parseScopes,
  resourceOf,
  resourceOfApp,
  resourceScope,
  withSignInScopes,
} from "../../../src/engine/entra/scopes.ts";

function test(name: string, fn: () => void): void {
  Deno.test({ name, permissions: "none", fn });
}

test("parseScopes() refuses quotes, backslashes and letters beyond ASCII", () => {
  for (const text of ['"User.Read"', "a\\b", "Dürfen", "a\u0000b"]) {
    assert.throws(() => parseScopes(text), { code: "invalid_scope" }, text);
  }
});

test("parseScopes() splits at blanks and commas and drops repetitions", () => {
  assert.deepEqual(parseScopes(" User.Read,Mail.Read\n  openid User.Read,"), [
    "User.Read",
    "Mail.Read",
    "openid",
  ]);
  assert.deepEqual(parseScopes(["a b", "c,a"]), ["a", "b", "c"]);
});

test("parseScopes() is its own inverse once joined", () => {
  const scope = fc.stringMatching(/^[!#-+\--[\]-~]{1,20}$/);
  fc.assert(fc.property(fc.uniqueArray(scope), (scopes) => {
    assert.deepEqual(parseScopes(scopes.join(" ")), scopes);
  }));
});

test("resourceScope() keeps the slash that makes the audience", () => {
  assert.equal(
    resourceScope("https://management.azure.com/"),
    "https://management.azure.com//.default",
  );
  assert.equal(
    resourceScope("https://graph.microsoft.com"),
    "https://graph.microsoft.com/.default",
  );
  assert.equal(
    resourceScope("https://graph.microsoft.com/.default"),
    "https://graph.microsoft.com/.default",
  );
});

test("resourceOf() undoes resourceScope() for every resource", () => {
  for (
    const resource of [
      "https://management.azure.com/",
      "https://graph.microsoft.com",
      "00000003-0000-0000-c000-000000000000",
      "api://x",
    ]
  ) {
    assert.equal(resourceOf(resourceScope(resource)), resource);
  }
  assert.equal(resourceOf("User.Read"), "https://graph.microsoft.com");
  assert.equal(resourceOf("api://x/access_as_user"), "api://x");
  assert.equal(resourceOf("offline_access"), undefined);
});

test("checkAppScopes() lets OpenID Connect scopes stand beside the one /.default", () => {
  checkAppScopes(["https://graph.microsoft.com/.default", "openid"]);
  for (
    const scopes of [[], ["openid"], ["User.Read"], [
      "a/.default",
      "b/.default",
    ]]
  ) {
    assert.throws(() => checkAppScopes(scopes), { code: "invalid_scope" });
  }
});

test("checkUserScopes() refuses several resources, /.default in company, and nothing", () => {
  checkUserScopes([
    "User.Read",
    "https://graph.microsoft.com/Mail.Read",
    "openid",
  ]);
  checkUserScopes(["openid"]);
  for (
    const scopes of [[], ["User.Read", "api://x/y"], [
      "https://graph.microsoft.com/.default",
      "User.Read",
    ]]
  ) {
    assert.throws(() => checkUserScopes(scopes), { code: "invalid_scope" });
  }
});

test("withSignInScopes() adds each scope once", () => {
  assert.deepEqual(withSignInScopes(["openid", "User.Read"]), [
    "openid",
    "User.Read",
    "profile",
    "offline_access",
  ]);
});

test("checkUserScopes() and checkAppScopes() refuse an API without a permission, and tell the scope that was meant", () => {
  const cases = [
    ["https://vault.azure.net", "https://vault.azure.net/.default"],
    [
      "https://management.azure.com/",
      "https://management.azure.com//.default",
    ],
    [
      "499b84ac-1321-427f-aa17-267ca6975798",
      "499b84ac-1321-427f-aa17-267ca6975798/.default",
    ],
    ["api://orders", "api://orders/.default"],
  ] as const;
  for (const [scope, meant] of cases) {
    for (const check of [checkUserScopes, checkAppScopes]) {
      assert.throws(
        () => check([scope]),
        (error: Error & { hint?: string }) => {
          assert.match(error.message, /names an API/);
          assert.ok(error.hint?.includes(`Use ${meant}`), `${error.hint}`);
          return true;
        },
      );
    }
  }
  checkUserScopes(["https://management.azure.com//user_impersonation"]);
  checkUserScopes(["User.Read"]);
});

test("resourceOfApp() turns the one /.default back into the resource, slash and all", () => {
  assert.equal(
    resourceOfApp(["openid", "https://management.azure.com//.default"]),
    "https://management.azure.com/",
  );
  assert.throws(() => resourceOfApp(["User.Read"]), { code: "invalid_scope" });
});
