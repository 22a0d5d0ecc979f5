// A client that shares no code with the sandbox reads its answers.
import assert from "node:assert/strict";
import * as oauth from "oauth4webapi";
import type { SandboxHandler } from "../../src/sandbox/mod.ts";
import {
  ADA,
  CLI,
  CONTOSO,
  DAEMON,
  openBrowser,
  openSandbox,
  redirected,
} from "./visitor.ts";

type FetchOptions = oauth.CustomFetchOptions<
  string,
  URLSearchParams | undefined
>;

function optionsFor(sandbox: SandboxHandler) {
  return {
    [oauth.allowInsecureRequests]: true,
    [oauth.customFetch]: (url: string, { body, ...init }: FetchOptions) =>
      sandbox.fetch(new Request(url, { ...init, body: body ?? null })),
  };
}

async function discover(
  sandbox: SandboxHandler,
): Promise<oauth.AuthorizationServer> {
  const issuer = new URL(`${sandbox.origin}/${CONTOSO}/v2.0`);
  const response = await oauth.discoveryRequest(issuer, optionsFor(sandbox));
  return await oauth.processDiscoveryResponse(issuer, response);
}

const NOW = { clock: { now: () => Date.now() } };

Deno.test({
  name:
    "oauth4webapi completes code flow, refresh and the check of the ID token's signature",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox(NOW);
    const server = await discover(sandbox);
    const client: oauth.Client = { client_id: CLI.id };
    const options = optionsFor(sandbox);
    const verifier = oauth.generateRandomCodeVerifier();
    const redirectUri = "http://localhost:53412/";
    const browser = openBrowser(sandbox);
    const page = await browser.authorize({
      client_id: CLI.id,
      response_type: "code",
      redirect_uri: redirectUri,
      scope: "openid offline_access User.Read",
      state: "s",
      nonce: "n",
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
    });
    const answer = oauth.validateAuthResponse(
      server,
      client,
      redirected(await browser.signIn(page, ADA)),
      "s",
    );
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      oauth.None(),
      answer,
      redirectUri,
      verifier,
      options,
    );
    const result = await oauth.processAuthorizationCodeResponse(
      server,
      client,
      response,
      {
        expectedNonce: "n",
        requireIdToken: true,
      },
    );
    await oauth.validateApplicationLevelSignature(server, response, options);
    const refreshed = await oauth.refreshTokenGrantRequest(
      server,
      client,
      oauth.None(),
      result.refresh_token ?? "",
      options,
    );
    const second = await oauth.processRefreshTokenResponse(
      server,
      client,
      refreshed,
    );
    assert.notEqual(second.access_token, result.access_token);
  },
});

Deno.test({
  name:
    "oauth4webapi completes the device flow and reads the errors of its polls",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox(NOW);
    const server = await discover(sandbox);
    const client: oauth.Client = { client_id: CLI.id };
    const options = optionsFor(sandbox);
    const start = await oauth.deviceAuthorizationRequest(
      server,
      client,
      oauth.None(),
      { scope: "openid User.Read" },
      options,
    );
    const device = await oauth.processDeviceAuthorizationResponse(
      server,
      client,
      start,
    );
    const poll = async () =>
      await oauth.processDeviceCodeResponse(
        server,
        client,
        await oauth.deviceCodeGrantRequest(
          server,
          client,
          oauth.None(),
          device.device_code,
          options,
        ),
      );
    await assert.rejects(poll(), {
      name: "ResponseBodyError",
      error: "authorization_pending",
    });
    sandbox.control.approveDevice(device.user_code, ADA);
    await assert.rejects(poll(), {
      name: "ResponseBodyError",
      error: "slow_down",
    });
    sandbox.control.advanceClock(10);
    assert.ok((await poll()).access_token);
  },
});

Deno.test({
  name: "oauth4webapi gets an app token by either way of sending a secret",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox(NOW);
    const server = await discover(sandbox);
    const client: oauth.Client = { client_id: DAEMON.id };
    for (
      const authenticate of [oauth.ClientSecretPost, oauth.ClientSecretBasic]
    ) {
      const response = await oauth.clientCredentialsGrantRequest(
        server,
        client,
        authenticate(DAEMON.secret),
        { scope: "https://graph.microsoft.com/.default" },
        optionsFor(sandbox),
      );
      const result = await oauth.processClientCredentialsResponse(
        server,
        client,
        response,
      );
      assert.equal(result.expires_in, 3599);
    }
  },
});
