// Microsoft's own libraries as clients. It runs as a process of its own, because a runtime reads the
// certificates that it trusts when it starts: DENO_CERT holds the sandbox's. One line of JSON a scenario.
import {
  ClientAssertionCredential,
  ClientCertificateCredential,
  ClientSecretCredential,
  DeviceCodeCredential,
  ManagedIdentityCredential,
  OnBehalfOfCredential,
  UsernamePasswordCredential,
  WorkloadIdentityCredential,
} from "npm:@azure/identity@4.14.1";
import {
  type AuthenticationResult,
  ConfidentialClientApplication,
  CryptoProvider,
  ManagedIdentityApplication,
  PublicClientApplication,
  ResponseMode,
} from "npm:@azure/msal-node@7.2.1";
import type { ReadyLine } from "../../src/sandbox/mod.ts";
import {
  ADA,
  claimsOf,
  CLI,
  DAEMON,
  openBrowser,
  ORDERS,
  ORDERS_API,
  passwordOf,
  SHOP,
} from "./visitor.ts";

/** What a scenario proves: the claims of the access token it ends with. */
type Claims = Readonly<Record<string, unknown>>;
type Scenario = (ready: ReadyLine) => Promise<Claims>;

const GRAPH = "https://graph.microsoft.com/.default";
const ORDERS_SCOPE = `api://${ORDERS}/access_as_user`;
const CALLBACK = "http://localhost:8400/callback";

const authority = ({ origin, tenants }: ReadyLine) => ({
  authority: `${origin}/${tenants[0]?.id}`,
  knownAuthorities: [new URL(origin).host],
});

function confidential(
  ready: ReadyLine,
  { id, secret, proof = { clientSecret: secret } }: {
    id: string;
    secret: string;
    proof?: Record<string, unknown>;
  },
): ConfidentialClientApplication {
  return new ConfidentialClientApplication({
    auth: { clientId: id, ...authority(ready), ...proof },
  });
}

function publicClient(ready: ReadyLine): PublicClientApplication {
  return new PublicClientApplication({
    auth: { clientId: CLI.id, ...authority(ready) },
  });
}

function certificateOf({ clients }: ReadyLine) {
  const certificate = clients.find(({ client_id }) => client_id === DAEMON.id)
    ?.certificate;
  if (certificate === undefined) throw new Error("No certificate");
  const { certificate_pem, private_key_pem, thumbprint_sha256 = "" } =
    certificate;
  const thumbprint = Uint8Array.fromBase64(thumbprint_sha256, {
    alphabet: "base64url",
  }).toHex();
  return { certificate_pem, private_key_pem, thumbprint };
}

function shown(
  result: Pick<AuthenticationResult, "accessToken"> | null,
): Claims {
  return claimsOf(result?.accessToken);
}

/** Goes through the pages as Ada and brings back what the last one sends to the application. */
async function visitPages(url: string): Promise<URLSearchParams> {
  const { origin } = new URL(url);
  const browser = openBrowser({
    origin,
    fetch: (request) => fetch(new Request(request, { redirect: "manual" })),
  });
  const page = await browser.get(url);
  let done = await browser.signIn(page, ADA);
  let html = await done.clone().text();
  if (html.includes('value="accept"')) {
    done = await browser.press(done, { action: "accept" });
    html = await done.clone().text();
  }
  await done.body?.cancel();
  const fields = [...html.matchAll(/name="([^"]+)" value="([^"]*)"/g)];
  return new URLSearchParams(
    fields.map(([, name = "", value = ""]) => [name, value]),
  );
}

/** The assertion that a build machine of GitHub would get. */
async function githubAssertion(
  { workload_identity: { github_actions } }: ReadyLine,
): Promise<string> {
  const { request_url, request_token } = github_actions;
  const audience = encodeURIComponent("api://AzureADTokenExchange");
  const response = await fetch(`${request_url}&audience=${audience}`, {
    headers: { authorization: `Bearer ${request_token}` },
  });
  return (await response.json()).value;
}

async function userAssertion(ready: ReadyLine): Promise<string> {
  const result = await publicClient(ready).acquireTokenByUsernamePassword({
    scopes: [ORDERS_SCOPE],
    username: ADA,
    password: passwordOf(ADA),
  });
  return result?.accessToken ?? "";
}

const MSAL: Readonly<Record<string, Scenario>> = {
  async "client credentials with a secret"(ready) {
    const client = confidential(ready, DAEMON);
    return shown(
      await client.acquireTokenByClientCredential({ scopes: [GRAPH] }),
    );
  },
  async "client credentials with a certificate, twice by one assertion"(ready) {
    const { private_key_pem, certificate_pem, thumbprint } = certificateOf(
      ready,
    );
    const client = confidential(ready, {
      ...DAEMON,
      proof: {
        clientCertificate: {
          thumbprintSha256: thumbprint,
          privateKey: private_key_pem,
          x5c: certificate_pem,
        },
      },
    });
    await client.acquireTokenByClientCredential({
      scopes: ["https://management.azure.com/.default"],
    });
    return shown(
      await client.acquireTokenByClientCredential({ scopes: [GRAPH] }),
    );
  },
  async "client credentials with GitHub's assertion"(ready) {
    const client = confidential(ready, {
      ...DAEMON,
      proof: { clientAssertion: () => githubAssertion(ready) },
    });
    return shown(
      await client.acquireTokenByClientCredential({ scopes: [GRAPH] }),
    );
  },
  async "device code, then a silent refresh for another resource"(ready) {
    const client = publicClient(ready);
    const first = await client.acquireTokenByDeviceCode({
      scopes: ["User.Read"],
      deviceCodeCallback() {},
    });
    if (first?.account === undefined || first.account === null) {
      throw new Error("No account");
    }
    return shown(
      await client.acquireTokenSilent({
        account: first.account,
        scopes: [ORDERS_SCOPE],
        forceRefresh: true,
      }),
    );
  },
  async "authorization code with PKCE by form_post"(ready) {
    const client = confidential(ready, SHOP);
    const { verifier, challenge } = await new CryptoProvider()
      .generatePkceCodes();
    const request = {
      scopes: ["User.Read"],
      redirectUri: CALLBACK,
      responseMode: ResponseMode.FORM_POST,
      state: "state-1",
      nonce: "nonce-1",
    };
    const url = await client.getAuthCodeUrl({
      ...request,
      codeChallenge: challenge,
      codeChallengeMethod: "S256",
    });
    const answer = await visitPages(url);
    const result = await client.acquireTokenByCode({
      ...request,
      code: answer.get("code") ?? "",
      codeVerifier: verifier,
    }, {
      nonce: request.nonce,
      state: answer.get("state") ?? "",
      code: answer.get("code") ?? "",
    });
    return shown(result);
  },
  async "a browser on loopback"(ready) {
    const client = publicClient(ready);
    const result = await client.acquireTokenInteractive({
      scopes: ["User.Read"],
      async openBrowser(url) {
        const target = new URL(url).searchParams.get("redirect_uri") ?? "";
        const body = await visitPages(url);
        const response = await fetch(target, { method: "POST", body });
        await response.body?.cancel();
      },
    });
    return shown(result);
  },
  async "on behalf of a user"(ready) {
    const client = confidential(ready, ORDERS_API);
    return shown(
      await client.acquireTokenOnBehalfOf({
        oboAssertion: await userAssertion(ready),
        scopes: ["User.Read"],
      }),
    );
  },
  async "a password"(ready) {
    return claimsOf(await userAssertion(ready));
  },
  async "a managed identity of App Service"({ managed_identity }) {
    const { endpoint, header } = managed_identity.app_service;
    Deno.env.set("IDENTITY_ENDPOINT", endpoint);
    Deno.env.set("IDENTITY_HEADER", header);
    try {
      const client = new ManagedIdentityApplication({});
      return shown(await client.acquireToken({ resource: GRAPH }));
    } finally {
      Deno.env.delete("IDENTITY_ENDPOINT");
      Deno.env.delete("IDENTITY_HEADER");
    }
  },
};

interface AnyCredential {
  getToken(scopes: string | string[]): Promise<{ token: string } | null>;
}

async function ask(
  credential: AnyCredential,
  scope: string = GRAPH,
): Promise<Claims> {
  return claimsOf((await credential.getToken(scope))?.token);
}

function options({ origin }: ReadyLine) {
  return { authorityHost: origin, disableInstanceDiscovery: true };
}

function tenantOf({ tenants }: ReadyLine): string {
  return tenants[0]?.id ?? "";
}

const IDENTITY: Readonly<Record<string, Scenario>> = {
  ClientSecretCredential: (ready) =>
    ask(
      new ClientSecretCredential(
        tenantOf(ready),
        DAEMON.id,
        DAEMON.secret,
        options(ready),
      ),
    ),
  ClientCertificateCredential(ready) {
    const { certificate_pem, private_key_pem } = certificateOf(ready);
    // The library takes key and certificate in one text, but Deno's createPrivateKey() reads a text only when
    // the key is its one PEM block and its end. With one hyphen the library still finds the certificate.
    const certificate = certificate_pem.replaceAll("-----", "-") +
      private_key_pem;
    return ask(
      new ClientCertificateCredential(
        tenantOf(ready),
        DAEMON.id,
        { certificate },
        options(ready),
      ),
    );
  },
  ClientAssertionCredential: (ready) =>
    ask(
      new ClientAssertionCredential(
        tenantOf(ready),
        DAEMON.id,
        () => githubAssertion(ready),
        options(ready),
      ),
    ),
  async WorkloadIdentityCredential(ready) {
    const file = await Deno.makeTempFile();
    try {
      await Deno.writeTextFile(file, await githubAssertion(ready));
      return await ask(
        new WorkloadIdentityCredential({
          ...options(ready),
          tenantId: tenantOf(ready),
          clientId: DAEMON.id,
          tokenFilePath: file,
        }),
      );
    } finally {
      await Deno.remove(file);
    }
  },
  DeviceCodeCredential: (ready) =>
    ask(
      new DeviceCodeCredential({
        ...options(ready),
        tenantId: tenantOf(ready),
        clientId: CLI.id,
        userPromptCallback() {},
      }),
      ORDERS_SCOPE,
    ),
  UsernamePasswordCredential: (ready) =>
    ask(
      new UsernamePasswordCredential(
        tenantOf(ready),
        CLI.id,
        ADA,
        passwordOf(ADA),
        options(ready),
      ),
      ORDERS_SCOPE,
    ),
  OnBehalfOfCredential: async (ready) =>
    await ask(
      new OnBehalfOfCredential({
        ...options(ready),
        tenantId: tenantOf(ready),
        clientId: ORDERS_API.id,
        clientSecret: ORDERS_API.secret,
        userAssertionToken: await userAssertion(ready),
      }),
    ),
  async ManagedIdentityCredential({ managed_identity }) {
    const { endpoint, header } = managed_identity.app_service;
    Deno.env.set("IDENTITY_ENDPOINT", endpoint);
    Deno.env.set("IDENTITY_HEADER", header);
    return await ask(new ManagedIdentityCredential());
  },
};

async function main(): Promise<void> {
  const ready: ReadyLine = JSON.parse(Deno.args[0] ?? "");
  const scenarios = { ...MSAL, ...IDENTITY };
  for (const [name, run] of Object.entries(scenarios)) {
    const answer = await run(ready).then(
      ({ aud, appid, azp, upn, preferred_username, oid }) => ({
        aud,
        client: appid ?? azp,
        user: upn ?? preferred_username,
        oid,
      }),
      (error: unknown) => ({
        error: String(error instanceof Error ? error.stack : error),
      }),
    );
    const line = `${JSON.stringify({ name, ...answer })}\n`;
    await Deno.stdout.write(new TextEncoder().encode(line));
  }
}

if (import.meta.main) await main();
