import { parseTokenStore } from "../flags/storage.ts";
import { parseFlowName } from "../../engine/flows/flow_names.ts";
import { type Layer, layer } from "../../settings/merge.ts";
import {
  type CallSettings,
  CREDENTIALS,
  type Given,
  toCallSettings,
} from "./call_settings.ts";

/** What follows `ENTRADA_`, and what follows `AZURE_` where that is known too. */
type VariableNames = readonly [own: string, azure?: string];
type Variables = { readonly [K in keyof Given]?: VariableNames };

/** Variables whose value is the setting. */
const TEXTS: Variables = {
  tenant: ["TENANT", "TENANT_ID"],
  clientId: ["CLIENT_ID", "CLIENT_ID"],
  authority: ["AUTHORITY", "AUTHORITY_HOST"],
  cloud: ["CLOUD"],
  resource: ["RESOURCE"],
  clientCertificate: ["CLIENT_CERTIFICATE_PATH", "CLIENT_CERTIFICATE_PATH"],
  clientKey: ["CLIENT_KEY_PATH"],
  username: ["USERNAME", "USERNAME"],
  identityClientId: ["IDENTITY_CLIENT_ID"],
  identityObjectId: ["IDENTITY_OBJECT_ID"],
  identityResourceId: ["IDENTITY_RESOURCE_ID"],
  redirectUri: ["REDIRECT_URI"],
  loginHint: ["LOGIN_HINT"],
  account: ["ACCOUNT"],
};

/** Variables that hold a secret: only their names go any further. */
const SECRETS: Variables = {
  clientSecret: ["CLIENT_SECRET", "CLIENT_SECRET"],
  certificatePassword: [
    "CLIENT_CERTIFICATE_PASSWORD",
    "CLIENT_CERTIFICATE_PASSWORD",
  ],
  clientAssertion: ["CLIENT_ASSERTION"],
  password: ["PASSWORD", "PASSWORD"],
  userAssertion: ["ASSERTION"],
  refreshToken: ["REFRESH_TOKEN"],
};

/** Variables whose value has to be read first. */
const READ = {
  scopes: ["SCOPE"],
  flow: ["FLOW"],
  tokenStore: ["TOKEN_STORE"],
  sendCertificateChain: [
    "CLIENT_SEND_CERTIFICATE_CHAIN",
    "CLIENT_SEND_CERTIFICATE_CHAIN",
  ],
  clientAssertion: ["FEDERATED_TOKEN_FILE", "FEDERATED_TOKEN_FILE"],
} as const satisfies Variables;

/** One variable that is set. */
interface Found {
  readonly name: string;
  readonly value: string;
}

type Look = (names: VariableNames | undefined) => Found | undefined;

function lookIn(
  prefix: "ENTRADA_" | "AZURE_",
  env: (name: string) => string | undefined,
): Look {
  return (names) => {
    const suffix = prefix === "ENTRADA_" ? names?.[0] : names?.[1];
    const value = suffix === undefined ? undefined : env(prefix + suffix);
    // An empty variable is as good as none.
    return value ? { name: prefix + suffix, value } : undefined;
  };
}

/** Where several proofs are set, the first kind counts, as in Azure's own tools. */
function oneCredential(given: Given): Given {
  const [chosen] = CREDENTIALS.filter(([key]) => given[key] !== undefined);
  const others = CREDENTIALS.filter((each) => each !== chosen);
  return {
    ...given,
    ...Object.fromEntries(others.map(([key]) => [key, undefined])),
  };
}

function readOthers(look: Look): Given {
  const scopes = look(READ.scopes);
  const flow = look(READ.flow);
  const chain = look(READ.sendCertificateChain);
  const file = look(READ.clientAssertion);
  const store = look(READ.tokenStore);
  return {
    scopes: scopes && [scopes.value],
    flow: flow && parseFlowName(flow.value),
    sendCertificateChain: chain && /^(1|true|yes)$/i.test(chain.value),
    clientAssertion: file && `file:${file.value}`,
    tokenStore: store && parseTokenStore(store.value),
  };
}

function namesOf(look: Look): Readonly<Record<string, string>> {
  // The later table is the weaker one: a secret's own variable wins.
  const all = [READ, TEXTS, SECRETS].flatMap((table) =>
    Object.entries(table).map(([key, names]) => [key, look(names)?.name])
  );
  const names = Object.fromEntries(all.filter(([, name]) => name));
  return {
    ...names,
    scopes: names["scopes"] ?? names["resource"],
    place: names["authority"] ?? names["cloud"],
  };
}

function environmentLayer(look: Look): Layer<CallSettings> {
  const pick = (table: Variables, make: (found: Found) => string) =>
    Object.fromEntries(
      Object.entries(table).flatMap(([key, names]) => {
        const found = look(names);
        return found === undefined ? [] : [[key, make(found)]];
      }),
    ) as Given;
  const given: Given = {
    ...readOthers(look),
    ...pick(TEXTS, ({ value }) => value),
    ...pick(SECRETS, ({ name }) => `env:${name}`),
  };
  const names = namesOf(look);
  return layer<CallSettings>(
    toCallSettings(oneCredential(given)),
    (key) => ({ kind: "environment", name: names[key] ?? key }),
  );
}

/**
 * Reads what the environment says: `ENTRADA_*` before `AZURE_*`.
 *
 * @param env Looks up a variable.
 * @returns The layers, strongest first.
 * @throws {AuthError} `unknown_flow` if a variable names no flow.
 */
export function environmentLayers(
  env: (name: string) => string | undefined,
): readonly Layer<CallSettings>[] {
  return [
    environmentLayer(lookIn("ENTRADA_", env)),
    environmentLayer(lookIn("AZURE_", env)),
  ];
}
