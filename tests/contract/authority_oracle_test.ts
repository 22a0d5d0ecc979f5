import assert from "node:assert/strict";
import { startOracle } from "../support/oracle/mod.ts";
import { APP, poll } from "./authority_requests.ts";
import { CONTOSO, NOBODY, post } from "./authority_world.ts";

const PERMISSIONS: Deno.PermissionOptions = {
  net: ["127.0.0.1"],
  env: "inherit",
};

Deno.test({
  name:
    "startOracle() frees its port on close, even after twenty in one process",
  permissions: PERMISSIONS,
  async fn() {
    const oracles = await Promise.all(
      Array.from({ length: 20 }, () => startOracle()),
    );
    const origins = oracles.map(({ origin }) => origin);
    assert.equal(new Set(origins).size, 20);
    await Promise.all(oracles.map((oracle) => oracle.close()));
    const [origin = ""] = origins;
    await assert.rejects(fetch(`${origin}/${CONTOSO}/discovery/v2.0/keys`));
  },
});

Deno.test({
  name:
    "startOracle() tells beside each error whether the engine or the layer refused, in its own words",
  permissions: PERMISSIONS,
  async fn() {
    const oracle = await startOracle();
    const wrong = await post(oracle, {
      fields: { ...APP, client_id: NOBODY },
    });
    assert.equal(
      wrong.body._oidc_provider,
      "engine: invalid_client: client authentication failed; client not found",
    );
    const v1 = await post(oracle, { fields: { ...APP, resource: "x" } });
    assert.match(String(v1.body._oidc_provider), /^layer: /);
    await oracle.close();
  },
});

Deno.test({
  name: "answerPolls() scripts what the polls to come are answered with",
  permissions: PERMISSIONS,
  async fn() {
    const oracle = await startOracle();
    const fields = await poll(oracle);
    oracle.answerPolls("pending", "slow_down", "expire", "decline");
    const answers: (string | undefined)[] = [];
    for (let time = 0; time < 4; time++) {
      answers.push((await post(oracle, { fields })).error);
    }
    assert.deepEqual(answers, [
      "authorization_pending",
      "slow_down",
      "expired_token",
      "authorization_declined",
    ]);
    await oracle.close();
  },
});

Deno.test({
  name:
    "startOracle() has the clients, users and APIs of the sandbox's default world in its ready line",
  permissions: PERMISSIONS,
  async fn() {
    const oracle = await startOracle();
    const { ready } = oracle;
    assert.equal(ready.authority, `${oracle.origin}/${CONTOSO}`);
    assert.ok(ready.clients.some(({ name }) => name === "Contoso CLI"));
    assert.ok(ready.users.length > 0 && ready.apis.length > 0);
    await oracle.close();
  },
});
