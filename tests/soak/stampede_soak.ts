import assert from "node:assert/strict";
import { print } from "../../scripts/print.ts";
import { needingKernel } from "../support/kept_calls.ts";
import {
  type Stampede,
  stampedeForApp,
  stampedeForUser,
} from "../support/stampede.ts";

function tell(what: string, { answered, tokens, requests, ms }: Stampede) {
  print(
    `${what}: ${answered} of 50 answered with ${tokens} token, ${requests} request, ${
      Math.round(ms)
    } ms`,
  );
}

Deno.test({
  ...needingKernel("F6: 50 programs, one uncached token, one request"),
  async fn() {
    const came = await stampedeForApp(50);
    tell("F6: 50 programs, one uncached token", came);
    const { ms: _ms, ...counts } = came;
    assert.deepEqual(counts, { answered: 50, tokens: 1, requests: 1 });
  },
});

Deno.test({
  ...needingKernel(
    "R10: 50 programs, an expired token and a rotating refresh token, one refresh",
  ),
  async fn() {
    const came = await stampedeForUser(50);
    tell("R10: 50 programs, one expired token", came);
    const { ms: _ms, ...counts } = came;
    assert.deepEqual(counts, { answered: 50, tokens: 1, requests: 1 });
  },
});

Deno.test({
  ...needingKernel(
    "R10: 50 scripts, an expired token and a rotating refresh token, one refresh within 3 s",
  ),
  async fn() {
    const came = await stampedeForUser(50, "library");
    tell("R10: 50 scripts with the library, one expired token", came);
    const { ms, ...counts } = came;
    assert.deepEqual(counts, { answered: 50, tokens: 1, requests: 1 });
    assert.ok(ms <= 3000, `${ms} ms`);
  },
});
