// What the rows of the contract's tables call things.
import { DEFAULT_WORLD } from "../../src/sandbox/mod.ts";
import { unsignedToken } from "../support/tokens.ts";
import { START } from "./fake_io.ts";

/** Where the sandbox believes to be. */
export const ORIGIN = "http://127.0.0.1:8480";
/** Who signs in whenever somebody has to. */
export const ADA = "ada@contoso.onmicrosoft.example";
/** The authority by the tenant's domain. */
export const AUTHORITY = `${ORIGIN}/contoso.onmicrosoft.example`;
/** Where profiles are in a home directory. */
export const PROFILES_FILE = ".config/entrada/profiles.json";

function clientId(name: string): string {
  const found = DEFAULT_WORLD.clients.find((client) => client.name === name);
  if (found === undefined) throw new Error(`The sandbox has no "${name}"`);
  return found.client_id;
}

const GRAPH = "https://graph.microsoft.com";
const now = START / 1000;

/** A token that is good now, in the sandbox's tenant; its signature is none. */
export const TOKEN: string = unsignedToken({
  aud: GRAPH,
  iss: "https://sts.windows.net/8f3a1c52-6b7e-4d09-9a41-2c5e7d90b3f1/",
  iat: now - 300,
  nbf: now - 300,
  exp: now + 3_300,
  appid: clientId("Contoso CLI"),
  scp: "User.Read",
  tid: "8f3a1c52-6b7e-4d09-9a41-2c5e7d90b3f1",
  ver: "1.0",
});

/** What `$NAME` stands for in a command line. */
export const NAMES: Readonly<Record<string, string>> = {
  AUTH: AUTHORITY,
  ORIGIN,
  CLI: clientId("Contoso CLI"),
  APP: clientId("Contoso Nightly Report"),
  WEB: clientId("Contoso Web Shop"),
  ORDERS: clientId("Contoso Orders API"),
  GRAPH: `${GRAPH}/.default`,
  API: `${ORIGIN}/thing`,
  ADA,
  TENANT: "8f3a1c52-6b7e-4d09-9a41-2c5e7d90b3f1",
  TOKEN,
  OTHER: unsignedToken({ aud: "api://x", exp: now + 7_200, roles: ["A"] }),
  EXPIRED: unsignedToken({ aud: GRAPH, exp: now - 60, scp: "User.Read" }),
};

/** Variables of the machine that hold secrets; none may be shown. */
export const SECRETS = {
  secret: "sandbox-secret-nightly-report",
  password: "sandbox-ada",
  passphrase: "four words are enough",
  keyPassword: "the-key-pass",
} as const;

/** Splits a command line as a shell does, and puts in what `$NAME` stands for. */
export function splitLine(
  line: string,
  names: Readonly<Record<string, string>> = {},
): readonly string[] {
  const all: Readonly<Record<string, string>> = { ...NAMES, ...names };
  const filled = line.replace(/\$([A-Z]+)/g, (whole, name: string) => {
    const value = all[name];
    if (value === undefined) throw new Error(`What is ${whole}?`);
    return value;
  });
  return [...filled.matchAll(/(?:'[^']*'|[^\s'])+/g)]
    .map(([word]) => word.replaceAll("'", ""));
}

const WHO = { authority: AUTHORITY };

/** A profile for a person, for a program, for a web application and for an API. */
export const PROFILES: readonly Readonly<Record<string, unknown>>[] = [
  {
    name: "me",
    ...WHO,
    clientId: NAMES["CLI"],
    scopes: ["User.Read"],
    flow: "device-code",
  },
  {
    name: "app",
    ...WHO,
    clientId: NAMES["APP"],
    clientSecret: "env:SECRET",
    scopes: [`${GRAPH}/.default`],
  },
  {
    name: "web",
    ...WHO,
    clientId: NAMES["WEB"],
    clientSecret: "env:WEB_SECRET",
    redirectUri: "http://localhost:8400/callback",
    scopes: ["User.Read"],
  },
  {
    name: "orders",
    ...WHO,
    clientId: NAMES["ORDERS"],
    clientSecret: "env:ORDERS_SECRET",
    scopes: ["User.Read"],
  },
  {
    name: "builder",
    flow: "managed-identity",
    identityClientId: "e1b63d48-9f07-4c2a-87d5-b6a04f8e31c9",
    resource: "api://AzureADTokenExchange",
  },
  {
    name: "front",
    ...WHO,
    clientId: NAMES["CLI"],
    scopes: [`api://${NAMES["ORDERS"]}/access_as_user`],
    flow: "device-code",
  },
];

/** The environment of the machine. */
export const VARIABLES: Readonly<Record<string, string>> = {
  SECRET: SECRETS.secret,
  WEB_SECRET: "sandbox-secret-web-shop",
  ORDERS_SECRET: "sandbox-secret-orders-api",
  PASSWORD: SECRETS.password,
  PASS: SECRETS.passphrase,
  KEY_PASS: SECRETS.keyPassword,
  AZURE_POD_IDENTITY_AUTHORITY_HOST: ORIGIN,
  ACTIONS_ID_TOKEN_REQUEST_URL: `${ORIGIN}/external/github/token`,
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: "sandbox-actions-request-token",
  SYSTEM_OIDCREQUESTURI: `${ORIGIN}/external/pipelines/oidctoken`,
  SYSTEM_ACCESSTOKEN: "sandbox-system-access-token",
  AZURESUBSCRIPTION_SERVICE_CONNECTION_ID:
    "5f2d8c14-9b3e-4a76-8e01-d7c6a9f04b25",
};
