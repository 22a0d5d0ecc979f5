// Mistakes with codes, refresh tokens and device codes.
import { type Mistake, posted, told } from "./authority_mistake.ts";
import {
  CLI_REQUEST,
  DEVICE_REQUEST,
  poll,
  redemption,
  refresh,
  SHOP_REQUEST,
  signedIn,
} from "./authority_requests.ts";
import {
  type Authority,
  authorize,
  CLI,
  DAEMON,
  encode,
  FABRIKAM,
  member,
  NOBODY,
  post,
  SHOP,
  SPA,
  VERIFIER,
} from "./authority_world.ts";

const UNPROTECTED = {
  ...CLI_REQUEST,
  code_challenge: undefined,
  code_challenge_method: undefined,
};

async function shopRedemption(authority: Authority) {
  const fields = await redemption(authority, SHOP_REQUEST);
  return { ...fields, client_secret: SHOP.secret };
}

const CODE = posted(redemption, [
  ["no code", { change: { code: undefined } }, ["invalid_request", 900144]],
  ["an unknown code", { change: { code: "1.made-up" } }, [
    "invalid_grant",
    70000,
  ]],
  ["no redirect_uri at redemption", { change: { redirect_uri: undefined } }, [
    "invalid_request",
    900144,
  ]],
  ["another redirect_uri at redemption", {
    change: { redirect_uri: "http://localhost:53412/other" },
  }, ["invalid_grant", 50011]],
  ["another loopback port at redemption", {
    change: { redirect_uri: "http://localhost:53413" },
  }, ["invalid_grant", 50011]],
  ["no code_verifier", { change: { code_verifier: undefined } }, [
    "invalid_grant",
    501481,
  ]],
  ["a wrong code_verifier", {
    change: { code_verifier: VERIFIER.toUpperCase() },
  }, ["invalid_grant", 501481]],
  ["a code_verifier that is too short", {
    change: { code_verifier: "too-short" },
  }, ["invalid_grant", 501481]],
  ["a code_verifier that is too long", {
    change: { code_verifier: VERIFIER.repeat(3) },
  }, ["invalid_grant", 501481]],
  ["a code_verifier with a character that none may have", {
    change: { code_verifier: `${VERIFIER.slice(0, -1)}=` },
  }, ["invalid_grant", 501481]],
  ["the challenge in place of the verifier", {
    change: { code_verifier: CLI_REQUEST.code_challenge },
  }, ["invalid_grant", 501481]],
  ["a code of another client", {
    change: { client_id: SHOP.id, client_secret: SHOP.secret },
  }, [
    "invalid_grant",
    70000,
  ]],
  ["a code of another tenant", { tenant: FABRIKAM }, ["invalid_grant", 700005]],
  ["a secret for a public client's code", {
    change: { client_secret: "sandbox-anything" },
  }, ["invalid_client", 700025]],
  ["a native client's code redeemed by a page", {
    headers: { origin: "http://localhost:53412" },
  }, ["invalid_request", 9002326]],
  ["an unknown resource at redemption", {
    change: { scope: "https://vault.example/.default" },
  }, ["invalid_resource", 500011]],
  ["two resources at redemption", {
    change: { scope: "User.Read https://management.azure.com//.default" },
  }, ["invalid_request", 28000]],
  ["code twice", {
    body: `grant_type=authorization_code&client_id=${CLI.id}&code=a&code=b`,
  }, [
    "invalid_request",
    9002313,
  ]],
]);

const WEB_CODE = posted(shopRedemption, [
  ["a web application's code without its secret", {
    change: { client_secret: undefined },
  }, ["invalid_client", 7000218]],
  ["a web application's code with a wrong secret", {
    change: { client_secret: "sandbox-wrong" },
  }, ["invalid_client", 7000215]],
]);

const MORE_CODE: readonly Mistake[] = [
  ...posted((authority) => redemption(authority, UNPROTECTED), [
    ["a code_verifier that no challenge asked for", {
      change: { code_verifier: VERIFIER },
    }, ["invalid_grant", 501481]],
  ]),
  told("a code for the second time", ["invalid_grant", 54005], async (open) => {
    const fields = await redemption(open);
    await post(open, { fields });
    return await post(open, { fields });
  }),
  told(
    "the refresh token of a code that was redeemed twice",
    ["invalid_grant", 50173],
    async (authority) => {
      const fields = await redemption(authority);
      const { body } = await post(authority, { fields });
      await post(authority, { fields });
      return await post(authority, {
        fields: {
          grant_type: "refresh_token",
          client_id: CLI.id,
          refresh_token: String(body.refresh_token),
        },
      });
    },
  ),
  told(
    "a page's code that is redeemed without an Origin",
    ["invalid_request", 9002327],
    async (authority) => {
      const uri = { client_id: SPA.id, redirect_uri: "http://localhost:5173/" };
      const answer = await authorize(authority, {
        tenant: FABRIKAM,
        fields: {
          ...CLI_REQUEST,
          ...uri,
          login_hint: "linus@fabrikam.onmicrosoft.example",
        },
      });
      return await post(authority, {
        tenant: FABRIKAM,
        fields: {
          grant_type: "authorization_code",
          ...uri,
          code: member(answer, "code"),
          code_verifier: VERIFIER,
        },
      });
    },
  ),
];

const REFRESH = posted(refresh, [
  ["no refresh token", { change: { refresh_token: undefined } }, [
    "invalid_request",
    900144,
  ]],
  ["an unknown refresh token", { change: { refresh_token: "1.made-up" } }, [
    "invalid_grant",
    70000,
  ]],
  ["a refresh token of another client", {
    change: { client_id: DAEMON.id, client_secret: DAEMON.secret },
  }, ["invalid_grant", 70000]],
  ["a refresh token at a tenant that does not know the user", {
    tenant: FABRIKAM,
  }, ["invalid_grant", 50020]],
  ["a secret beside a public client's refresh token", {
    change: { client_secret: "sandbox-anything" },
  }, ["invalid_client", 700025]],
  ["an unknown permission in a refresh", {
    change: { scope: "openid User.Destroy" },
  }, ["invalid_scope", 70011]],
  ["an unknown resource in a refresh", {
    change: { scope: "https://vault.example/.default" },
  }, ["invalid_resource", 500011]],
  ["/.default beside a permission in a refresh", {
    change: { scope: "https://graph.microsoft.com/.default Mail.Read" },
  }, ["invalid_scope", 70011]],
  [
    "a comma in the scope of a refresh",
    { change: { scope: "openid,profile" } },
    [
      "invalid_scope",
      70011,
    ],
  ],
  ["a native client's refresh by a page", {
    headers: { origin: "http://localhost:5173" },
  }, ["invalid_request", 9002326]],
]);

const MORE_REFRESH: readonly Mistake[] = [
  told(
    "an access token in place of a refresh token",
    ["invalid_grant", 70000],
    async (authority) => {
      const { access_token } = await signedIn(authority);
      return await post(authority, {
        fields: {
          grant_type: "refresh_token",
          client_id: CLI.id,
          refresh_token: String(access_token),
        },
      });
    },
  ),
  told(
    "a code in place of a refresh token",
    ["invalid_grant", 70000],
    async (authority) => {
      const { code } = await redemption(authority);
      return await post(authority, {
        fields: {
          grant_type: "refresh_token",
          client_id: CLI.id,
          refresh_token: code,
        },
      });
    },
  ),
];

const DEVICE_START = posted(DEVICE_REQUEST, [
  ["a device sign-in without a client_id", {
    path: "devicecode",
    change: { client_id: undefined },
  }, ["invalid_request", 900144]],
  ["a device sign-in of an unknown client", {
    path: "devicecode",
    change: { client_id: NOBODY },
  }, ["unauthorized_client", 700016]],
  ["a device sign-in without a scope", {
    path: "devicecode",
    change: { scope: undefined },
  }, ["invalid_request", 900144]],
  ["a device sign-in for an unknown permission", {
    path: "devicecode",
    change: { scope: "openid User.Destroy" },
  }, ["invalid_scope", 70011]],
  ["a device sign-in for an unknown resource", {
    path: "devicecode",
    change: { scope: "https://vault.example/.default" },
  }, ["invalid_resource", 500011]],
  ["a device sign-in with v1's resource", {
    path: "devicecode",
    change: { resource: "https://graph.microsoft.com" },
  }, ["invalid_request", 901002]],
  ["a device sign-in at an unknown tenant", {
    path: "devicecode",
    tenant: "nowhere.example",
  }, ["invalid_tenant", 90002]],
  ["a device sign-in on consumers", {
    path: "devicecode",
    tenant: "consumers",
  }, ["invalid_request", 9002332]],
  ["a device sign-in by GET", { path: "devicecode", method: "GET" }, [
    "invalid_request",
    900561,
  ]],
  ["a device sign-in as JSON", {
    path: "devicecode",
    body: JSON.stringify(DEVICE_REQUEST),
    headers: { "content-type": "application/json" },
  }, ["invalid_request", 900144]],
  ["a device sign-in with a scope twice", {
    path: "devicecode",
    body: `${encode(DEVICE_REQUEST)}&scope=openid`,
  }, ["invalid_request", 9002313]],
  ["a device sign-in with a wrong secret", {
    path: "devicecode",
    change: { client_id: DAEMON.id, client_secret: "sandbox-wrong" },
  }, ["invalid_client", 7000215]],
  ["a device sign-in with claims that are not JSON", {
    path: "devicecode",
    change: { claims: "cp1" },
  }, ["invalid_request", 90023]],
]);

const POLL = posted(poll, [
  ["a poll without a device code", { change: { device_code: undefined } }, [
    "invalid_request",
    900144,
  ]],
  ["a poll with an unknown device code", {
    change: { device_code: "D-made-up" },
  }, ["bad_verification_code", 70018]],
  ["a poll with another client's device code", {
    change: { client_id: DAEMON.id, client_secret: DAEMON.secret },
  }, ["bad_verification_code", 70018]],
  ["a poll with a secret of a public client", {
    change: { client_secret: "sandbox-anything" },
  }, ["invalid_client", 700025]],
  ["a poll before the user has finished", {}, [
    "authorization_pending",
    70016,
  ]],
]);

export const GRANT_MISTAKES: readonly Mistake[] = [
  ...CODE,
  ...WEB_CODE,
  ...MORE_CODE,
  ...REFRESH,
  ...MORE_REFRESH,
  ...DEVICE_START,
  ...POLL,
];
