import type { TypedCommandFlagParameters } from "@stricli/core";
import {
  type FlowName,
  FLOWS,
  parseFlowName,
} from "../../engine/flows/flow_names.ts";
import type { TokenStoreName } from "../../settings/profile.ts";
import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import {
  choiceFlag,
  listFlag,
  parsedFlag,
  switchFlag,
  textFlag,
  variableFlag,
} from "./kinds.ts";
import { tokenStoreFlag } from "./storage.ts";

/** What both a call and a profile can be told. */
export type SettingFlags = {
  readonly flow?: FlowName;
  readonly scope?: readonly string[];
  readonly resource?: string;
  readonly tenant?: string;
  readonly clientId?: string;
  readonly client?: string;
  readonly cloud?: string;
  readonly authority?: string;
  readonly clientSecretEnv?: string;
  readonly clientSecretFile?: string;
  readonly clientSecretCommand?: string;
  readonly clientCertificate?: string;
  readonly clientKey?: string;
  readonly certificatePasswordEnv?: string;
  readonly certificatePasswordFile?: string;
  readonly certificateAlgorithm?: "PS256" | "RS256";
  readonly sendCertificateChain?: boolean;
  readonly clientAssertionFile?: string;
  readonly clientAssertionEnv?: string;
  readonly clientAssertionCommand?: string;
  readonly clientAssertionProfile?: string;
  readonly federated?:
    | "github-actions"
    | "azure-pipelines"
    | "kubernetes"
    | "file";
  readonly username?: string;
  readonly passwordEnv?: string;
  readonly passwordFile?: string;
  readonly assertionFile?: string;
  readonly assertionEnv?: string;
  readonly assertionProfile?: string;
  readonly refreshTokenFile?: string;
  readonly refreshTokenEnv?: string;
  readonly identityClientId?: string;
  readonly identityObjectId?: string;
  readonly identityResourceId?: string;
  readonly redirectUri?: string;
  readonly loginHint?: string;
  readonly domainHint?: string;
  readonly prompt?: string;
  readonly claims?: string;
  readonly capability?: readonly string[];
  readonly responseType?: "token" | "id_token" | "id_token token";
  readonly responseMode?: "query" | "fragment" | "form_post";
  readonly state?: string;
  readonly nonce?: string;
  readonly query?: readonly string[];
  readonly body?: readonly string[];
  readonly renewCode?: boolean;
  readonly mkt?: string;
  readonly account?: string;
  readonly tokenStore?: TokenStoreName;
};

const PROMPTS = ["login", "consent", "select_account", "none", "create"];

function parsePrompt(text: string): string {
  if (PROMPTS.includes(text)) return text;
  throw new UsageError(
    `"${text}" is not one of ${PROMPTS.join(", ")}`,
  );
}

/** One `NAME=VALUE`; the value may have more equals signs. */
function parsePair(text: string): string {
  if (/^[^=]+=/.test(text)) return text;
  throw new UsageError(
    "this is not NAME=VALUE",
    "Write the parameter's name, an equals sign and its value",
  );
}

function pairFlag(brief: string) {
  return {
    ...listFlag(brief, "NAME=VALUE"),
    parse: parsePair,
  };
}

const flowNames = FLOWS.map((flow) => flow.name).join(", ");

/** Options of everything that a profile can keep. */
export const settingFlags = {
  flow: parsedFlag(parseFlowName, {
    brief: `how to get the token: ${flowNames}`,
    placeholder: "flow",
  }),
  scope: listFlag("what for: scopes, by space or comma, repeatable", "scopes"),
  resource: textFlag(
    "the API, in place of scopes: its address, or a name such as graph, arm or keyvault",
    "api",
  ),
  tenant: textFlag("id, domain, common, organizations or consumers", "tenant"),
  clientId: textFlag("application (client) id of the registration", "id"),
  client: textFlag(
    "one of Microsoft's own clients, such as azure-cli or graph-powershell",
    "name",
  ),
  cloud: textFlag("public (default), usgov or china", "cloud"),
  authority: textFlag("whole authority address, in place of the cloud", "url"),
  clientSecretEnv: variableFlag("variable that holds the client secret"),
  clientSecretFile: textFlag("file that holds the client secret", "path"),
  clientSecretCommand: textFlag(
    "command that writes the client secret; no shell",
    "line",
  ),
  clientCertificate: textFlag(
    "certificate: PEM (with or without its key), PFX, P12 or DER",
    "path",
  ),
  clientKey: textFlag("the certificate's key, when in its own file", "path"),
  certificatePasswordEnv: variableFlag("variable that holds its password"),
  certificatePasswordFile: textFlag("file that holds its password", "path"),
  certificateAlgorithm: choiceFlag(["PS256", "RS256"], "how it signs"),
  sendCertificateChain: switchFlag("send its chain along (x5c)"),
  clientAssertionFile: textFlag(
    "file with the client's assertion, read on every use",
    "path",
  ),
  clientAssertionEnv: variableFlag("variable with the client's assertion"),
  clientAssertionCommand: textFlag(
    "command that writes the client's assertion; no shell",
    "line",
  ),
  clientAssertionProfile: textFlag(
    "profile whose token is the client's assertion",
    "name",
  ),
  federated: choiceFlag(
    ["github-actions", "azure-pipelines", "kubernetes", "file"],
    "who vouches for the client; file: the one AZURE_FEDERATED_TOKEN_FILE names",
  ),
  username: textFlag("who signs in with password", "user"),
  passwordEnv: variableFlag("variable that holds the user's password"),
  passwordFile: textFlag("file that holds the user's password", "path"),
  assertionFile: textFlag("file with the user's token, on-behalf-of", "path"),
  assertionEnv: variableFlag("variable with the user's token, on-behalf-of"),
  assertionProfile: textFlag(
    "profile that gets the user's token, on-behalf-of",
    "name",
  ),
  refreshTokenFile: textFlag("file with a refresh token", "path"),
  refreshTokenEnv: variableFlag("variable with a refresh token"),
  identityClientId: textFlag("client id of a managed identity", "id"),
  identityObjectId: textFlag("object id of a managed identity", "id"),
  identityResourceId: textFlag("resource id of a managed identity", "id"),
  redirectUri: textFlag("the registered redirect URI", "uri"),
  loginHint: textFlag("user name to fill in", "user"),
  domainHint: textFlag("domain that leads to the right sign-in page", "domain"),
  prompt: parsedFlag(parsePrompt, {
    brief: `how the page asks: ${PROMPTS.join(", ")}`,
    placeholder: "prompt",
  }),
  claims: textFlag(
    "claims to ask for: JSON, base64, or a whole WWW-Authenticate header",
    "claims",
  ),
  capability: listFlag(
    "what the client can handle: cp1, repeatable",
    "capability",
  ),
  responseType: choiceFlag(
    ["token", "id_token", "id_token token"],
    "what implicit is to bring",
  ),
  responseMode: choiceFlag(
    ["query", "fragment", "form_post"],
    "how the browser brings the answer",
  ),
  state: textFlag("state of the sign-in; random unless given", "text"),
  nonce: textFlag("nonce of the ID token; random unless given", "text"),
  query: pairFlag("one more parameter of the query, repeatable"),
  body: pairFlag("one more parameter of the body, repeatable"),
  renewCode: switchFlag("get a new device code when one expires"),
  mkt: textFlag("language of the sign-in, such as de-DE", "language"),
  account: textFlag(
    "which account, where several signed in: user name or id",
    "user",
  ),
  tokenStore: tokenStoreFlag,
} as const satisfies TypedCommandFlagParameters<SettingFlags, Context>["flags"];
