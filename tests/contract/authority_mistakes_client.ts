// Mistakes about the request itself, the client and what an application may ask for.
import { UnsecuredJWT } from "jose";
import { type Mistake, posted } from "./authority_mistake.ts";
import { APP } from "./authority_requests.ts";
import {
  CLI,
  CONTOSO,
  DAEMON,
  encode,
  EXPIRED,
  FABRIKAM,
  NOBODY,
  SHOP,
} from "./authority_world.ts";

const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const UNSIGNED = new UnsecuredJWT({}).setIssuer(DAEMON.id)
  .setSubject(DAEMON.id).setExpirationTime("5m").encode();

const TEXT = encode(APP).toString();

function basic(id: string, secret: string): Record<string, string> {
  return { authorization: `Basic ${btoa(`${id}:${secret}`)}` };
}

const REQUEST = posted(APP, [
  ["no grant_type", { change: { grant_type: undefined } }, [
    "invalid_request",
    900144,
  ]],
  ["an empty grant_type", { change: { grant_type: "" } }, [
    "invalid_request",
    900144,
  ]],
  ["an unknown grant_type", { change: { grant_type: "magic" } }, [
    "unsupported_grant_type",
    70003,
  ]],
  ["a grant_type in capitals", {
    change: { grant_type: "CLIENT_CREDENTIALS" },
  }, ["unsupported_grant_type", 70003]],
  ["a JSON body", {
    body: JSON.stringify(APP),
    headers: { "content-type": "application/json" },
  }, ["invalid_request", 900144]],
  ["a form that says it is text", {
    headers: { "content-type": "text/plain" },
  }, ["invalid_request", 900144]],
  ["an empty body", { body: "" }, ["invalid_request", 900144]],
  ["the parameters in the address", { method: "GET" }, [
    "invalid_request",
    900561,
  ]],
  ["grant_type twice", { body: `${TEXT}&grant_type=client_credentials` }, [
    "invalid_request",
    9002313,
  ]],
  ["scope twice", { body: `${TEXT}&scope=api%3A%2F%2Fx%2F.default` }, [
    "invalid_request",
    9002313,
  ]],
  ["client_id twice", { body: `${TEXT}&client_id=${DAEMON.id}` }, [
    "invalid_request",
    9002313,
  ]],
  ["client_secret twice", { body: `${TEXT}&client_secret=x` }, [
    "invalid_request",
    9002313,
  ]],
  ["v1's resource", { change: { resource: "https://graph.microsoft.com" } }, [
    "invalid_request",
    901002,
  ]],
  ["an unknown tenant", { tenant: "nowhere.example" }, [
    "invalid_tenant",
    90002,
  ]],
  ["a tenant that cannot be one", { tenant: "%20" }, ["invalid_tenant", 90002]],
  ["claims that are not JSON", { change: { claims: "{" } }, [
    "invalid_request",
    90023,
  ]],
  ["claims that are a list", { change: { claims: "[]" } }, [
    "invalid_request",
    90023,
  ]],
  ["client credentials from a page", {
    headers: { origin: "http://localhost:5173" },
  }, ["invalid_request", 9002326]],
]);

const CLIENT = posted(APP, [
  ["no client_id", { change: { client_id: undefined } }, [
    "invalid_request",
    900144,
  ]],
  ["an unknown client", { change: { client_id: NOBODY } }, [
    "unauthorized_client",
    700016,
  ]],
  ["a client of another tenant", { tenant: FABRIKAM }, [
    "unauthorized_client",
    700016,
  ]],
  ["a single-tenant client on common", { tenant: "common" }, [
    "invalid_request",
    50194,
  ]],
  ["a single-tenant client on organizations", { tenant: "organizations" }, [
    "invalid_request",
    50194,
  ]],
  ["an Entra client on consumers", { tenant: "consumers" }, [
    "invalid_request",
    9002332,
  ]],
  ["a wrong secret", { change: { client_secret: "sandbox-wrong" } }, [
    "invalid_client",
    7000215,
  ]],
  ["a secret with a final blank", {
    change: { client_secret: `${DAEMON.secret} ` },
  }, ["invalid_client", 7000215]],
  ["a secret in capitals", {
    change: { client_secret: DAEMON.secret.toUpperCase() },
  }, ["invalid_client", 7000215]],
  ["another client's secret", { change: { client_secret: SHOP.secret } }, [
    "invalid_client",
    7000215,
  ]],
  ["no secret", { change: { client_secret: undefined } }, [
    "invalid_client",
    7000218,
  ]],
  ["an empty secret", { change: { client_secret: "" } }, [
    "invalid_client",
    7000218,
  ]],
  ["an expired secret", {
    change: { client_id: EXPIRED.id, client_secret: EXPIRED.secret },
  }, ["invalid_client", 7000222]],
  ["a secret of a public client", {
    change: { client_id: CLI.id, client_secret: "sandbox-anything" },
  }, ["invalid_client", 700025]],
  ["client credentials of a public client", {
    change: { client_id: CLI.id, client_secret: undefined },
  }, ["invalid_client", 7000218]],
  ["the secret by Basic and by form", {
    headers: basic(DAEMON.id, DAEMON.secret),
  }, ["invalid_request", 90023]],
  ["Basic for another client than the form's", {
    change: { client_secret: undefined, client_id: SHOP.id },
    headers: basic(DAEMON.id, DAEMON.secret),
  }, ["invalid_request", 90023]],
  ["a wrong secret by Basic", {
    change: { client_secret: undefined },
    headers: basic(DAEMON.id, "sandbox-wrong"),
  }, ["invalid_client", 7000215]],
  ["Basic without a colon", {
    change: { client_secret: undefined },
    headers: { authorization: `Basic ${btoa("lonely")}` },
  }, ["invalid_request", 90023]],
  ["Basic that is not base64", {
    change: { client_secret: undefined },
    headers: { authorization: "Basic ?" },
  }, ["invalid_request", 90023]],
  ["a Bearer header", {
    change: { client_secret: undefined },
    headers: { authorization: "Bearer abc" },
  }, ["invalid_request", 90023]],
  ["an assertion without its type", {
    change: { client_secret: undefined, client_assertion: UNSIGNED },
  }, ["invalid_request", 900144]],
  ["an assertion of an unknown type", {
    change: {
      client_secret: undefined,
      client_assertion: UNSIGNED,
      client_assertion_type: "urn:example",
    },
  }, ["invalid_request", 90023]],
  ["a secret and an assertion", {
    change: {
      client_assertion: UNSIGNED,
      client_assertion_type: ASSERTION_TYPE,
    },
  }, ["invalid_request", 90023]],
]);

const SCOPE = posted(APP, [
  ["no scope", { change: { scope: undefined } }, ["invalid_request", 900144]],
  ["an empty scope", { change: { scope: "" } }, ["invalid_request", 900144]],
  ["a delegated permission without a user", {
    change: { scope: "https://graph.microsoft.com/User.Read" },
  }, ["invalid_scope", 70011]],
  ["OpenID Connect scopes without a user", {
    change: { scope: "openid profile" },
  }, ["invalid_scope", 70011]],
  ["two resources in one application token", {
    change: {
      scope:
        "https://graph.microsoft.com/.default https://management.azure.com//.default",
    },
  }, ["invalid_scope", 70011]],
  ["/.default beside a permission", {
    change: {
      scope:
        "https://graph.microsoft.com/.default https://graph.microsoft.com/Mail.Read",
    },
  }, ["invalid_scope", 70011]],
  ["a comma between scopes", {
    change: {
      scope:
        "https://graph.microsoft.com/.default,https://management.azure.com/.default",
    },
  }, ["invalid_scope", 70011]],
  ["a quoted scope", {
    change: { scope: '"https://graph.microsoft.com/.default"' },
  }, ["invalid_scope", 70011]],
  ["a tab between scopes", {
    change: { scope: "https://graph.microsoft.com/.default\topenid" },
  }, ["invalid_scope", 70011]],
  ["a resource without /.default", {
    change: { scope: "https://graph.microsoft.com" },
  }, ["invalid_scope", 70011]],
  ["an unknown resource", { change: { scope: "api://nobody/.default" } }, [
    "invalid_resource",
    500011,
  ]],
]);

/** The tenant's own name stands for its id everywhere. */
export const CLIENT_MISTAKES: readonly Mistake[] = [
  ...REQUEST,
  ...CLIENT,
  ...SCOPE,
  ...posted(APP, [
    ["a wrong secret under the tenant's domain", {
      tenant: "contoso.onmicrosoft.example",
      change: { client_secret: CONTOSO },
    }, ["invalid_client", 7000215]],
  ]),
];
