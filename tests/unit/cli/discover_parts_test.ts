import assert from "node:assert/strict";
import {
  searchRegistrations,
  sortRegistrations,
} from "../../../src/cli/discover/search.ts";
import { graphPlace } from "../../../src/cli/graph/graph_place.ts";
import { secretName } from "../../../src/cli/graph/new_secret.ts";
import type { AppRegistration } from "../../../src/cli/graph/registrations.ts";

function named(...names: readonly string[]): readonly AppRegistration[] {
  return names.map((name, index) => ({
    name,
    objectId: `${index}`,
    clientId: `00000000-0000-4000-8000-00000000000${index}`,
  }));
}

function found(search: string, ...names: readonly string[]) {
  return searchRegistrations(named(...names), search).map(({ name }) => name);
}

Deno.test({
  name: "searchRegistrations() finds a part in any case, and the whole with *",
  permissions: "none",
  fn() {
    const names = ["Orders API", "My orders", "orders", "Other"];
    assert.deepEqual(found("ORDERS", ...names), names.slice(0, 3));
    assert.deepEqual(found("orders*", ...names), ["Orders API", "orders"]);
    assert.deepEqual(found("*orders", ...names), ["My orders", "orders"]);
    assert.deepEqual(found("o*r*s", ...names), ["orders"]);
    assert.deepEqual(found("*", ...names), names);
    assert.deepEqual(found("", ...names), names);
    assert.deepEqual(found("aba*aba", "aba", "ababa", "abaaba"), ["abaaba"]);
    assert.deepEqual(found("000000000003", ...names), ["Other"]);
    // Text, not a pattern of another kind.
    assert.deepEqual(found(".", "a.b", "ab"), ["a.b"]);
  },
});

Deno.test({
  name: "searchRegistrations() is quick with any number of stars",
  permissions: "none",
  fn() {
    const search = "a*".repeat(200) + "b";
    assert.deepEqual(found(search, "a".repeat(512)), []);
  },
});

Deno.test({
  name: "sortRegistrations() sorts by name in any case, then by id",
  permissions: "none",
  fn() {
    const sorted = sortRegistrations(named("b", "A", "a", ""));
    assert.deepEqual(sorted.map(({ objectId }) => objectId), [
      "3",
      "1",
      "2",
      "0",
    ]);
  },
});

Deno.test({
  name: "secretName() names the day of the end by UTC",
  permissions: "none",
  fn() {
    assert.equal(
      secretName(Date.UTC(2026, 5, 30, 23, 59)),
      "ENTRADA-EXP-30-JUN-26",
    );
    assert.equal(secretName(Date.UTC(2030, 0, 1)), "ENTRADA-EXP-01-JAN-30");
  },
});

for (
  const [place, asked, base, resource] of [
    [
      undefined,
      undefined,
      "https://graph.microsoft.com",
      "https://graph.microsoft.com",
    ],
    [
      { cloud: "usgov" },
      undefined,
      "https://graph.microsoft.us",
      "https://graph.microsoft.us",
    ],
    [
      { authority: "login.partner.microsoftonline.cn/x.cn" },
      undefined,
      "https://microsoftgraph.chinacloudapi.cn",
      "https://microsoftgraph.chinacloudapi.cn",
    ],
    [
      { authority: "https://contoso.ciamlogin.com/contoso" },
      undefined,
      "https://graph.microsoft.com",
      "https://graph.microsoft.com",
    ],
    [
      { authority: "http://127.0.0.1:8480/t" },
      undefined,
      "http://127.0.0.1:8480",
      "https://graph.microsoft.com",
    ],
    [
      { authority: "https://sandbox.example/t" },
      "https://graph.example",
      "https://graph.example",
      "https://graph.microsoft.com",
    ],
  ] as const
) {
  Deno.test({
    name: `graphPlace() of ${JSON.stringify(place)} is at ${base}`,
    permissions: "none",
    fn() {
      const found = graphPlace(place, asked);
      assert.deepEqual([found.base.href, found.resource], [
        `${base}/v1.0/`,
        resource,
      ]);
    },
  });
}
