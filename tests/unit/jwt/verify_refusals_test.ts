import assert from "node:assert/strict";
import type { CheckCode, CheckName } from "../../../src/engine/mod.ts";
import { OTHER_KEY, SIGNING_KEY } from "../../support/test_keys.ts";
import { KEY_ID, TENANT } from "../../support/tokens.ts";
import { base64url } from "./token_text.ts";
import {
  API,
  claimsOf,
  found,
  NOW,
  publicKey,
  type VerifyCase,
  verifyCase,
} from "./verify_world.ts";

const S = NOW / 1000;
const OTHER_TENANT = "aaaaaaaa-0000-4000-8000-000000000002";
const CONSUMERS = "9188040d-6c67-4c5b-b112-36a304b66dad";

/** A way in which a token can be wrong, and what says so. */
type Wrong = readonly [what: string, VerifyCase, CheckName, CheckCode];

const FORM: readonly Wrong[] = [
  ["no JWT at all", { text: () => "hunter2" }, "form", "opaque"],
  [
    "an encrypted token",
    {
      text: () => `${base64url({ alg: "RSA-OAEP", enc: "A256GCM" })}.a.b.c.d`,
    },
    "form",
    "encrypted",
  ],
  [
    "letters after the signature",
    {
      text: (token) => `${token}%%%`,
    },
    "form",
    "malformed",
  ],
  ["a fourth part", { text: (token) => `${token}.AAAA` }, "form", "malformed"],
  [
    "text around the token",
    {
      text: (token) => `look at ${token} please`,
    },
    "form",
    "malformed",
  ],
  [
    "no signature",
    {
      text: (token) => token.slice(0, token.lastIndexOf(".") + 1),
    },
    "form",
    "malformed",
  ],
  [
    "a cut signature",
    {
      text: (token) => token.slice(0, -20),
    },
    "signature",
    "signature_invalid",
  ],
];

const HEADER: readonly Wrong[] = [
  [
    "the type of a proof",
    {
      header: { typ: "dpop+jwt" },
    },
    "type",
    "type_unexpected",
  ],
  [
    "the type of a logout token",
    {
      header: { typ: "logout+jwt" },
    },
    "type",
    "type_unexpected",
  ],
  ["a type that is no text", { header: { typ: 7 } }, "type", "type_unexpected"],
  [
    "an extension",
    {
      header: { crit: ["b64"], b64: false },
    },
    "header",
    "crit_refused",
  ],
  [
    "an empty list of extensions",
    {
      header: { crit: [] },
    },
    "header",
    "crit_refused",
  ],
  [
    "no algorithm",
    {
      header: { alg: undefined },
    },
    "algorithm",
    "algorithm_missing",
  ],
  [
    "the algorithm none",
    {
      header: { alg: "none" },
    },
    "algorithm",
    "algorithm_none",
  ],
  [
    "the algorithm NoNe",
    {
      header: { alg: "NoNe" },
    },
    "algorithm",
    "algorithm_none",
  ],
  ["HS256", { header: { alg: "HS256" } }, "algorithm", "algorithm_symmetric"],
  ["RS512", { header: { alg: "RS512" } }, "algorithm", "algorithm_unsupported"],
];

const SIGNATURE: readonly Wrong[] = [
  [
    "a changed payload",
    {
      text: (token) => {
        const [header, , signature] = token.split(".");
        const payload = base64url(claimsOf({ scp: "Everything" }));
        return `${header}.${payload}.${signature}`;
      },
    },
    "signature",
    "signature_invalid",
  ],
  [
    "the signature of somebody else",
    { key: OTHER_KEY },
    "signature",
    "signature_invalid",
  ],
  [
    "a key that is not there",
    { header: { kid: "x" } },
    "signature",
    "key_not_found",
  ],
  [
    "a key without a name among several",
    {
      header: { kid: undefined },
      keys: [publicKey(), publicKey({ kid: "second" })],
    },
    "signature",
    "key_not_found",
  ],
  ["an empty key set", { keys: [] }, "signature", "key_not_found"],
  [
    "a key for encryption",
    {
      keys: [publicKey({ use: "enc" })],
    },
    "signature",
    "key_unusable",
  ],
  [
    "a key of another kind",
    {
      keys: [{ kty: "oct", k: "AAAA", kid: KEY_ID }],
    },
    "signature",
    "key_unusable",
  ],
  [
    "a key for another algorithm",
    {
      keys: [publicKey({ alg: "PS256" })],
    },
    "signature",
    "key_unusable",
  ],
  [
    "a damaged key",
    {
      keys: [publicKey({ n: "AQAB" })],
    },
    "signature",
    "key_unusable",
  ],
  [
    "a private key",
    {
      keys: [{ ...SIGNING_KEY, kid: KEY_ID }],
    },
    "signature",
    "key_unusable",
  ],
];

const ISSUER: readonly Wrong[] = [
  ["no issuer", { claims: { iss: undefined } }, "issuer", "issuer_missing"],
  [
    "an issuer that is no text",
    {
      claims: { iss: ["x"] },
    },
    "issuer",
    "issuer_missing",
  ],
  [
    "the issuer of another cloud",
    {
      claims: { iss: `https://login.microsoftonline.us/${TENANT}/v2.0` },
      expected: { issuer: `https://login.microsoftonline.com/${TENANT}/v2.0` },
    },
    "issuer",
    "issuer_mismatch",
  ],
  [
    "the issuer of version 1.0 where that of 2.0 is expected",
    {
      claims: { iss: `https://sts.windows.net/${TENANT}/`, ver: "1.0" },
      expected: { issuer: `https://login.microsoftonline.com/{tenantid}/v2.0` },
    },
    "issuer",
    "issuer_mismatch",
  ],
  [
    "the issuer of another tenant than its own",
    {
      claims: { tid: OTHER_TENANT },
    },
    "issuer",
    "issuer_tenant_mismatch",
  ],
];

const CLAIMS: readonly Wrong[] = [
  [
    "another tenant",
    {
      expected: { tenant: OTHER_TENANT },
    },
    "tenant",
    "tenant_mismatch",
  ],
  [
    "no tenant",
    {
      claims: { tid: undefined },
      expected: { tenant: TENANT },
    },
    "tenant",
    "tenant_missing",
  ],
  [
    "a tenant whose domain cannot be looked up",
    {
      expected: { tenant: "contoso.example" },
    },
    "tenant",
    "tenant_unknown",
  ],
  [
    "a personal account where organizations are expected",
    {
      claims: {
        tid: CONSUMERS,
        iss: `https://login.microsoftonline.com/${CONSUMERS}/v2.0`,
      },
      expected: { tenant: "organizations" },
    },
    "tenant",
    "tenant_mismatch",
  ],
  [
    "no audience",
    { claims: { aud: undefined } },
    "audience",
    "audience_missing",
  ],
  [
    "an audience that is a number",
    {
      claims: { aud: 7 },
    },
    "audience",
    "audience_missing",
  ],
  [
    "another audience",
    {
      expected: { audience: "api://other" },
    },
    "audience",
    "audience_mismatch",
  ],
  [
    "the API's id where its URI is expected",
    {
      expected: { audience: `api://${API}` },
    },
    "audience",
    "audience_form_differs",
  ],
  [
    "the API's URI where its id is expected",
    {
      claims: { aud: `api://${API}` },
      expected: { audience: API },
    },
    "audience",
    "audience_form_differs",
  ],
  [
    "a slash after the audience",
    {
      claims: { aud: "https://management.azure.com/" },
      expected: { audience: "https://management.azure.com" },
    },
    "audience",
    "audience_form_differs",
  ],
  [
    "several audiences without the right one",
    {
      claims: { aud: ["api://one", "api://two"] },
      expected: { audience: "api://three" },
    },
    "audience",
    "audience_mismatch",
  ],
  ["no end", { claims: { exp: undefined } }, "expiry", "expiry_missing"],
  [
    "an end that is text",
    { claims: { exp: `${S + 60}` } },
    "expiry",
    "expiry_malformed",
  ],
  ["an end 5 minutes ago", { claims: { exp: S - 300 } }, "expiry", "expired"],
  [
    "a beginning in 6 minutes",
    { claims: { nbf: S + 360 } },
    "not_before",
    "not_yet_valid",
  ],
  [
    "a beginning that is text",
    { claims: { nbf: "soon" } },
    "not_before",
    "not_before_malformed",
  ],
  [
    "an issue in 6 minutes",
    { claims: { iat: S + 360 } },
    "issued",
    "issued_in_future",
  ],
  [
    "an issue that is no time",
    { claims: { iat: null } },
    "issued",
    "issued_malformed",
  ],
  [
    "the version 1.0 with the issuer of 2.0",
    {
      claims: { ver: "1.0" },
    },
    "version",
    "version_mismatch",
  ],
  [
    "another version",
    {
      expected: { version: "1.0" },
    },
    "version",
    "version_mismatch",
  ],
  [
    "a missing scope",
    {
      expected: { scopes: ["Orders.Read", "Orders.Delete"] },
    },
    "scope",
    "scope_missing",
  ],
  [
    "a scope that only begins alike",
    {
      expected: { scopes: ["Orders"] },
    },
    "scope",
    "scope_missing",
  ],
  [
    "roles where a scope is expected",
    {
      claims: { scp: undefined, roles: ["Orders.Read.All"] },
      expected: { scopes: ["Orders.Read"] },
    },
    "scope",
    "scope_absent",
  ],
  ["no roles", { expected: { roles: ["Admin"] } }, "role", "role_absent"],
  [
    "other roles",
    {
      claims: { roles: ["Reader"] },
      expected: { roles: ["Admin"] },
    },
    "role",
    "role_missing",
  ],
  [
    "no client",
    {
      claims: { azp: undefined },
      expected: { client: API },
    },
    "client",
    "client_missing",
  ],
  [
    "another client",
    { expected: { client: API } },
    "client",
    "client_mismatch",
  ],
  [
    "a user where an application is expected",
    {
      expected: { subject: "app" },
    },
    "subject",
    "subject_mismatch",
  ],
  [
    "nobody that could be told",
    {
      claims: { scp: undefined, oid: undefined },
      expected: { subject: "user" },
    },
    "subject",
    "subject_unknown",
  ],
];

for (
  const [what, wrong, name, code] of [
    ...FORM,
    ...HEADER,
    ...SIGNATURE,
    ...ISSUER,
    ...CLAIMS,
  ]
) {
  Deno.test(`verifyToken() refuses ${what}: ${code}`, async () => {
    const verification = await verifyCase(wrong);
    const check = found(verification, name);
    assert.equal(check.code, code, check.message);
    assert.equal(check.ok, false);
    assert.equal(verification.valid, false);
    const others = verification.checks.filter(({ ok, code }) =>
      ok === false && code !== check.code
    );
    assert.deepEqual(others, [], "and nothing else is wrong");
  });
}
