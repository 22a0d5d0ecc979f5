// Every command as it is called where secrets are about.
import type { FakeSetting } from "../cli/fake_io.ts";
import type { CanaryKind } from "./canary_secrets.ts";
import { CANARY, CI_JOBS } from "./canary_world.ts";
import { CLIENT, TENANT } from "./tokens.ts";

/** One call. */
export interface CanaryCall {
  readonly argv: readonly string[];
  /** Calls that come before it, whose tokens it finds. */
  readonly before?: readonly (readonly string[])[];
  readonly setting?: FakeSetting;
  /** Secrets that standard output may have when it succeeds, each of them once. */
  readonly shows?: readonly CanaryKind[];
}

/** Stands for the path of a PFX file, which is there while the tests run. */
export const PFX_PLACE = "{pfx}";

const GRAPH = "https://graph.microsoft.com/.default";
const WHO = ["-t", TENANT, "--client-id", CLIENT];
const USER = ["get-token", ...WHO, "-s", "User.Read"];
const APP = ["get-token", ...WHO, "-s", GRAPH];
const SECRET = ["--client-secret-env", "S"];
const PFX = ["--client-certificate", PFX_PLACE];
const TOKEN: readonly CanaryKind[] = ["access token"];
const LOGIN = ["login", "-p", "work"];

const FORMATS: readonly CanaryCall[] = [
  ...[
    ...["token", "header", "env", "curl", "az", "azd", "exec-credential"],
  ].map((format) => ({
    argv: [...USER, "-f", "device-code", "-o", format],
    shows: TOKEN,
  })),
  ...["json", "yaml"].flatMap((format): CanaryCall[] => [
    {
      argv: [...USER, "-f", "device-code", "-o", format],
      shows: ["access token", "ID token"],
    },
    {
      argv: [
        ...[...USER, "-f", "device-code", "-o", format],
        "--include-refresh-token",
      ],
      shows: ["access token", "ID token", "refresh token"],
    },
  ]),
];

/** Another option for each way to name a secret. */
const PASSWORD = ["-f", "password", "--username", "a@b.example"];
const WITH_SOURCES: readonly CanaryCall[] = [
  { argv: [...APP, ...SECRET] },
  {
    argv: [...APP, "--client-secret-stdin"],
    setting: { stdin: CANARY.secret },
  },
  {
    argv: [...APP, "--client-secret-file", "/s"],
    setting: { files: { "/s": `${CANARY.secret}\n` } },
  },
  {
    argv: [...APP, "--client-secret-command", "pass show ci"],
    setting: {
      command: () => ({
        type: "ended",
        success: true,
        stdout: CANARY.secret,
        stderr: CANARY.secret,
      }),
    },
  },
  {
    argv: [...APP, "--client-secret-command", "pass show ci"],
    setting: {
      command: () => ({
        type: "ended",
        success: false,
        stdout: CANARY.secret,
        stderr: CANARY.secret,
      }),
    },
  },
  { argv: APP, setting: { env: { AZURE_CLIENT_SECRET: CANARY.secret } } },
  { argv: [...APP, "--client-assertion-env", "J"] },
  { argv: [...APP, ...PFX, "--certificate-password-env", "W"] },
  {
    argv: [...APP, ...PFX, "--certificate-password-stdin"],
    setting: { stdin: CANARY.certificatePassword },
  },
  { argv: [...USER, ...PASSWORD, "--password-env", "P"] },
  {
    argv: [...USER, ...PASSWORD, "--password-stdin"],
    setting: { stdin: CANARY.password },
  },
  {
    argv: [...USER, ...PASSWORD],
    setting: { stdin: `${CANARY.password}\n`, terminals: ["stdin", "stderr"] },
  },
  { argv: [...USER, "-f", "refresh-token", "--refresh-token-env", "R"] },
  {
    argv: [...USER, "-f", "refresh-token", "--refresh-token-stdin"],
    setting: { stdin: CANARY.refreshToken },
  },
  { argv: [...USER, ...SECRET, "-f", "obo", "--assertion-env", "U"] },
  { argv: [...USER, "-f", "interactive"] },
  { argv: [...USER, "-f", "interactive", ...SECRET] },
  {
    argv: [...USER, "-f", "code", "--redirect-uri", "http://localhost:50001"],
  },
  { argv: [...USER, "-f", "hybrid"] },
  {
    argv: [...USER, "-f", "implicit", "--response-type", "id_token token"],
  },
  {
    argv: [...APP, "--federated", "github-actions"],
    setting: {
      env: {
        ACTIONS_ID_TOKEN_REQUEST_URL: `${CI_JOBS}?x=1`,
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: CANARY.secret,
      },
    },
  },
  {
    argv: ["get-token", "-s", GRAPH, "-f", "managed-identity"],
    setting: {
      environment: {
        IDENTITY_ENDPOINT: "http://127.0.0.1:42356/msi/token",
        IDENTITY_HEADER: CANARY.secret,
      },
    },
  },
  { argv: ["get-token", "-s", GRAPH, "-f", "azure-cli"] },
  { argv: ["get-token", "-s", GRAPH, "-f", "azure-powershell"] },
  { argv: ["get-token", "-s", GRAPH, "-f", "azd"] },
];

const SOURCES = WITH_SOURCES.map((call) => ({ shows: TOKEN, ...call }));

const PASTED = `https://app.example/cb?code=${CANARY.code}&state=the-state`;

const MISTAKES: readonly CanaryCall[] = [
  {
    argv: [...USER, "-f", "code", "--redirect-uri", "https://app.example/cb"],
    setting: { realRedirect: true, stdin: `${PASTED}\n` },
  },
  {
    argv: [...USER, "-f", "code", "--redirect-uri", "https://app.example/cb"]
      .concat("--state", "the-state"),
    setting: { realRedirect: true, stdin: `${PASTED}\n` },
  },
  ...[
    ["--client-secret", CANARY.secret],
    [`--client-secret=${CANARY.secret}`],
    ["--password", CANARY.password],
    ["--passphrase", CANARY.passphrase],
    ["--token", CANARY.accessToken],
    [`--access-token=${CANARY.accessToken}`],
    ["--refresh-token", CANARY.refreshToken],
    ["--code", CANARY.code],
    ["--client-assertion", CANARY.assertion],
    ["--client-secret-env", CANARY.secret],
    ["--client-secret-file", CANARY.secret],
    [`--passphrase-stdin=${CANARY.passphrase}`],
    [CANARY.accessToken],
  ].map((more) => ({ argv: [...APP, ...more] })),
  // Nothing is sealed with it here, so the call goes well.
  { argv: [...APP, "--passphrase-file", CANARY.passphrase], shows: TOKEN },
];

const DRY: readonly CanaryCall[] = [
  [...APP, ...SECRET],
  [...USER, "-f", "device-code"],
  [...USER, "-f", "refresh-token", "--refresh-token-env", "R"],
  [...USER, ...SECRET, "-f", "obo", "--assertion-env", "U"],
  [...USER, ...PASSWORD, "--password-env", "P"],
  [...APP, ...PFX, "--certificate-password-env", "W"],
  [...APP, "--client-assertion-env", "J"],
].map((argv) => ({ argv: [...argv, "--dry-run"] }));

const KEPT: readonly CanaryCall[] = [
  { argv: LOGIN },
  { argv: [...LOGIN, "--json"] },
  { argv: ["get-token", "-p", "work"], before: [LOGIN], shows: TOKEN },
  { argv: ["refresh", "-p", "work"], before: [LOGIN], shows: TOKEN },
  { argv: ["refresh", "-p", "app"], shows: TOKEN },
  { argv: ["cache", "list"], before: [LOGIN] },
  { argv: ["cache", "list", "--json"], before: [LOGIN] },
  { argv: ["cache", "clear", "--yes"], before: [LOGIN] },
  { argv: ["clear-cache", "--yes"], before: [LOGIN] },
  { argv: ["logout", "-p", "work"], before: [LOGIN] },
  { argv: ["logout", "--all", "--yes"], before: [LOGIN] },
];

const CREATE = ["config", "create", "ci", ...WHO, "-s", GRAPH];

const CONFIG: readonly CanaryCall[] = [
  {
    argv: [...CREATE, "--client-secret-stdin"],
    setting: { stdin: `${CANARY.secret}\n` },
  },
  {
    argv: [...CREATE, "--client-secret-stdin"],
    setting: { stdin: `${CANARY.secret}\n`, terminals: ["stdin", "stderr"] },
  },
  {
    argv: [...CREATE, "--client-certificate", "/ci.pfx"]
      .concat("--certificate-password-stdin"),
    setting: { stdin: `${CANARY.certificatePassword}\n` },
  },
  { argv: [...CREATE, ...SECRET] },
  { argv: ["config", "list"] },
  { argv: ["config", "list", "--json"] },
  { argv: ["config", "show", "app"] },
  { argv: ["config", "show", "app", "--json"] },
  {
    argv: ["config", "show", "app"],
    setting: {
      env: {
        ENTRADA_CLIENT_SECRET: CANARY.secret,
        ENTRADA_PASSWORD: CANARY.password,
        ENTRADA_REFRESH_TOKEN: CANARY.refreshToken,
        ENTRADA_ASSERTION: CANARY.userToken,
        AZURE_CLIENT_CERTIFICATE_PASSWORD: CANARY.certificatePassword,
      },
    },
  },
  { argv: ["config", "delete", "app", "--yes"] },
  { argv: ["config", "path"] },
];

const OTHERS: readonly CanaryCall[] = [
  ...["pretty", "json", "yaml"].flatMap((format) => [
    {
      argv: ["inspect", "-o", format],
      setting: { stdin: CANARY.accessToken },
    },
    {
      argv: ["inspect", "-o", format, "-"],
      setting: {
        stdin: `{"token_type":"Bearer","access_token":"${CANARY.accessToken}",
          "refresh_token":"${CANARY.refreshToken}"}`,
      },
    },
    {
      argv: ["inspect", "-o", format, "-"],
      setting: {
        stdin: `{"error":"invalid_grant","error_description":"no"}`,
      },
    },
  ]),
  { argv: ["inspect", CANARY.accessToken] },
  { argv: ["inspect", CANARY.userToken] },
  { argv: ["inspect", CANARY.userToken, "-o", "json"] },
  { argv: ["inspect", "--token", CANARY.userToken] },
  { argv: ["doctor", "--offline"] },
  { argv: ["doctor", "--offline", "--json"] },
  { argv: ["help"] },
  { argv: ["get-token", "--help"] },
  { argv: ["demo"] },
  { argv: ["sandbox"] },
];

/** Every call. */
export const CANARY_CALLS: readonly CanaryCall[] = [
  ...FORMATS,
  ...SOURCES,
  ...MISTAKES,
  ...DRY,
  ...KEPT,
  ...CONFIG,
  ...OTHERS,
];
