import assert from "node:assert/strict";
import {
  emptiedSecrets,
  environmentForOthers,
  withholdVariable,
} from "../../src/adapters/environment.ts";

Deno.test({
  name: "environmentForOthers() passes no secret on, and what a browser needs",
  permissions: { env: true },
  fn() {
    const secrets = [
      "ENTRADA_CLIENT_SECRET",
      "AZURE_CLIENT_SECRET",
      "DB_PASSWORD",
      "GITHUB_TOKEN",
      "MY_API_KEY",
      "PW",
    ];
    withholdVariable("PW");
    for (const name of secrets) Deno.env.set(name, "canary");
    Deno.env.set("DISPLAY", ":0");
    try {
      const { clearEnv, env = {} } = environmentForOthers();
      assert.equal(clearEnv, true);
      assert.equal(env.DISPLAY, ":0");
      assert.ok(!Object.values(env).includes("canary"));
      const { PW, AZURE_CLIENT_SECRET, DB_PASSWORD } = emptiedSecrets();
      assert.deepEqual([PW, AZURE_CLIENT_SECRET], ["", ""]);
      assert.equal(DB_PASSWORD, undefined, "its owner may need it");
    } finally {
      for (const name of [...secrets, "DISPLAY"]) Deno.env.delete(name);
    }
  },
});

Deno.test({
  name: "environmentForOthers() asks for no permission",
  permissions: "none",
  fn: () => assert.deepEqual(environmentForOthers(), {}),
});
