// Mistakes at the authorization endpoint: told to the client, or shown to the person.
import { UnsecuredJWT } from "jose";
import { type Mistake, visited } from "./authority_mistake.ts";
import {
  CLI_REQUEST,
  PORTAL_REQUEST,
  SHOP_REQUEST,
} from "./authority_requests.ts";
import { ADA, encode, FABRIKAM, NOBODY, SPA } from "./authority_world.ts";

const TOLD = visited(CLI_REQUEST, [
  ["no response_type", { change: { response_type: undefined } }, [
    "invalid_request",
    900144,
  ]],
  ["an unknown response_type", { change: { response_type: "cod" } }, [
    "unsupported_response_type",
    70005,
  ]],
  ["code token", { change: { response_type: "code token" } }, [
    "unsupported_response_type",
    70005,
  ]],
  ["an ID token that is not enabled", {
    change: { response_type: "code id_token" },
  }, ["unsupported_response_type", 700054]],
  ["an access token that is not enabled", {
    change: { response_type: "token" },
  }, ["unsupported_response_type", 700051]],
  ["an unknown response_mode", { change: { response_mode: "web_message" } }, [
    "invalid_request",
    70007,
  ]],
  ["an ID token by query", {
    change: { response_type: "id_token", response_mode: "query" },
  }, ["invalid_request", 70007]],
  ["prompt=none beside login", { change: { prompt: "none login" } }, [
    "invalid_request",
    90023,
  ]],
  ["an unknown prompt", { change: { prompt: "maybe" } }, [
    "invalid_request",
    90023,
  ]],
  ["a prompt in capitals", { change: { prompt: "LOGIN" } }, [
    "invalid_request",
    90023,
  ]],
  ["a max_age that is no number", { change: { max_age: "soon" } }, [
    "invalid_request",
    90023,
  ]],
  ["a negative max_age", { change: { max_age: "-1" } }, [
    "invalid_request",
    90023,
  ]],
  ["a fraction as max_age", { change: { max_age: "1.5" } }, [
    "invalid_request",
    90023,
  ]],
  ["a sign-in without a scope", {
    change: { scope: undefined, nonce: undefined },
  }, [
    "invalid_request",
    900144,
  ]],
  ["a sign-in for an unknown permission", {
    change: { scope: "openid User.Destroy" },
  }, ["invalid_scope", 70011]],
  ["a sign-in with commas between scopes", {
    change: { scope: "openid,profile,User.Read", nonce: undefined },
  }, ["invalid_scope", 70011]],
  ["a backslash in a scope", { change: { scope: "openid User\\Read" } }, [
    "invalid_scope",
    70011,
  ]],
  ["a tab in the scope of a sign-in", {
    change: { scope: "openid\tUser.Read" },
  }, ["invalid_scope", 70011]],
  ["the scope phone, which Entra does not have", {
    change: { scope: "openid phone" },
  }, ["invalid_scope", 70011]],
  ["a sign-in for /.default beside a permission", {
    change: {
      scope: "https://graph.microsoft.com/.default Mail.Read",
      nonce: undefined,
    },
  }, ["invalid_scope", 70011]],
  ["a sign-in for an unknown resource", {
    change: { scope: "https://vault.example/.default", nonce: undefined },
  }, ["invalid_resource", 500011]],
  ["a garbage id_token_hint", { change: { id_token_hint: "not.a.jwt" } }, [
    "invalid_request",
    50027,
  ]],
  ["an unsigned id_token_hint", {
    change: { id_token_hint: new UnsecuredJWT({ sub: "x" }).encode() },
  }, ["invalid_request", 50027]],
  ["a request object", { change: { request: "eyJ9.e30." } }, [
    "invalid_request",
    90023,
  ]],
  ["a request_uri", { change: { request_uri: "https://app.example/r" } }, [
    "invalid_request",
    90023,
  ]],
  ["a registration", { change: { registration: "{}" } }, [
    "invalid_request",
    90023,
  ]],
  ["a nonce without openid", { change: { scope: "User.Read" } }, [
    "invalid_request",
    90023,
  ]],
  ["v1's resource at a sign-in", {
    change: { resource: "https://graph.microsoft.com" },
  }, ["invalid_request", 901002]],
  ["a challenge that is too short", { change: { code_challenge: "abc" } }, [
    "invalid_request",
    501491,
  ]],
  ["a challenge with padding", {
    change: { code_challenge: `${CLI_REQUEST.code_challenge?.slice(0, -1)}=` },
  }, ["invalid_request", 501491]],
  ["an unknown challenge method", {
    change: { code_challenge_method: "S512" },
  }, ["invalid_request", 501491]],
  ["a challenge method in lower case", {
    change: { code_challenge_method: "s256" },
  }, ["invalid_request", 501491]],
  ["a challenge method without a challenge", {
    change: { code_challenge: undefined },
  }, ["invalid_request", 501491]],
  ["a sign-in with claims that are not JSON", { change: { claims: "cp1" } }, [
    "invalid_request",
    90023,
  ]],
  ["select_account with a login_hint", {
    change: { prompt: "select_account", login_hint: ADA.username },
  }, ["invalid_request", 90005]],
  ["prompt=none without a session", { change: { prompt: "none" } }, [
    "login_required",
    50058,
  ]],
  ["a page's sign-in without PKCE", {
    tenant: FABRIKAM,
    change: {
      client_id: SPA.id,
      redirect_uri: "http://localhost:5173/",
      code_challenge: undefined,
      code_challenge_method: undefined,
    },
  }, ["invalid_request", 9002325]],
]);

/** OAuth 2.1 and OpenID Connect refuse these; Entra takes them. */
const STRICTER = visited(CLI_REQUEST, [
  ["a challenge that is the verifier itself", {
    change: { code_challenge_method: "plain" },
  }, ["invalid_request", 501491]],
  ["a challenge without its method", {
    change: { code_challenge_method: undefined },
  }, ["invalid_request", 501491]],
  ["max_age without openid", {
    change: { scope: "User.Read", nonce: undefined, max_age: "60" },
  }, ["invalid_request", 90023]],
]);

const SHOWN = visited(CLI_REQUEST, [
  ["a sign-in at an unknown tenant", { tenant: "nowhere.example" }, [
    undefined,
    90002,
  ]],
  ["a sign-in without a client_id", { change: { client_id: undefined } }, [
    undefined,
    900144,
  ]],
  ["a sign-in of an unknown client", { change: { client_id: NOBODY } }, [
    undefined,
    700016,
  ]],
  ["a sign-in of an Entra client on consumers", { tenant: "consumers" }, [
    undefined,
    9002332,
  ]],
  ["no redirect_uri", { change: { redirect_uri: undefined } }, [
    undefined,
    900971,
  ]],
  ["a redirect_uri at another host", {
    change: { redirect_uri: "https://evil.example/callback" },
  }, [undefined, 50011]],
  ["a path that the loopback registration lacks", {
    change: { redirect_uri: "http://localhost:53412/callback" },
  }, [undefined, 50011]],
  ["127.0.0.1 where localhost is registered", {
    change: { redirect_uri: "http://127.0.0.1:53412" },
  }, [undefined, 50011]],
  ["the IPv6 loopback address", {
    change: { redirect_uri: "http://[::1]:53412" },
  }, [undefined, 50011]],
  ["https on loopback", {
    change: { redirect_uri: "https://localhost:53412" },
  }, [undefined, 50011]],
  ["a user in the loopback address", {
    change: { redirect_uri: "http://evil@localhost:53412" },
  }, [undefined, 50011]],
  ["a fragment in the redirect_uri", {
    change: { redirect_uri: "http://localhost:53412/#x" },
  }, [undefined, 50011]],
  ["a redirect_uri that is no address", {
    change: { redirect_uri: "localhost" },
  }, [undefined, 50011]],
  ["a redirect_uri that runs a script", {
    change: { redirect_uri: "javascript:alert(1)" },
  }, [undefined, 50011]],
  ["redirect_uri twice", {
    body: `${encode(CLI_REQUEST)}&redirect_uri=http%3A%2F%2Flocalhost`,
  }, [undefined, 9002313]],
  ["client_id twice at a sign-in", {
    body: `${encode(CLI_REQUEST)}&client_id=x`,
  }, [
    undefined,
    9002313,
  ]],
]);

const SHOWN_TO_WEB = visited(SHOP_REQUEST, [
  ["a sign-in of a client of another tenant", { tenant: FABRIKAM }, [
    undefined,
    700016,
  ]],
  ["a sign-in of a single-tenant client on common", { tenant: "common" }, [
    undefined,
    50194,
  ]],
  ["another path", {
    change: { redirect_uri: "https://app.contoso.example/other" },
  }, [undefined, 50011]],
  ["a path in another case", {
    change: { redirect_uri: "https://app.contoso.example/Callback" },
  }, [undefined, 50011]],
  ["another port of a host that is not loopback", {
    change: { redirect_uri: "https://app.contoso.example:8443/callback" },
  }, [undefined, 50011]],
  ["a host that only begins like the registered one", {
    change: {
      redirect_uri: "https://app.contoso.example.evil.example/callback",
    },
  }, [undefined, 50011]],
  ["a query that the registration lacks", {
    change: { redirect_uri: "https://app.contoso.example/callback?next=/" },
  }, [undefined, 50011]],
  ["http where https is registered", {
    change: { redirect_uri: "http://app.contoso.example/callback" },
  }, [undefined, 50011]],
]);

export const AUTHORIZE_MISTAKES: readonly Mistake[] = [
  ...TOLD,
  ...STRICTER,
  ...SHOWN,
  ...SHOWN_TO_WEB,
];

/** Hybrid and implicit requests. */
export const FRONT_CHANNEL_MISTAKES: readonly Mistake[] = visited(
  PORTAL_REQUEST,
  [
    ["a hybrid request without a nonce", { change: { nonce: undefined } }, [
      "invalid_request",
    ]],
    ["a hybrid request without openid", {
      change: { scope: "profile User.Read", nonce: undefined },
    }, ["invalid_request"]],
    ["a hybrid answer by query", { change: { response_mode: "query" } }, [
      "invalid_request",
      70007,
    ]],
    ["an implicit request without a nonce", {
      change: { response_type: "id_token", nonce: undefined },
    }, ["invalid_request"]],
    ["an implicit request without openid", {
      change: { response_type: "id_token", scope: "profile", nonce: undefined },
    }, ["invalid_request"]],
    ["an implicit access token by query", {
      change: { response_type: "id_token token", response_mode: "query" },
    }, ["invalid_request", 70007]],
    ["an implicit request for an unknown resource", {
      change: {
        response_type: "id_token token",
        scope: "openid https://vault.example/.default",
      },
    }, ["invalid_resource", 500011]],
    ["code id_token token", {
      change: { response_type: "code id_token token" },
    }, ["unsupported_response_type", 70005]],
    ["a hybrid request with a challenge that is too short", {
      change: { code_challenge: "abc" },
    }, ["invalid_request", 501491]],
  ],
);
