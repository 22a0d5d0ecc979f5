import assert from "node:assert/strict";
import { needingKernel } from "../support/kept_calls.ts";
import { stampedeForApp, stampedeForUser } from "../support/stampede.ts";

Deno.test({
  ...needingKernel(
    "8 programs that want one uncached token send one request, and all get the token",
  ),
  async fn() {
    const { ms: _ms, ...came } = await stampedeForApp(8);
    assert.deepEqual(came, { answered: 8, tokens: 1, requests: 1 });
  },
});

Deno.test({
  ...needingKernel(
    "8 programs with an expired token use a refresh token that works once, once",
  ),
  async fn() {
    const { ms: _ms, ...came } = await stampedeForUser(8);
    assert.deepEqual(came, { answered: 8, tokens: 1, requests: 1 });
  },
});
