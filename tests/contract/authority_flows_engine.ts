// The same later flows as the engine runs them; named by text, so that this compiles before it does.
import assert from "node:assert/strict";
import type { AcquireOptions } from "../../src/engine/client.ts";
import { complete } from "../../src/engine/flows/complete.ts";
import type { FlowName } from "../../src/engine/flows/flow_names.ts";
import { Secret } from "../../src/engine/secret.ts";
import { thumbprints } from "../support/oracle/tokens.ts";
import { clientOf } from "./authority_client.ts";
import type { ContractTest } from "./authority_contract.ts";
import { signedIn } from "./authority_requests.ts";
import {
  ADA,
  type Authority,
  claimsOf,
  GRAPH_DEFAULT,
  INTRANET,
  ORDERS,
  PORTAL,
  VAULT,
} from "./authority_world.ts";

type Client = ReturnType<typeof clientOf>;

/** Runs a flow by its name. */
function run(
  client: Client,
  { flow, scopes, options = {} }: {
    readonly flow: string;
    readonly scopes: readonly string[];
    readonly options?: Readonly<Record<string, unknown>>;
  },
) {
  return complete(
    client.run(flow as FlowName, scopes, options as AcquireOptions),
  );
}

/** What the engine makes of the PEM files of a certificate. */
async function certificateOf(algorithm: "PS256" | "RS256"): Promise<object> {
  const { x5t, x5tS256 } = thumbprints(VAULT.certificate);
  const name = algorithm === "PS256" ? "RSA-PSS" : "RSASSA-PKCS1-v1_5";
  const key = await crypto.subtle.importKey(
    "pkcs8",
    Uint8Array.fromBase64(VAULT.key.replace(/-----.+-----/g, "")),
    { name, hash: "SHA-256" },
    false,
    ["sign"],
  );
  return {
    key,
    algorithm,
    thumbprintSha256: x5tS256,
    thumbprintSha1: x5t,
    subject: "CN=Oracle test client",
    notAfter: Date.now() + 60_000,
  };
}

function certificateFlows(test: ContractTest): void {
  for (const algorithm of ["PS256", "RS256"] as const) {
    test(`the engine proves a client by a certificate and ${algorithm}`, async (authority) => {
      const certificate = await certificateOf(algorithm);
      const client = clientOf(authority, { id: VAULT.id, certificate });
      // A fresh assertion each time: the second one would be refused otherwise.
      for (let time = 0; time < 2; time++) {
        const token = await client.getToken([GRAPH_DEFAULT], { force: true });
        assert.equal(claimsOf(token.accessToken).appidacr, "2");
      }
    });
  }
}

function frontChannelFlows(test: ContractTest): void {
  const portal = (
    authority: Authority,
    responseMode: "fragment" | "form_post",
  ) => clientOf(authority, { ...PORTAL, person: { responseMode } });
  for (const responseMode of ["fragment", "form_post"] as const) {
    test(`the engine's hybrid flow ends with a token (${responseMode})`, async (authority) => {
      const token = await run(portal(authority, responseMode), {
        flow: "hybrid",
        scopes: ["User.Read"],
        options: { redirectUri: INTRANET },
      });
      assert.equal(token.account?.username, ADA.username);
      assert.ok(token.refreshToken);
    });
    test(`the engine's implicit flow ends with a token (${responseMode})`, async (authority) => {
      const token = await run(portal(authority, responseMode), {
        flow: "implicit",
        scopes: ["User.Read"],
        options: { redirectUri: INTRANET },
      });
      assert.equal(token.account?.username, ADA.username);
      assert.equal(claimsOf(token.accessToken).upn, ADA.username);
      assert.equal(token.refreshToken, undefined);
    });
  }
}

/** Flows of the engine that either it or an authority may not have. */
export function engineFlowContract(test: ContractTest): void {
  test("the engine gets a token on behalf of an API's caller", async (authority) => {
    const { access_token } = await signedIn(
      authority,
      `openid api://${ORDERS.id}/access_as_user`,
    );
    const token = await run(clientOf(authority, ORDERS), {
      flow: "on-behalf-of",
      scopes: ["https://graph.microsoft.com/User.Read"],
      options: { assertion: new Secret(String(access_token)) },
    });
    assert.equal(claimsOf(token.accessToken).upn, ADA.username);
  });
  test("the engine signs a user in by a password", async (authority) => {
    const token = await run(clientOf(authority), {
      flow: "password",
      scopes: ["User.Read"],
      options: {
        username: ADA.username,
        password: new Secret(ADA.password),
      },
    });
    assert.equal(token.account?.username, ADA.username);
  });
  certificateFlows(test);
  frontChannelFlows(test);
}
