import assert from "node:assert/strict";
import type { SandboxHandler } from "../../src/sandbox/mod.ts";
import {
  ADA,
  CONTOSO,
  FABRIKAM,
  openSandbox,
  postForm,
  SPA,
} from "./visitor.ts";

const TOKEN = `/${FABRIKAM}/oauth2/v2.0/token`;
const SPA_ORIGIN = "http://localhost:5173";

function preflight(
  sandbox: SandboxHandler,
  path: string,
  origin: string,
): Promise<Response> {
  return sandbox.fetch(
    new Request(sandbox.origin + path, {
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "x-client-sku",
      },
    }),
  );
}

for (
  const [path, origin, allowed] of [
    [TOKEN, SPA_ORIGIN, SPA_ORIGIN],
    [TOKEN, "https://evil.example", null],
    [`/${FABRIKAM}/oauth2/v2.0/devicecode`, SPA_ORIGIN, null],
    ["/v1.0/me", SPA_ORIGIN, null],
    [
      `/${FABRIKAM}/v2.0/.well-known/openid-configuration`,
      "https://any.example",
      "*",
    ],
    [`/${FABRIKAM}/discovery/v2.0/keys`, "https://any.example", "*"],
  ] as const
) {
  Deno.test({
    name: `A preflight of ${path} from ${origin} allows ${
      allowed ?? "nothing"
    }`,
    permissions: "none",
    async fn() {
      const { status, headers } = await preflight(openSandbox(), path, origin);
      assert.equal(status, 204);
      assert.equal(headers.get("access-control-allow-origin"), allowed);
      assert.equal(
        headers.get("access-control-allow-headers"),
        allowed === null ? null : "x-client-sku",
      );
    },
  });
}

for (
  const [origin, allowed] of [
    [SPA_ORIGIN, SPA_ORIGIN],
    ["https://evil.example", null],
  ] as const
) {
  Deno.test({
    name: `A page of ${origin} can${
      allowed ? "" : "not"
    } read why its token request is refused`,
    permissions: "none",
    async fn() {
      const { response } = await postForm(openSandbox(), {
        path: TOKEN,
        fields: {
          grant_type: "authorization_code",
          client_id: SPA.id,
          code: "1.made-up",
          redirect_uri: `${SPA_ORIGIN}/`,
        },
        headers: { origin },
      });
      assert.equal(response.status, 400);
      assert.equal(
        response.headers.get("access-control-allow-origin"),
        allowed,
      );
    },
  });
}

Deno.test({
  name: "OPTIONS that is no preflight is no token request",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const response = await sandbox.fetch(
      new Request(sandbox.origin + TOKEN, { method: "OPTIONS" }),
    );
    assert.deepEqual((await response.json()).error_codes, [900561]);
  },
});

Deno.test({
  name: "The user realm tells that a known user's domain is managed",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    for (
      const [name, type] of [[ADA, "Managed"], ["x@y", "Unknown"]] as const
    ) {
      const response = await sandbox.fetch(
        new Request(
          `${sandbox.origin}/common/UserRealm/${name}?api-version=1.0`,
        ),
      );
      assert.equal((await response.json()).account_type, type);
    }
  },
});

Deno.test({
  name: "Sign-out by a form post ends the session and goes back",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const response = await sandbox.fetch(
      new Request(`${sandbox.origin}/${CONTOSO}/oauth2/v2.0/logout`, {
        method: "POST",
        body: new URLSearchParams({
          post_logout_redirect_uri: "http://localhost",
          state: "bye",
        }),
      }),
    );
    assert.equal(
      response.headers.get("location"),
      "http://localhost/?state=bye",
    );
  },
});
