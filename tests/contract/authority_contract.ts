/**
 * What every authority of the tests has to do: the flows of the engine succeed, and deliberate mistakes are refused.
 * One suite, two callers: our own sandbox and the certified oracle. A difference between them is either a mistake
 * of one of them or stands in `authority_differences.ts` with its reason.
 *
 * @module
 */
import assert from "node:assert/strict";
import { flowContract } from "./authority_flows.ts";
import { DIFFERENCES } from "./authority_differences.ts";
import { engineFlowContract } from "./authority_flows_engine.ts";
import { laterFlowContract } from "./authority_flows_later.ts";
import type { Mistake } from "./authority_mistake.ts";
import { MISTAKES, MISTAKES_BY_FLOW } from "./authority_mistakes.ts";
import type { Authority, AuthorityCaller } from "./authority_world.ts";

/** Loopback; `env` is read by what the oracle is made of. */
const PERMISSIONS: Deno.PermissionOptions = {
  net: ["127.0.0.1"],
  env: "inherit",
};

/** Registers a test on a fresh authority. */
export type ContractTest = (
  name: string,
  fn: (authority: Authority) => Promise<void>,
  signIn?: "automatic" | "pages",
) => void;

/** Registers the whole contract for one caller. */
export function authorityContract(caller: AuthorityCaller): void {
  const test: ContractTest = (name, fn, signIn = "automatic") =>
    Deno.test({
      name: `${caller.name}: ${name}`,
      permissions: PERMISSIONS,
      async fn() {
        const authority = await caller.open(signIn);
        try {
          await fn(authority);
        } finally {
          await authority.close();
        }
      },
    });
  flowContract(test);
  laterFlowContract(test);
  engineFlowContract(test);
  for (const mistake of MISTAKES) refuses(test, { caller, mistake });
  for (const mistakes of Object.values(MISTAKES_BY_FLOW)) {
    for (const mistake of mistakes) refuses(test, { caller, mistake });
  }
}

function refuses(
  test: ContractTest,
  { caller, mistake }: { caller: AuthorityCaller; mistake: Mistake },
): void {
  const difference = DIFFERENCES[mistake.does];
  const differs = difference?.authority === caller.name;
  const [error, code] = differs ? difference.answer : mistake.answer;
  const verb = differs && error === undefined && code === undefined
    ? "accepts"
    : "refuses";
  test(`${verb} ${mistake.does}`, async (authority) => {
    const answer = await mistake.send(authority);
    const said = JSON.stringify(answer.body);
    assert.equal(answer.error, error, said);
    // Where the sandbox promises no code, the error alone counts.
    if (verb === "accepts" || code !== undefined) {
      assert.equal(answer.code, code, said);
    }
    if (verb === "accepts") return;
    // Nobody is sent to an address that is not registered.
    if (error === undefined) assert.equal(answer.by, "page", said);
    for (const name of ["access_token", "id_token", "refresh_token", "code"]) {
      assert.equal(answer.body[name], undefined, name);
    }
  });
}
