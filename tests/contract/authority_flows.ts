// The engine's flows from end to end, before whichever authority.
import assert from "node:assert/strict";
import { createLocalJWKSet, jwtVerify } from "jose";
import { AuthError } from "../../src/engine/errors.ts";
import { complete } from "../../src/engine/flows/complete.ts";
import { atDevicePage, clientOf } from "./authority_client.ts";
import type { ContractTest } from "./authority_contract.ts";
import { APP, signedIn } from "./authority_requests.ts";
import {
  ADA,
  type Authority,
  claimsOf,
  CLI,
  CONTOSO,
  DAEMON,
  GRAPH_DEFAULT,
  post,
  SIGN_IN_SCOPES,
} from "./authority_world.ts";

const USER_READ = ["User.Read"];
const ARM = ["https://management.azure.com//.default"];

/** Checks a token's signature with the keys that the authority publishes. */
async function verified(authority: Authority, token: string) {
  const response = await fetch(
    `${authority.origin}/${CONTOSO}/discovery/v2.0/keys`,
  );
  return await jwtVerify(token, createLocalJWKSet(await response.json()), {
    algorithms: ["RS256"],
  });
}

function appFlows(test: ContractTest): void {
  test("client credentials give the application's own token", async (authority) => {
    const client = clientOf(authority, DAEMON);
    const token = await client.getToken([GRAPH_DEFAULT]);
    assert.equal(token.account, null);
    assert.equal(token.refreshToken, undefined);
    const claims = claimsOf(token.accessToken);
    assert.equal(claims.aud, "https://graph.microsoft.com");
    assert.equal(claims.idtyp, "app");
    assert.equal(claims.appidacr, "1");
    assert.equal(claims.tid, CONTOSO);
    assert.deepEqual(claims.roles, ["User.Read.All", "Application.Read.All"]);
    assert.equal(claims.scp, undefined);
  });

  test("client credentials under the tenant's domain name the tenant's id", async (authority) => {
    const client = clientOf(authority, {
      ...DAEMON,
      tenant: "contoso.onmicrosoft.example",
    });
    const token = await client.getToken([GRAPH_DEFAULT]);
    assert.equal(claimsOf(token.accessToken).tid, CONTOSO);
  });

  test("a secret by Basic is as good as one in the form", async (authority) => {
    const { status, body } = await post(authority, {
      fields: { ...APP, client_secret: undefined },
      headers: {
        authorization: `Basic ${btoa(`${DAEMON.id}:${DAEMON.secret}`)}`,
      },
    });
    assert.equal(status, 200, JSON.stringify(body));
    assert.equal(body.token_type, "Bearer");
    assert.equal(body.scope, undefined);
  });
}

function deviceFlows(test: ContractTest): void {
  test("a device code is pending for two polls, then a token for the user", async (authority) => {
    const polls: string[] = [];
    const token = await clientOf(authority).getToken(USER_READ, {
      onEvent: (event) => polls.push(event.type),
    });
    assert.equal(token.account?.username, ADA.username);
    assert.equal(
      polls.filter((type) => type === "authorization_pending").length,
      2,
    );
    assert.ok(token.refreshToken);
  });
}

function devicePages(test: ContractTest): void {
  test(
    "a device code is approved on the page that the authority names",
    async (authority) => {
      const person = atDevicePage(ADA);
      const token = await clientOf(authority).getToken(USER_READ, {
        onEvent: person.onEvent,
      });
      await person.visited();
      assert.equal(token.account?.username, ADA.username);
    },
    "pages",
  );

  test(
    "a device code that the user cancels is access_denied",
    async (authority) => {
      const person = atDevicePage({ ...ADA, cancels: true });
      const client = clientOf(authority);
      await assert.rejects(
        client.getToken(USER_READ, { onEvent: person.onEvent }),
        { code: "access_denied" },
      );
      await person.visited();
      assert.equal(client.peek(USER_READ), undefined);
    },
    "pages",
  );
}

function deviceNames(test: ContractTest): void {
  test("device_code is a short name for the grant, code for the parameter", async (authority) => {
    const start = await post(authority, {
      path: "devicecode",
      fields: { client_id: CLI.id, scope: SIGN_IN_SCOPES },
    });
    const { error } = await post(authority, {
      fields: {
        grant_type: "device_code",
        client_id: CLI.id,
        code: String(start.body.device_code),
      },
    });
    assert.equal(error, "authorization_pending");
  });
}

function browserFlows(test: ContractTest): void {
  for (const responseMode of ["query", "fragment", "form_post"] as const) {
    test(`a sign-in by ${responseMode} gives a token whose ID token is signed`, async (authority) => {
      const client = clientOf(authority, { person: { responseMode } });
      const token = await client.getToken(USER_READ, { flow: "interactive" });
      assert.equal(token.account?.username, ADA.username);
      const { payload } = await verified(authority, token.idToken ?? "");
      assert.equal(payload.iss, `${authority.origin}/${CONTOSO}/v2.0`);
      assert.equal(payload.aud, CLI.id);
      assert.equal(
        claimsOf(token.accessToken).scp?.toString().includes("User.Read"),
        true,
      );
    });
  }
}

function signInPages(test: ContractTest): void {
  test("a sign-in goes through the authority's pages", async (authority) => {
    const client = clientOf(authority, { person: ADA });
    const token = await client.getToken(USER_READ, { flow: "interactive" });
    assert.equal(token.account?.username, ADA.username);
  }, "pages");

  test(
    "a sign-in that the user cancels is access_denied",
    async (authority) => {
      const client = clientOf(authority, { person: { ...ADA, cancels: true } });
      await assert.rejects(
        client.getToken(USER_READ, { flow: "interactive" }),
        { code: "access_denied" },
      );
      assert.equal(client.peek(USER_READ, "interactive"), undefined);
    },
    "pages",
  );

  test("a wrong password keeps the page", async (authority) => {
    const person = { ...ADA, password: "sandbox-wrong" };
    const client = clientOf(authority, { person });
    await assert.rejects(client.getToken(USER_READ, { flow: "interactive" }));
  }, "pages");
}

function tenantAliases(test: ContractTest): void {
  for (const tenant of ["common", "organizations"]) {
    test(`a sign-in on ${tenant} names the tenant that answered`, async (authority) => {
      const client = clientOf(authority, { tenant });
      const token = await client.getToken(USER_READ, { flow: "interactive" });
      assert.equal(token.tenantId, CONTOSO);
      assert.equal(token.account?.tid, CONTOSO);
    });
  }

  test("prompt=none without a session is interaction_required", async (authority) => {
    const client = clientOf(authority);
    await assert.rejects(
      client.getToken(USER_READ, { flow: "interactive", prompt: "none" }),
      (error) =>
        error instanceof AuthError && error.code === "interaction_required",
    );
  });
}

function refreshFlows(test: ContractTest): void {
  test("a refresh gives a new token for the same user", async (authority) => {
    const client = clientOf(authority);
    const first = await client.getToken(USER_READ);
    const next = await client.getToken(USER_READ, { force: true });
    assert.equal(next.source, "refresh");
    assert.deepEqual(next.account, first.account);
    assert.ok(next.refreshToken);
  });

  test("a refresh crosses to another resource and keeps its final slash", async (authority) => {
    const client = clientOf(authority);
    await client.getToken(USER_READ);
    const token = await client.getToken(ARM);
    assert.equal(token.source, "refresh");
    const claims = claimsOf(token.accessToken);
    assert.equal(claims.aud, "https://management.azure.com/");
    assert.equal(claims.scp, "user_impersonation");
  });

  test("a refresh on common stays with the user's tenant", async (authority) => {
    const client = clientOf(authority, { tenant: "common" });
    await client.getToken(USER_READ);
    const token = await complete(client.run("refresh-token", USER_READ));
    assert.equal(token.tenantId, CONTOSO);
  });
}

function documents(test: ContractTest): void {
  test("the metadata name the endpoints, and the issuer or its template", async (authority) => {
    for (const tenant of [CONTOSO, "common"]) {
      const response = await fetch(
        `${authority.origin}/${tenant}/v2.0/.well-known/openid-configuration`,
      );
      const document = await response.json();
      const named = tenant === "common" ? "{tenantid}" : tenant;
      assert.equal(document.issuer, `${authority.origin}/${named}/v2.0`);
      assert.equal(
        document.token_endpoint,
        `${authority.origin}/${tenant}/oauth2/v2.0/token`,
      );
      assert.equal(
        document.jwks_uri,
        `${authority.origin}/${tenant}/discovery/v2.0/keys`,
      );
    }
  });

  test("a Graph token opens userinfo, and nothing else does", async (authority) => {
    const { access_token } = await signedIn(authority);
    const url = `${authority.origin}/oidc/userinfo`;
    const good = await fetch(url, {
      headers: { authorization: `Bearer ${access_token}` },
    });
    assert.equal(good.status, 200);
    assert.ok((await good.json()).sub);
    const bad = await fetch(url, { headers: { authorization: "Bearer x" } });
    assert.equal(bad.status, 401);
    await bad.body?.cancel();
  });
}

function errorAnswers(test: ContractTest): void {
  test("an error answer has every member that Entra's has", async (authority) => {
    const { body, status } = await post(authority, {
      fields: { ...APP, client_secret: "sandbox-wrong" },
    });
    assert.equal(status, 401);
    assert.match(
      String(body.error_description),
      /^AADSTS7000215: .+\r\nTrace ID: [\w-]+\r\nCorrelation ID: [\w-]+\r\nTimestamp: \S+ \S+Z$/s,
    );
    assert.deepEqual(body.error_codes, [7000215]);
    assert.equal(
      body.error_uri,
      `${authority.origin}/error?code=7000215`,
    );
    for (const name of ["timestamp", "trace_id", "correlation_id"]) {
      assert.equal(typeof body[name], "string", name);
    }
  });
}

/** Flows and documents that every authority of the tests serves. */
export function flowContract(test: ContractTest): void {
  appFlows(test);
  deviceFlows(test);
  devicePages(test);
  deviceNames(test);
  browserFlows(test);
  signInPages(test);
  tenantAliases(test);
  refreshFlows(test);
  documents(test);
  errorAnswers(test);
}
