import assert from "node:assert/strict";
import { AuthError, createClient, Secret } from "../../mod.ts";
import { decodeToken } from "../../src/engine/jwt/decode.ts";
import { PASSPHRASE } from "../support/certificates/encrypted_keys.ts";
import { CERTIFICATE, KEY } from "../support/certificates/pem.ts";
import { pfx } from "../support/certificates/pfx.ts";
import { fakePorts } from "../support/fake_ports.ts";
import {
  CLIENT,
  TENANT,
  tokenAnswer,
  unsignedToken,
} from "../support/tokens.ts";
import { GRAPH, SECRET } from "./calls.ts";

const who = { tenantId: TENANT, clientId: CLIENT };
type Auth = NonNullable<Parameters<typeof createClient>[0]["auth"]>;

async function formOf(auth: Auth): Promise<URLSearchParams> {
  const ports = fakePorts({ replies: [tokenAnswer()] });
  const client = createClient({ ...who, auth, ports });
  assert.equal(client.peek([GRAPH]), undefined);
  const token = await client.getToken([GRAPH]);
  assert.equal(token.flow, "client-credentials");
  assert.equal(client.peek([GRAPH])?.accessToken, token.accessToken);
  return ports.sent[0]?.form ?? new URLSearchParams();
}

Deno.test("createClient() takes a secret as text and hidden", async () => {
  for (const secret of [SECRET, new Secret(SECRET)]) {
    assert.equal((await formOf({ secret })).get("client_secret"), SECRET);
  }
});

Deno.test("createClient() takes a certificate as PEM, as two PEMs and as PFX", async () => {
  const certificates = [
    CERTIFICATE + KEY,
    { certificate: CERTIFICATE, key: KEY, algorithm: "RS256" as const },
    { certificate: pfx("modern"), passphrase: PASSPHRASE },
    pfx("empty"),
  ];
  for (const certificate of certificates) {
    const form = await formOf({ certificate });
    const { payload } = decodeToken(form.get("client_assertion") ?? "");
    assert.equal(payload.iss, CLIENT);
  }
});

Deno.test("createClient() asks for an assertion on every use", async () => {
  const assertion = unsignedToken({ sub: "job", exp: 4_000_000_000 });
  let asked = 0;
  const ports = fakePorts({ replies: [tokenAnswer(), tokenAnswer()] });
  const client = createClient({
    ...who,
    ports,
    auth: {
      assertion: () => {
        asked += 1;
        return Promise.resolve(assertion);
      },
    },
  });
  assert.equal(asked, 0);
  await client.getToken([GRAPH]);
  await client.getToken([GRAPH], { force: true });
  assert.equal(asked, 2);
  assert.equal(ports.sent[1]?.form.get("client_assertion"), assertion);
});

Deno.test("createClient() says at once what is wrong with a tenant, and at first use with a certificate", async () => {
  const auth = { certificate: "no certificate" };
  assert.throws(
    () => createClient({ ...who, tenantId: "a b", auth }),
    (error) => error instanceof AuthError && error.code === "invalid_tenant",
  );
  const client = createClient({ ...who, auth, ports: fakePorts() });
  await assert.rejects(
    client.getToken([GRAPH]),
    (error) =>
      error instanceof AuthError && error.code === "credential_invalid",
  );
});
