import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import {
  answersAt,
  checkDestination,
  resourcesAt,
  scopeAt,
  scopesAnswerAt,
} from "../../../src/engine/api/resource_hosts.ts";
import { AuthError } from "../../../src/engine/errors.ts";

const options = { permissions: "none" } as const;
const at = (url: string) => resourcesAt(new URL(url));

Deno.test(
  "resourcesAt() knows a host by its whole name, https and the usual port alone",
  options,
  () => {
    const graph = ["https://graph.microsoft.com"];
    assert.deepEqual(at("https://graph.microsoft.com/v1.0"), graph);
    assert.deepEqual(at("https://GRAPH.microsoft.com:443/"), graph);
    assert.deepEqual(at("https://graph.microsoft.com./"), graph);
    for (
      const url of [
        "http://graph.microsoft.com/",
        "https://graph.microsoft.com:8443/",
        "https://graph.microsoft.com.evil.example/",
        "https://xgraph.microsoft.com/",
        "https://vault.azure.net/",
        "https://evil.example/.vault.azure.net",
        "https://evil.example/?https://graph.microsoft.com",
        "https://graph.microsoft.com@evil.example/",
      ]
    ) {
      assert.deepEqual(at(url), [], url);
    }
  },
);

Deno.test(
  "resourcesAt() names both APIs where two share a host",
  options,
  () => {
    assert.equal(at("https://contoso.servicebus.windows.net/q").length, 2);
    assert.throws(
      () => scopeAt(new URL("https://contoso.servicebus.windows.net/q")),
      (error) => error instanceof AuthError && error.code === "invalid_scope",
    );
  },
);

Deno.test(
  "answersAt() goes by every name of an API, and leaves other APIs open",
  options,
  () => {
    const rows = [
      ["https://graph.microsoft.com/", "https://graph.microsoft.com/x", "yes"],
      ["https://graph.microsoft.com", "https://graph.microsoft.us/x", "yes"],
      [
        "00000003-0000-0000-c000-000000000000",
        "https://graph.microsoft.com/x",
        "yes",
      ],
      [
        "https://management.core.windows.net/",
        "https://management.azure.com/x",
        "yes",
      ],
      ["https://graph.microsoft.com", "https://evil.example/", "no"],
      ["https://vault.azure.net", "https://graph.microsoft.com/", "no"],
      ["api://orders", "https://graph.microsoft.com/", "no"],
      ["api://orders", "https://orders.example/", "unknown"],
      ["https://orders.example", "https://orders.example/list", "yes"],
      ["https://orders.example", "https://orders.example:8443/", "unknown"],
      [
        "https://contoso.sharepoint.com",
        "https://contoso.sharepoint.com/_api",
        "yes",
      ],
      [
        "https://contoso.sharepoint.com",
        "https://evil.sharepoint.com/_api",
        "no",
      ],
    ] as const;
    for (const [resource, url, expected] of rows) {
      assert.equal(
        answersAt(resource, new URL(url)),
        expected,
        `${resource} ${url}`,
      );
    }
  },
);

Deno.test("scopesAnswerAt() goes by the worst of the scopes", options, () => {
  const url = new URL("https://graph.microsoft.com/v1.0/me");
  assert.equal(scopesAnswerAt(["User.Read", "openid"], url), "yes");
  assert.equal(scopesAnswerAt(["User.Read", "api://x/y"], url), "no");
  assert.equal(scopesAnswerAt(["openid"], url), "no");
  assert.equal(scopesAnswerAt([], url), "no");
});

Deno.test(
  "checkDestination() lets no token of Graph to a host that is not Graph's",
  options,
  () => {
    fc.assert(fc.property(fc.webUrl({ withQueryParameters: true }), (text) => {
      const url = new URL(text);
      if (url.hostname.includes("microsoft")) return;
      assert.throws(
        () => checkDestination(url, { scopes: ["User.Read"] }),
        (error) =>
          error instanceof AuthError && error.code === "invalid_parameter",
      );
    }));
  },
);

Deno.test(
  "checkDestination() lets a token that was asked for by who signs in alone go to Graph only",
  options,
  () => {
    checkDestination(new URL("https://graph.microsoft.com/oidc/userinfo"), {
      scopes: ["openid"],
    });
    for (const scopes of [["openid", "profile"], []]) {
      assert.throws(
        () => checkDestination(new URL("https://api.example/"), { scopes }),
        AuthError,
      );
    }
  },
);

Deno.test(
  "checkDestination() takes named origins, and plain http on this machine alone",
  options,
  () => {
    const scopes = ["api://orders/.default"];
    const origins = [
      "https://a.example",
      "http://127.0.0.1:81",
      "http://b.example",
    ];
    const check = (url: string) =>
      checkDestination(new URL(url), { scopes, origins });
    check("https://a.example/x?y");
    check("http://127.0.0.1:81/");
    for (
      const url of [
        "http://b.example/",
        "https://a.example:444/",
        "http://127.0.0.1:82/",
        "https://user@a.example/",
      ]
    ) {
      assert.throws(() => check(url), AuthError, url);
    }
  },
);
