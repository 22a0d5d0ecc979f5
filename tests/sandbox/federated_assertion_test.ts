import assert from "node:assert/strict";
import {
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  jwtVerify,
  SignJWT,
} from "jose";
import { DEFAULT_WORLD, type SandboxHandler } from "../../src/sandbox/mod.ts";
import { assertionForm, NOW, ORIGIN } from "./assertions.ts";
import {
  ADA,
  claimsOf,
  CONTOSO,
  DAEMON,
  errorOf,
  EXPIRED,
  type Fields,
  openSandbox,
  ORDERS,
  postForm,
  userToken,
} from "./visitor.ts";

const { publicKey, privateKey } = await generateKeyPair("RS256", {
  extractable: true,
});
const OTHER = await generateKeyPair("RS256");
const ELLIPTIC = await generateKeyPair("ES256");
type Key = typeof privateKey;
const AUDIENCE = "api://AzureADTokenExchange";
const SUBJECT = "system:serviceaccount:orders:worker";

/** The daemon trusts a cluster whose keys are in the seed. */
async function clusterSandbox(): Promise<SandboxHandler> {
  const key = { ...await exportJWK(publicKey), kty: "RSA", kid: "k1" };
  const clients = DEFAULT_WORLD.clients.map((client) =>
    client.client_id !== DAEMON.id ? client : {
      ...client,
      federated_credentials: [{
        name: "cluster",
        issuer: "https://cluster.example/oidc",
        subject: SUBJECT,
        audience: AUDIENCE,
        jwks: { keys: [key] },
      }],
    }
  );
  return openSandbox({ world: { ...DEFAULT_WORLD, clients } });
}

interface Changes {
  readonly alg?: string;
  readonly key?: Key;
  readonly payload?: Readonly<Record<string, unknown>>;
}

async function clusterToken(
  { alg = "RS256", key = privateKey, payload = {} }: Changes = {},
): Promise<string> {
  return await new SignJWT({
    iss: "https://cluster.example/oidc",
    sub: SUBJECT,
    aud: [AUDIENCE],
    iat: NOW,
    nbf: NOW,
    exp: NOW + 3600,
    ...payload,
  }).setProtectedHeader({ alg, kid: "k1" }).sign(key);
}

const MISTAKES: readonly {
  does: string;
  changes?: Changes;
  form?: Fields;
  code: number;
  answer?: readonly [number, string];
}[] = [
  {
    does: "another issuer",
    changes: { payload: { iss: "https://other.example/oidc" } },
    code: 700211,
  },
  {
    does: "a final slash after the issuer",
    changes: { payload: { iss: "https://cluster.example/oidc/" } },
    code: 700211,
  },
  {
    does: "the issuer in capitals",
    changes: { payload: { iss: "https://Cluster.example/oidc" } },
    code: 7002138,
  },
  {
    does: "another subject",
    changes: { payload: { sub: "system:serviceaccount:orders:other" } },
    code: 700213,
  },
  {
    does: "no subject",
    changes: { payload: { sub: undefined } },
    code: 700213,
  },
  {
    does: "the subject in capitals",
    changes: { payload: { sub: SUBJECT.toUpperCase() } },
    code: 7002138,
  },
  {
    does: "another audience",
    changes: { payload: { aud: "https://kubernetes.default.svc" } },
    code: 700212,
  },
  {
    does: "two audiences",
    changes: { payload: { aud: [AUDIENCE, "https://other.example"] } },
    code: 700212,
  },
  {
    does: "no audience",
    changes: { payload: { aud: undefined } },
    code: 700212,
  },
  {
    does: "the audience in lower case",
    changes: { payload: { aud: AUDIENCE.toLowerCase() } },
    code: 700212,
  },
  {
    does: "an expiry that is over",
    changes: { payload: { exp: NOW } },
    code: 700024,
  },
  {
    does: "a beginning that is not yet",
    changes: { payload: { nbf: NOW + 600 } },
    code: 700024,
  },
  {
    does: "no expiry",
    changes: { payload: { exp: undefined } },
    code: 50027,
  },
  {
    does: "another key",
    changes: { key: OTHER.privateKey },
    code: 700027,
  },
  {
    does: "an elliptic signature",
    changes: { alg: "ES256", key: ELLIPTIC.privateKey },
    code: 5002730,
  },
  {
    does: "a client without federated credentials",
    form: { client_id: EXPIRED.id },
    code: 70021,
    answer: [400, "invalid_request"],
  },
];

for (
  const { does, changes, form, code, answer = [401, "invalid_client"] }
    of MISTAKES
) {
  Deno.test({
    name:
      `The token endpoint refuses a federated assertion with ${does} by AADSTS${code}`,
    permissions: "none",
    async fn() {
      const sent = await postForm(await clusterSandbox(), {
        fields: assertionForm(await clusterToken(changes), form),
      });
      const { status, error, code: told } = errorOf(sent);
      assert.deepEqual([status, error, told], [...answer, code]);
    },
  });
}

Deno.test({
  name:
    "A federated assertion of a cluster proves a client, more than once, and is no certificate's",
  permissions: "none",
  async fn() {
    const sandbox = await clusterSandbox();
    const fields = assertionForm(await clusterToken());
    for (const _ of [1, 2]) {
      const { body } = await postForm(sandbox, { fields });
      assert.equal(claimsOf(body["access_token"])["appidacr"], "2");
    }
  },
});

Deno.test({
  name: "Of the sandbox's own tokens a user's is refused by AADSTS700229",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const scope = `api://${ORDERS}/access_as_user`;
    const { access_token } = await userToken(sandbox, { scope, username: ADA });
    const sent = await postForm(sandbox, {
      fields: assertionForm(String(access_token)),
    });
    assert.equal(errorOf(sent).code, 700229);
  },
});

const GITHUB = "/external/github/token?api-version=2.0";
const PIPELINES = "/external/pipelines/oidctoken";
const CONNECTION = "5f2d8c14-9b3e-4a76-8e01-d7c6a9f04b25";

function ask(
  path: string,
  { bearer, headers = {}, method = "GET" }: {
    bearer?: string;
    headers?: Record<string, string>;
    method?: string;
  },
) {
  return {
    path,
    init: {
      method,
      headers: {
        ...headers,
        ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
      },
    },
  };
}

async function send(
  sandbox: SandboxHandler,
  { path, init }: ReturnType<typeof ask>,
): Promise<Response> {
  return await sandbox.fetch(new Request(sandbox.origin + path, init));
}

const ACCESS = "sandbox-system-access-token";
const PIPELINE_CALL = `${PIPELINES}?api-version=7.1&serviceConnectionId=`;
const SUPPRESS = { "x-tfs-fedauthredirect": "Suppress" };

for (
  const [does, request, status] of [
    ["GitHub's endpoint without a token", ask(GITHUB, {}), 401],
    [
      "GitHub's endpoint with a wrong token",
      ask(GITHUB, { bearer: "sandbox-wrong" }),
      401,
    ],
    [
      "Pipelines' endpoint with a wrong token",
      ask(PIPELINE_CALL + CONNECTION, {
        bearer: "sandbox-wrong",
        method: "POST",
        headers: SUPPRESS,
      }),
      401,
    ],
    [
      "Pipelines' endpoint with a wrong token and no wish for a plain answer",
      ask(PIPELINE_CALL + CONNECTION, {
        bearer: "sandbox-wrong",
        method: "POST",
      }),
      302,
    ],
    [
      "Pipelines' endpoint without api-version",
      ask(`${PIPELINES}?serviceConnectionId=${CONNECTION}`, {
        bearer: ACCESS,
        method: "POST",
      }),
      400,
    ],
    [
      "Pipelines' endpoint for an unknown connection",
      ask(`${PIPELINE_CALL}other`, { bearer: ACCESS, method: "POST" }),
      404,
    ],
    [
      "Pipelines' endpoint by GET",
      ask(PIPELINE_CALL + CONNECTION, { bearer: ACCESS }),
      404,
    ],
  ] as const
) {
  Deno.test({
    name: `${does} answers ${status} and no assertion`,
    permissions: "none",
    async fn() {
      const response = await send(openSandbox(), request);
      assert.equal(response.status, status);
      assert.doesNotMatch(await response.text(), /eyJ/);
    },
  });
}

const SOURCES: readonly (readonly [
  string,
  (sandbox: SandboxHandler) => Promise<string>,
])[] = [
  [
    "GitHub Actions",
    async (sandbox) => {
      const audience = encodeURIComponent(AUDIENCE);
      const response = await send(
        sandbox,
        ask(`${GITHUB}&audience=${audience}`, {
          bearer: "sandbox-actions-request-token",
        }),
      );
      return (await response.json()).value;
    },
  ],
  [
    "Azure Pipelines",
    async (sandbox) => {
      const response = await send(
        sandbox,
        ask(PIPELINE_CALL + CONNECTION, {
          bearer: ACCESS,
          method: "POST",
          headers: SUPPRESS,
        }),
      );
      return (await response.json()).oidcToken;
    },
  ],
  [
    "Kubernetes",
    (sandbox) => sandbox.control.externalAssertion({ subject: SUBJECT }),
  ],
  [
    "the control API",
    async (sandbox) => {
      const response = await sandbox.fetch(
        new Request(`${sandbox.origin}/_sandbox/assertion`, {
          method: "POST",
          body: JSON.stringify({ subject: SUBJECT, lifetime_seconds: 60 }),
        }),
      );
      return (await response.json()).assertion;
    },
  ],
  [
    "a managed identity",
    async (sandbox) => {
      const response = await send(
        sandbox,
        ask(
          `/metadata/identity/oauth2/token?api-version=2018-02-01&resource=${
            encodeURIComponent(AUDIENCE)
          }&client_id=e1b63d48-9f07-4c2a-87d5-b6a04f8e31c9`,
          { headers: { metadata: "true" } },
        ),
      );
      return (await response.json()).access_token;
    },
  ],
];

for (const [name, get] of SOURCES) {
  Deno.test({
    name: `An assertion of ${name} proves the seeded clients`,
    permissions: "none",
    async fn() {
      const sandbox = openSandbox();
      const { body } = await postForm(sandbox, {
        fields: assertionForm(await get(sandbox)),
      });
      assert.equal(body["error_description"], undefined);
      assert.equal(claimsOf(body["access_token"])["appid"], DAEMON.id);
    },
  });
}

Deno.test({
  name:
    "GitHub's endpoint names the repository's owner when no audience is asked for, which proves nothing",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const response = await send(
      sandbox,
      ask(GITHUB, { bearer: "sandbox-actions-request-token" }),
    );
    const { value } = await response.json();
    assert.equal(claimsOf(value)["aud"], "https://github.com/contoso");
    const sent = await postForm(sandbox, { fields: assertionForm(value) });
    assert.equal(errorOf(sent).code, 700212);
  },
});

Deno.test({
  name:
    "The external issuer has metadata and keys of its own, by which jose verifies its assertions",
  permissions: "none",
  async fn() {
    const sandbox = openSandbox();
    const get = async (url: string) =>
      await (await sandbox.fetch(new Request(url))).json();
    const metadata = await get(
      `${ORIGIN}/external/.well-known/openid-configuration`,
    );
    const keys = await get(metadata.jwks_uri);
    const assertion = await sandbox.control.externalAssertion({
      subject: "somebody",
      audience: "somewhere",
    });
    const { payload } = await jwtVerify(assertion, createLocalJWKSet(keys), {
      issuer: metadata.issuer,
      audience: "somewhere",
      algorithms: ["RS256"],
      currentDate: new Date(NOW * 1000),
    });
    assert.equal(payload.exp, NOW + 300);
    const own = await get(`${ORIGIN}/${CONTOSO}/discovery/v2.0/keys`);
    await assert.rejects(jwtVerify(assertion, createLocalJWKSet(own)), {
      code: "ERR_JWKS_NO_MATCHING_KEY",
    });
    assert.ok(keys.keys.every((key: object) => !("d" in key)));
  },
});
