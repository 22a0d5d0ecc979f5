// Flows that are asked for by raw requests, so that they do not wait for the engine's.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { decodeJwt } from "jose";
import { thumbprints } from "../support/oracle/tokens.ts";
import type { ContractTest } from "./authority_contract.ts";
import { clientAssertion } from "./authority_mistakes_later.ts";
import { onBehalfOf, PORTAL_REQUEST } from "./authority_requests.ts";
import {
  ADA,
  authorize,
  claimsOf,
  CLI,
  member,
  PORTAL,
  post,
  VAULT,
  VERIFIER,
} from "./authority_world.ts";

/** OpenID Connect Core, 3.3.2.11: the left half of the hash, in base64url. */
function halfHash(text: string): string {
  return createHash("sha256").update(text).digest().subarray(0, 16)
    .toString("base64url");
}

function certificateFlows(test: ContractTest): void {
  const { x5t, x5tS256 } = thumbprints(VAULT.certificate);
  for (
    const [alg, header] of [
      ["PS256", { "x5t#S256": x5tS256 }],
      ["RS256", { x5t }],
    ] as const
  ) {
    test(`a certificate proves the client by ${alg}`, async (authority) => {
      const fields = await clientAssertion(authority, { alg, header });
      const answer = await post(authority, { fields });
      const claims = claimsOf(member(answer, "access_token"));
      assert.equal(claims.appid, VAULT.id);
      assert.equal(claims.appidacr, "2");
    });
  }
}

function frontChannelFlows(test: ContractTest): void {
  test("a hybrid answer binds the code to the ID token by c_hash", async (authority) => {
    const answer = await authorize(authority, { fields: PORTAL_REQUEST });
    const claims = decodeJwt(member(answer, "id_token"));
    const code = member(answer, "code");
    assert.equal(claims["c_hash"], halfHash(code));
    assert.equal(claims["nonce"], "nonce-1");
    assert.equal(member(answer, "state"), "state-1");
    const redeemed = await post(authority, {
      fields: {
        grant_type: "authorization_code",
        client_id: PORTAL.id,
        client_secret: PORTAL.secret,
        code,
        redirect_uri: PORTAL_REQUEST.redirect_uri,
        code_verifier: VERIFIER,
      },
    });
    assert.ok(member(redeemed, "access_token"));
  });

  test("an implicit answer binds the token to the ID token by at_hash", async (authority) => {
    const answer = await authorize(authority, {
      fields: { ...PORTAL_REQUEST, response_type: "id_token token" },
    });
    const claims = decodeJwt(member(answer, "id_token"));
    const token = member(answer, "access_token");
    assert.equal(claims["at_hash"], halfHash(token));
    assert.equal(member(answer, "token_type"), "Bearer");
    assert.equal(answer.body.refresh_token, undefined);
  });

  test("an ID token alone comes without a token", async (authority) => {
    const answer = await authorize(authority, {
      fields: { ...PORTAL_REQUEST, response_type: "id_token" },
    });
    assert.ok(member(answer, "id_token"));
    assert.equal(answer.body.access_token, undefined);
    assert.equal(answer.body.code, undefined);
  });
}

/** Flows of which an authority may not have all. */
export function laterFlowContract(test: ContractTest): void {
  test("an API gets a token for another one on behalf of its caller", async (authority) => {
    const fields = await onBehalfOf(authority);
    const answer = await post(authority, { fields });
    const claims = claimsOf(member(answer, "access_token"));
    assert.equal(claims.aud, "https://graph.microsoft.com");
    assert.equal(claims.upn, ADA.username);
    assert.equal(claims.appid, fields.client_id);
  });
  test("a password gives the user's token", async (authority) => {
    const answer = await post(authority, {
      fields: {
        grant_type: "password",
        client_id: CLI.id,
        ...ADA,
        scope: "openid profile offline_access User.Read",
      },
    });
    const claims = decodeJwt(member(answer, "id_token"));
    assert.equal(claims["preferred_username"], ADA.username);
    assert.ok(member(answer, "refresh_token"));
  });
  certificateFlows(test);
  frontChannelFlows(test);
}
