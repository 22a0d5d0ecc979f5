import assert from "node:assert/strict";
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  jwtVerify,
} from "jose";
import { DEFAULT_WORLD, type SandboxHandler } from "../../src/sandbox/mod.ts";
import {
  CLI,
  CONTOSO,
  errorOf,
  type Fields,
  NOTES,
  openSandbox,
  postForm,
  userToken,
} from "./visitor.ts";

const SCOPE = "openid offline_access User.Read";

function refresh(token: unknown, changes: Fields = {}): Fields {
  return {
    grant_type: "refresh_token",
    client_id: CLI.id,
    refresh_token: String(token),
    ...changes,
  };
}

function familySandbox(members: readonly string[]): SandboxHandler {
  const clients = DEFAULT_WORLD.clients.map((client) => ({
    ...client,
    admin_consent: true,
    family: members.includes(client.client_id),
  }));
  return openSandbox({ world: { ...DEFAULT_WORLD, clients } });
}

Deno.test({
  name: "Clients of a family share refresh tokens and are told so by foci",
  permissions: "none",
  async fn() {
    const sandbox = familySandbox([CLI.id, NOTES.id]);
    const first = await userToken(sandbox, { scope: SCOPE });
    assert.equal(first["foci"], "1");
    const { body } = await postForm(sandbox, {
      fields: refresh(first["refresh_token"], { client_id: NOTES.id }),
    });
    assert.equal(body["foci"], "1");
    assert.ok(body["access_token"]);
  },
});

Deno.test({
  name:
    "A client outside the family is told client_mismatch; without a family nobody shares",
  permissions: "none",
  async fn() {
    const family = familySandbox([CLI.id]);
    const first = await userToken(family, { scope: SCOPE });
    const { error, body } = errorOf(
      await postForm(family, {
        fields: refresh(first["refresh_token"], { client_id: NOTES.id }),
      }),
    );
    assert.deepEqual([error, body["suberror"], body["error_codes"]], [
      "invalid_grant",
      "client_mismatch",
      [],
    ]);
    const alone = familySandbox([]);
    const second = await userToken(alone, { scope: SCOPE });
    assert.equal(second["foci"], undefined);
    const refused = await postForm(alone, {
      fields: refresh(second["refresh_token"], { client_id: NOTES.id }),
    });
    assert.equal(errorOf(refused).code, 70000);
  },
});

Deno.test({
  name:
    "The fifteenth identical refresh within five minutes is refused with AADSTS50196; newer tokens and later times are not",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const { refresh_token } = await userToken(sandbox, { scope: SCOPE });
    let newest: unknown = refresh_token;
    for (let times = 1; times < 15; times++) {
      const { body } = await postForm(sandbox, {
        fields: refresh(refresh_token),
      });
      newest = body["refresh_token"];
      assert.ok(newest);
    }
    const loop = await postForm(sandbox, { fields: refresh(refresh_token) });
    assert.deepEqual([errorOf(loop).error, errorOf(loop).code], [
      "invalid_grant",
      50196,
    ]);
    const good = await postForm(sandbox, { fields: refresh(newest) });
    assert.equal(good.response.status, 200);
    sandbox.control.advanceClock(300);
    const later = await postForm(sandbox, { fields: refresh(refresh_token) });
    assert.equal(later.response.status, 200);
  },
});

Deno.test({
  name:
    "rotateKeys() signs with a key that was not published before, and keeps the old one for one turn",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox({ clock: { now: () => Date.now() } });
    const published = async () => {
      const response = await sandbox.fetch(
        new Request(`${sandbox.origin}/${CONTOSO}/discovery/v2.0/keys`),
      );
      return await response.json();
    };
    const idToken = async () =>
      String((await userToken(sandbox, { scope: SCOPE }))["id_token"]);
    const before = await published();
    const old = await idToken();
    sandbox.control.rotateKeys();
    const fresh = await idToken();
    await assert.rejects(jwtVerify(fresh, createLocalJWKSet(before)), {
      code: "ERR_JWKS_NO_MATCHING_KEY",
    });
    const during = createLocalJWKSet(await published());
    await jwtVerify(fresh, during);
    await jwtVerify(old, during);
    sandbox.control.rotateKeys();
    await assert.rejects(jwtVerify(old, createLocalJWKSet(await published())), {
      code: "ERR_JWKS_NO_MATCHING_KEY",
    });
    sandbox.control.reset();
    assert.deepEqual(await published(), before);
  },
});

Deno.test({
  name: "jose's remote key set finds the new key after rotateKeys()",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox({ clock: { now: () => Date.now() } });
    const keys = createRemoteJWKSet(
      new URL(`${sandbox.origin}/${CONTOSO}/discovery/v2.0/keys`),
      {
        cooldownDuration: 0,
        [customFetch]: (url, init) => sandbox.fetch(new Request(url, init)),
      },
    );
    for (const _ of [1, 2, 3]) {
      const { id_token } = await userToken(sandbox, { scope: SCOPE });
      await jwtVerify(String(id_token), keys, { audience: CLI.id });
      sandbox.control.rotateKeys();
    }
    const asked = sandbox.control.requests().filter(({ path }) =>
      path.endsWith("/keys")
    );
    assert.equal(asked.length, 3);
  },
});
