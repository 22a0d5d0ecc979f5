// Mistakes with a user's assertion, a user's password and a client's certificate.
import { importPKCS8, SignJWT, UnsecuredJWT } from "jose";
import { STRANGER } from "../support/oracle/key_pairs.ts";
import { thumbprints } from "../support/oracle/tokens.ts";
import { type Mistake, posted, told } from "./authority_mistake.ts";
import { APP, onBehalfOf, signedIn } from "./authority_requests.ts";
import {
  ADA,
  type Authority,
  CLI,
  CONTOSO,
  DAEMON,
  EDSGER,
  type Fields,
  GRACE,
  GRAPH_DEFAULT,
  member,
  ORDERS,
  post,
  VAULT,
} from "./authority_world.ts";

export const OBO_MISTAKES: readonly Mistake[] = [
  ...posted(onBehalfOf, [
    ["no user assertion", { change: { assertion: undefined } }, [
      "invalid_request",
      900144,
    ]],
    ["no requested_token_use", {
      change: { requested_token_use: undefined },
    }, ["invalid_request", 900144]],
    ["an unknown requested_token_use", {
      change: { requested_token_use: "on_my_behalf" },
    }, ["invalid_request"]],
    ["a user assertion without a scope", { change: { scope: undefined } }, [
      "invalid_request",
      900144,
    ]],
    ["a user assertion for an unknown resource", {
      change: { scope: "https://vault.example/.default" },
    }, ["invalid_resource", 500011]],
    ["a user assertion that is not a JWT", { change: { assertion: "a.b.c" } }, [
      "invalid_grant",
    ]],
    ["a user assertion without the API's secret", {
      change: { client_secret: undefined },
    }, ["invalid_client", 7000218]],
    ["a user assertion from a public client", {
      change: { client_id: CLI.id, client_secret: undefined },
    }, ["invalid_client", 7000218]],
    ["a user assertion for another API", {
      change: { client_id: DAEMON.id, client_secret: DAEMON.secret },
    }, ["invalid_grant", 500131]],
    ["assertion twice", {
      body:
        `grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&client_id=${ORDERS.id}&client_secret=${ORDERS.secret}&assertion=a&assertion=b`,
    }, ["invalid_request", 9002313]],
  ]),
  told(
    "a user assertion that was changed on the way",
    ["invalid_grant", 50013],
    async (authority) => {
      const fields = await onBehalfOf(authority);
      const parts = String(fields.assertion).split(".");
      const assertion = [parts[0], parts[1], parts[2]?.replaceAll("A", "B")]
        .join(".");
      return await post(authority, { fields: { ...fields, assertion } });
    },
  ),
  told(
    "a user assertion that a stranger signed",
    ["invalid_grant", 50013],
    async (authority) => {
      const fields = await onBehalfOf(authority);
      const assertion = await new SignJWT({ scp: "access_as_user", uti: "u" })
        .setProtectedHeader({ alg: "RS256" })
        .setIssuer(`${authority.origin}/${CONTOSO}/v2.0`)
        .setAudience(ORDERS.id).setExpirationTime("5m")
        .sign(await importPKCS8(STRANGER.key, "RS256"));
      return await post(authority, { fields: { ...fields, assertion } });
    },
  ),
  told(
    "an ID token in place of a user assertion",
    ["invalid_grant"],
    async (authority) => {
      const fields = await onBehalfOf(authority);
      const { id_token } = await signedIn(authority);
      const assertion = String(id_token);
      return await post(authority, { fields: { ...fields, assertion } });
    },
  ),
  told(
    "a refresh token in place of a user assertion",
    ["invalid_grant"],
    async (authority) => {
      const fields = await onBehalfOf(authority);
      const { refresh_token } = await signedIn(authority);
      const assertion = String(refresh_token);
      return await post(authority, { fields: { ...fields, assertion } });
    },
  ),
  told(
    "an application's own token in place of a user assertion",
    ["invalid_grant"],
    async (authority) => {
      const fields = await onBehalfOf(authority);
      const app = await post(authority, {
        fields: { ...APP, scope: `api://${ORDERS.id}/.default` },
      });
      const assertion = member(app, "access_token");
      return await post(authority, { fields: { ...fields, assertion } });
    },
  ),
];

const PASSWORD: Fields = {
  grant_type: "password",
  client_id: CLI.id,
  username: ADA.username,
  password: ADA.password,
  scope: "openid User.Read",
};

export const PASSWORD_MISTAKES: readonly Mistake[] = posted(PASSWORD, [
  ["no user name", { change: { username: undefined } }, [
    "invalid_request",
    900144,
  ]],
  ["no password", { change: { password: undefined } }, [
    "invalid_request",
    900144,
  ]],
  ["a password without a scope", { change: { scope: undefined } }, [
    "invalid_request",
    900144,
  ]],
  ["a wrong password", { change: { password: "sandbox-wrong" } }, [
    "invalid_grant",
    50126,
  ]],
  ["a password with a final blank", {
    change: { password: `${ADA.password} ` },
  }, ["invalid_grant", 50126]],
  ["a password of an unknown user", {
    change: { username: "nobody@contoso.onmicrosoft.example" },
  }, ["invalid_grant", 50034]],
  ["a password of a disabled user", { change: { ...EDSGER } }, [
    "invalid_grant",
    50057,
  ]],
  ["a password where a second factor is needed", { change: { ...GRACE } }, [
    "invalid_grant",
    50076,
  ]],
  ["a password on common", { tenant: "common" }, ["invalid_request", 9001023]],
  ["a password for an unknown permission", {
    change: { scope: "openid User.Destroy" },
  }, ["invalid_scope", 70011]],
]);

interface AssertionChange {
  readonly alg?: string;
  readonly header?: Record<string, unknown>;
  readonly claims?: Record<string, unknown>;
  readonly key?: string;
}

/** A client assertion as the certificate's owner makes it, but for the change. */
export async function clientAssertion(
  authority: Authority,
  { alg = "PS256", header, claims, key = VAULT.key }: AssertionChange = {},
): Promise<Fields> {
  const now = Math.floor(Date.now() / 1000);
  const { x5tS256 } = thumbprints(VAULT.certificate);
  const payload = {
    iss: VAULT.id,
    sub: VAULT.id,
    aud: `${authority.origin}/${CONTOSO}/oauth2/v2.0/token`,
    jti: crypto.randomUUID(),
    nbf: now,
    iat: now,
    exp: now + 600,
    ...claims,
  };
  const assertion = await new SignJWT(payload)
    .setProtectedHeader({
      alg,
      typ: "JWT",
      ...(header ?? { "x5t#S256": x5tS256 }),
    })
    .sign(await importPKCS8(key, alg));
  return {
    grant_type: "client_credentials",
    client_id: VAULT.id,
    client_assertion: assertion,
    client_assertion_type:
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    scope: GRAPH_DEFAULT,
  };
}

function asserted(
  does: string,
  change: AssertionChange,
  code?: number,
): Mistake {
  return told(does, ["invalid_client", code], async (authority) => {
    const fields = await clientAssertion(authority, change);
    return await post(authority, { fields });
  });
}

const PAST = Math.floor(Date.now() / 1000) - 3_600;

export const CERTIFICATE_MISTAKES: readonly Mistake[] = [
  asserted(
    "an assertion that another key signed",
    { key: STRANGER.key },
    700027,
  ),
  asserted("an assertion with a stranger's thumbprint", {
    header: { "x5t#S256": thumbprints(STRANGER.certificate).x5tS256 },
  }, 700027),
  asserted("an assertion without a thumbprint", { header: {} }, 700027),
  asserted("an assertion that has expired", {
    claims: { nbf: PAST, iat: PAST, exp: PAST + 600 },
  }, 700024),
  asserted("an assertion that is not valid yet", {
    claims: { nbf: PAST + 7_200, exp: PAST + 9_000 },
  }, 700024),
  asserted("an assertion for another audience", {
    claims: { aud: "https://login.example/token" },
  }),
  asserted("an assertion for the tenant beside this one", {
    claims: { aud: "https://login.example/common/oauth2/v2.0/token" },
  }),
  asserted("an assertion that another client issued", {
    claims: { iss: DAEMON.id },
  }),
  asserted("an assertion by an algorithm that Entra does not take", {
    alg: "RS384",
  }, 5002730),
  told(
    "an assertion about another client",
    ["invalid_client", 50048],
    async (authority) => {
      const claims = { sub: DAEMON.id };
      const fields = await clientAssertion(authority, { claims });
      return await post(authority, { fields });
    },
  ),
  ...posted(clientAssertion, [
    ["an assertion that is not a JWT", {
      change: { client_assertion: "a.b.c" },
    }, ["invalid_client", 50027]],
    ["an unsigned assertion", {
      change: {
        client_assertion: new UnsecuredJWT({}).setIssuer(VAULT.id)
          .setSubject(VAULT.id).setExpirationTime("5m").encode(),
      },
    }, ["invalid_client", 5002730]],
    ["a client's assertion under another id", {
      change: { client_id: DAEMON.id },
    }, ["invalid_client"]],
  ]),
  told(
    "a secret in place of a certificate",
    ["invalid_client", 7000215],
    (authority) =>
      post(authority, {
        fields: {
          ...APP,
          client_id: VAULT.id,
          client_secret: "sandbox-anything",
        },
      }),
  ),
];
