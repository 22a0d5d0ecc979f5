import assert from "node:assert/strict";
import { openProduct, withSandbox } from "../support/product.ts";

/** An application that may read registrations, so that nobody waits for a person. */
const NIGHTLY = "d84b2c6f-1e95-4a37-b0d8-5c7f9e3a2164";

Deno.test({
  name:
    "discover on a terminal: answers that cannot be used are asked for again, and the profile is made",
  ignore: Deno.build.os === "windows",
  fn: () =>
    withSandbox(
      {},
      async (sandbox, home) => {
        const profiles = [{
          name: "nightly",
          authority: sandbox.authority,
          clientId: NIGHTLY,
          clientSecret: "env:S",
        }];
        await Deno.writeTextFile(
          `${home}/profiles.json`,
          JSON.stringify({ version: 1, profiles }),
          { mode: 0o600 },
        );
        const session = await openProduct({
          args: [
            ...["discover", "-p", "nightly"],
            ...["--trace-out", `${home}/t.json`],
          ],
          home,
          env: { S: "sandbox-secret-nightly-report" },
        });
        await session.until(/Make a profile from one of these\? \[y\/N\]:\s*$/);
        session.press("y\r");
        await session.until(/Filter by name [^]*\[\*\]:\s*$/);
        session.press("billing console\r");
        await session.until(/another filter \[1\]:\s*$/);
        session.press("9\r");
        await session.until(/no such number[^]*another filter \[1\]:\s*$/);
        session.press("\r");
        await session.until(/Profile name \[Billing-Console\]:\s*$/);
        session.press("-x\r");
        await session.until(/Cannot name[^]*\[Billing-Console\]:\s*$/);
        session.press("billing\r");
        await session.until(/Numbers or scopes [^]*\[1\]:\s*$/);
        session.press("4\r");
        await session.until(/Proof of the client [^]*\[none\]:\s*$/);
        session.press("magic\r");
        await session.until(/Cannot use the proof[^]*\[none\]:\s*$/);
        session.press("\r");
        assert.equal(await session.exit, 0, session.written());
        assert.match(session.written(), /Made the profile "billing"/);
        const kept = JSON.parse(
          await Deno.readTextFile(`${home}/profiles.json`),
        );
        assert.deepEqual(kept.profiles[1].scopes, [
          "https://graph.microsoft.com/User.Read",
        ]);
        const trace = await Deno.readTextFile(`${home}/t.json`);
        assert.match(trace, /"Fetch the next page"/);
        assert.doesNotMatch(trace, /eyJ[\w-]{20,}/);
      },
    ),
});
