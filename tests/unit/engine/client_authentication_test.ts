import assert from "node:assert/strict";
import { decodeJwt, decodeProtectedHeader, importX509, jwtVerify } from "jose";
import type * as oauth from "oauth4webapi";
import { resolveAuthority } from "../../../src/engine/entra/authority.ts";
import { AuthError } from "../../../src/engine/errors.ts";
import { clientCredentials } from "../../../src/engine/flows/client_credentials.ts";
import { complete } from "../../../src/engine/flows/complete.ts";
import type { AssertionSource } from "../../../src/engine/protocol/assertion.ts";
import {
  type CertificateUse,
  type ClientCertificate,
  importClientCertificate,
} from "../../../src/engine/protocol/certificate.ts";
import { readPem } from "../../../src/engine/protocol/certificate_pem.ts";
import {
  clientAuth,
  type ClientAuthentication,
  type ClientAuthOptions,
} from "../../../src/engine/protocol/client_authentication.ts";
import { Secret } from "../../../src/engine/secret.ts";
import * as pem from "../../support/certificates/pem.ts";
import { fakePorts } from "../../support/fake_ports.ts";
import {
  CLIENT,
  TENANT,
  tokenAnswer,
  unsignedToken,
} from "../../support/tokens.ts";

const ENDPOINT =
  `https://login.microsoftonline.com/${TENANT}/oauth2/v2.0/token`;
const TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const NOW = 1_800_000_000_000;

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, permissions: "none", fn });
}

function certificate(use: CertificateUse = {}): Promise<ClientCertificate> {
  const found = readPem(pem.ISSUER + pem.CERTIFICATE + pem.KEY);
  return importClientCertificate({
    certificates: found.certificates,
    privateKeys: found.keys.flatMap(({ pkcs8 }) => pkcs8 ?? []),
  }, use);
}

/** What an authentication adds to a token request. */
async function bodyOf(
  authentication: ClientAuthentication,
  options: ClientAuthOptions = {},
): Promise<URLSearchParams> {
  const as: oauth.AuthorizationServer = {
    issuer: "https://login.example/issuer",
    token_endpoint: ENDPOINT,
  };
  const body = new URLSearchParams();
  await clientAuth(authentication, options)(
    as,
    { client_id: CLIENT },
    body,
    new Headers(),
  );
  return body;
}

async function signed(use: CertificateUse = {}): Promise<string> {
  const body = await bodyOf({
    type: "certificate",
    certificate: await certificate(use),
    now: () => NOW + 999,
  });
  assert.deepEqual([...body.keys()].sort(), [
    "client_assertion",
    "client_assertion_type",
    "client_id",
  ]);
  assert.equal(body.get("client_id"), CLIENT);
  assert.equal(body.get("client_assertion_type"), TYPE);
  return body.get("client_assertion") ?? "";
}

test("clientAuth() signs with PS256 and names the certificate by x5t#S256 alone", async () => {
  assert.deepEqual(decodeProtectedHeader(await signed()), {
    alg: "PS256",
    typ: "JWT",
    "x5t#S256": pem.FACTS.sha256,
  });
});

test("clientAuth() signs with RS256 and x5t on request", async () => {
  const assertion = await signed({ algorithm: "RS256" });
  assert.deepEqual(decodeProtectedHeader(assertion), {
    alg: "RS256",
    typ: "JWT",
    x5t: pem.FACTS.sha1,
  });
  const key = await importX509(pem.CERTIFICATE, "RS256");
  await jwtVerify(assertion, key, { currentDate: new Date(NOW) });
});

test("clientAuth() sends the chain as x5c on request, its own certificate first", async () => {
  const { x5c } = decodeProtectedHeader(await signed({ sendChain: true }));
  assert.deepEqual(
    x5c?.map((each) => readPem(pemOf(each)).certificates[0]?.toBase64()),
    [pem.CERTIFICATE, pem.ISSUER].map((each) =>
      readPem(each).certificates[0]?.toBase64()
    ),
  );
});
const pemOf = (base64: string) =>
  `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----`;

test("clientAuth() signs for the token endpoint, for ten minutes, in the certificate's name", async () => {
  const key = await importX509(pem.CERTIFICATE, "PS256");
  const { payload } = await jwtVerify(await signed(), key, {
    audience: ENDPOINT,
    currentDate: new Date(NOW),
  });
  const { jti, ...claims } = payload;
  assert.deepEqual(claims, {
    aud: ENDPOINT,
    iss: CLIENT,
    sub: CLIENT,
    iat: NOW / 1000,
    nbf: NOW / 1000,
    exp: NOW / 1000 + 600,
  });
  assert.match(
    String(jti),
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
});

test("clientAuth() makes a new assertion for each request", async () => {
  const [first, second] = [
    decodeJwt(await signed()),
    decodeJwt(await signed()),
  ];
  assert.notEqual(first.jti, second.jti);
});

test("clientAuth() takes the machine's time when it is given none", async () => {
  const body = await bodyOf({
    type: "certificate",
    certificate: await certificate(),
  });
  const { iat = 0, exp } = decodeJwt(body.get("client_assertion") ?? "");
  assert.ok(Math.abs(iat - Date.now() / 1000) < 60);
  assert.equal(exp, iat + 600);
});

function fromText(...texts: string[]): AssertionSource {
  return () => Promise.resolve(new Secret(texts.shift() ?? ""));
}
const jwt = (exp: number, sub = "me") =>
  unsignedToken({ iss: "https://issuer.example", sub, exp });

test("clientAuth() sends a federated assertion as it is", async () => {
  const assertion = jwt(NOW / 1000 + 1);
  const body = await bodyOf({
    type: "assertion",
    assertion: fromText(`${assertion}\n`),
    now: () => NOW,
  });
  assert.deepEqual(Object.fromEntries(body), {
    client_id: CLIENT,
    client_assertion_type: TYPE,
    client_assertion: assertion,
  });
});

const UNUSABLE: readonly [string, string, RegExp][] = [
  ["is empty", " \n", /it is empty/],
  ["is not a JWT", "no-token-at-all", /it is no JWT/],
  ["is JSON around a JWT", `{"value":"${jwt(9e9)}"}`, /it is no JWT/],
  ["has no end", `${jwt(9e9)}.x.y`, /it is no JWT/],
  ["cannot be read", "abcd.efgh.ijkl", /it is no JWT/],
  ["expires now", jwt(NOW / 1000), /it expired now/],
  ["has expired", jwt(NOW / 1000 - 300), /it expired 5 minutes ago/],
];
for (const [what, text, said] of UNUSABLE) {
  test(`clientAuth() refuses an assertion that ${what}, before anything is sent`, async () => {
    const ports = fakePorts({ replies: [tokenAnswer()], start: NOW });
    const error = await complete(clientCredentials({
      authority: resolveAuthority({ tenantId: TENANT }),
      clientId: CLIENT,
      authentication: {
        type: "assertion",
        assertion: fromText(text),
        now: () => ports.clock.now(),
      },
      scopes: ["https://graph.microsoft.com/.default"],
    }, ports)).catch((error: unknown) => error);
    assert.ok(error instanceof AuthError, String(error));
    assert.equal(error.code, "credential_invalid");
    assert.match(error.message, said);
    assert.ok(error.hint);
    assert.equal(ports.sent.length, 0);
    const told = `${error.message}${error.hint}${error.stack}`;
    assert.ok(!text.trim() || !told.includes(text.trim()));
  });
}

test("clientAuth() leaves time and unknown ends to the server where it has no clock", async () => {
  for (const text of [jwt(1), unsignedToken({ exp: "soon" })]) {
    const body = await bodyOf({ type: "assertion", assertion: fromText(text) });
    assert.equal(body.get("client_assertion"), text);
  }
});

test("clientAuth() asks the source again on every use", async () => {
  const auth: ClientAuthentication = {
    type: "assertion",
    assertion: fromText(jwt(9e9, "first"), jwt(9e9, "second")),
  };
  const subjects = [];
  for (const _ of [1, 2]) {
    const body = await bodyOf(auth);
    subjects.push(decodeJwt(body.get("client_assertion") ?? "").sub);
  }
  assert.deepEqual(subjects, ["first", "second"]);
});

test("clientAuth() hands the signal to the source and sends nothing after an abort", async () => {
  const abort = new AbortController();
  const seen: (AbortSignal | undefined)[] = [];
  const run = bodyOf({
    type: "assertion",
    assertion({ signal }) {
      seen.push(signal);
      abort.abort(new Error("enough"));
      return Promise.resolve(new Secret(jwt(9e9)));
    },
  }, { signal: abort.signal });
  await assert.rejects(run, /enough/);
  assert.deepEqual(seen, [abort.signal]);
});

test("clientAuth() shows neither secret nor assertion in a flow's events", async () => {
  const ports = fakePorts({ replies: [tokenAnswer()], start: NOW });
  const events: unknown[] = [];
  await complete(
    clientCredentials({
      authority: resolveAuthority({ tenantId: TENANT }),
      clientId: CLIENT,
      authentication: {
        type: "certificate",
        certificate: await certificate(),
        now: () => NOW,
      },
      scopes: ["https://graph.microsoft.com/.default"],
    }, ports),
    (event) => events.push(event),
  );
  const assertion = ports.sent[0]?.form.get("client_assertion") ?? "";
  assert.equal(decodeJwt(assertion).aud, ENDPOINT);
  assert.ok(!JSON.stringify(events).includes(assertion.slice(0, 20)));
});

test("clientAuth() sends a client secret in the body, and nothing for a public client", async () => {
  const secret = await bodyOf({ type: "secret", secret: new Secret("hush") });
  assert.equal(secret.get("client_secret"), "hush");
  assert.deepEqual(Object.fromEntries(await bodyOf({ type: "none" })), {
    client_id: CLIENT,
  });
});
