import assert from "node:assert/strict";
import { fromProfile } from "../../mod.ts";
import type { Sandbox } from "../../src/sandbox/mod.ts";
import { withSandbox } from "../support/product.ts";
import { profilesText } from "./fake_io.ts";

const ORDERS = "api://5b0e6c7a-93d4-4f1e-8a25-6f4c1d2e7b90/.default";
const VARIABLES = ["ENTRADA_HOME", "ENTRADA_TOKEN_STORE", "NIGHTLY_SECRET"];

/** A home with a profile of the application, and this process in it. */
async function inHome(
  fn: (sandbox: Sandbox) => Promise<void>,
): Promise<void> {
  await withSandbox({}, async (sandbox, home) => {
    const before = VARIABLES.map((name) => [name, Deno.env.get(name)] as const);
    const nightly = sandbox.ready.clients.find(({ name }) =>
      name === "Contoso Nightly Report"
    );
    await Deno.writeTextFile(
      `${home}/profiles.json`,
      profilesText([{
        name: "Nightly",
        authority: sandbox.authority,
        clientId: nightly?.client_id,
        scopes: [ORDERS],
        clientSecret: "env:NIGHTLY_SECRET",
      }]),
      { mode: 0o600 },
    );
    Deno.env.set("ENTRADA_HOME", home);
    Deno.env.set("ENTRADA_TOKEN_STORE", "plaintext");
    Deno.env.set("NIGHTLY_SECRET", nightly?.client_secret ?? "");
    try {
      await fn(sandbox);
    } finally {
      for (const [name, value] of before) {
        if (value === undefined) Deno.env.delete(name);
        else Deno.env.set(name, value);
      }
    }
  });
}

Deno.test("fromProfile() makes the client that a profile describes, with its flow, scopes and kept tokens", () =>
  inHome(async (sandbox) => {
    const client = await fromProfile("nightly");
    assert.equal(client.profile, "Nightly");
    assert.deepEqual(client.scopes, [ORDERS]);
    assert.equal(client.flow, "client-credentials");
    const first = await client.getToken(client.scopes);
    assert.equal(first.source, "flow");
    const other = await fromProfile("NIGHTLY");
    assert.equal((await other.getToken(other.scopes)).source, "cache");
    const without = await fromProfile("nightly", { cache: false });
    assert.equal((await without.getToken(ORDERS.split(" "))).source, "flow");
    const { token } = await other.asCredential().getToken(ORDERS);
    assert.equal(token, first.accessToken);
    // A sandbox is its own authority and its own APIs, as for entrada call.
    const answer = await client.fetch(`${sandbox.origin}/api/orders`);
    assert.equal((await answer.json()).value.length, 2);
    const elsewhere = new URL(sandbox.origin);
    elsewhere.port = String((Number(elsewhere.port) + 1) % 65536 || 1);
    await assert.rejects(client.fetch(elsewhere), {
      code: "invalid_parameter",
    });
  }));

Deno.test("fromProfile() says what is wrong with a profile, and asks nobody", () =>
  inHome(async () => {
    await assert.rejects(fromProfile("missing"), {
      name: "AuthError",
      code: "profile_not_found",
    });
    const profiles = `${Deno.env.get("ENTRADA_HOME")}/profiles.json`;
    const before = await Deno.readTextFile(profiles);
    await Deno.writeTextFile(profiles, "{");
    await assert.rejects(fromProfile("nightly"), {
      name: "AuthError",
      code: "profile_invalid",
    });
    await Deno.writeTextFile(profiles, before);
    Deno.env.delete("NIGHTLY_SECRET");
    const client = await fromProfile("nightly");
    await assert.rejects(client.getToken(client.scopes, { force: true }));
  }));

Deno.test({
  name: "fromProfile() says which permission is missing",
  permissions: { read: true },
  fn: async () => {
    await assert.rejects(fromProfile("nightly"), {
      name: "AuthError",
      code: "storage_failed",
      message:
        'Cannot open the profile "nightly": this program may not see the environment',
    });
  },
});
