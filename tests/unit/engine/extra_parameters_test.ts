import assert from "node:assert/strict";
import {
  checkExtraParameters,
  withExtraQuery,
} from "../../../src/engine/protocol/extra_parameters.ts";

function test(name: string, fn: () => void): void {
  Deno.test({ name, permissions: "none", fn });
}

test("checkExtraParameters() refuses what the flow sets itself, in any spelling", () => {
  for (
    const name of [
      "client_id",
      "SCOPE",
      " state",
      "code_challenge",
      "request",
      "",
    ]
  ) {
    for (const place of ["query", "body"]) {
      const extra = { [place]: { [name]: "x" } };
      assert.throws(() => checkExtraParameters(extra), {
        code: "invalid_parameter",
      }, name);
    }
  }
  checkExtraParameters({
    query: { amr_values: "mfa" },
    body: { resource: "x" },
  });
});

test("withExtraQuery() keeps the query that an endpoint has", () => {
  assert.equal(
    withExtraQuery("https://a.example/token?p=b2c_1", { query: { dc: "x&y" } }),
    "https://a.example/token?p=b2c_1&dc=x%26y",
  );
  assert.equal(
    withExtraQuery("https://a.example/", undefined),
    "https://a.example/",
  );
});
