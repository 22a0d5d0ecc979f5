import assert from "node:assert/strict";
import { startSandbox } from "../../src/sandbox/mod.ts";
import { startOracle } from "../support/oracle/mod.ts";
import { ORACLE_WORLD } from "../support/oracle/world.ts";
import { authorityContract } from "./authority_contract.ts";
import { DIFFERENCES } from "./authority_differences.ts";
import { MISTAKES, MISTAKES_BY_FLOW } from "./authority_mistakes.ts";
import { ADA, POLL_SECONDS } from "./authority_world.ts";

authorityContract({
  name: "sandbox",
  open: (signIn) =>
    startSandbox({
      world: ORACLE_WORLD,
      deviceIntervalSeconds: POLL_SECONDS,
      ...(signIn === "pages"
        ? {}
        : { autoApprove: { username: ADA.username, deviceAfterPolls: 2 } }),
    }),
});

authorityContract({
  name: "oracle",
  async open(signIn) {
    const oracle = await startOracle({
      deviceIntervalSeconds: POLL_SECONDS,
      automaticUser: signIn === "pages" ? null : ADA.username,
    });
    if (signIn === "automatic") oracle.answerPolls("pending", "pending");
    return oracle;
  },
});

Deno.test({
  name:
    "The contract has at least eighty mistakes for both authorities, each under a name of its own",
  permissions: "none",
  fn() {
    const later = Object.values(MISTAKES_BY_FLOW).flat();
    const names = [...MISTAKES, ...later].map(({ does }) => does);
    assert.ok(MISTAKES.length >= 80, String(MISTAKES.length));
    assert.equal(new Set(names).size, names.length);
    for (const name of Object.keys(DIFFERENCES)) {
      assert.ok(names.includes(name), `No mistake is called "${name}"`);
    }
  },
});
