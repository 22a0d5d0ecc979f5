// A user's way through the real program, from the first profile to the last
// logout, with secrets at every step.
import type { CanaryRun } from "./canary_program.ts";
import type { CanaryKind } from "./canary_secrets.ts";
import { CANARY } from "./canary_world.ts";

/** One command. */
export interface CanaryStep extends CanaryRun {
  readonly argv: readonly string[];
  /** Whether the machine may be such that it fails. */
  readonly mayFail?: boolean;
  /** Secrets that standard output may have. */
  readonly shows?: readonly CanaryKind[];
  /** Whether it talks to the authority, so that it can be refused. */
  readonly asks?: boolean;
  /** Whether it would wait for a page that nobody can open. */
  readonly waitsForPage?: boolean;
}

/** Stands for the authority and the client. */
const AT = "AT";
const PASS = ["--passphrase-file", "OWN/passphrase"];
const GRAPH = ["-s", "https://graph.microsoft.com/.default"];
const USER = ["get-token", AT, "-s", "User.Read", ...PASS];
const APP = ["get-token", AT, ...GRAPH, ...PASS];
const TOKEN: readonly CanaryKind[] = ["access token"];

const PROFILES: readonly CanaryStep[] = [
  {
    argv: ["config", "create", "ci", AT, ...GRAPH, "--client-secret-stdin"]
      .concat("--secret-store", "vault", PASS),
    stdin: CANARY.secret,
  },
  {
    argv: ["config", "create", "pfx", AT, ...GRAPH, ...PASS]
      .concat("--client-certificate", "OWN/client.pfx")
      .concat("--certificate-password-stdin", "--secret-store", "vault"),
    stdin: CANARY.certificatePassword,
  },
  {
    argv: ["config", "create", "work", AT, "-s", "User.Read"]
      .concat("-f", "device-code"),
  },
  { argv: ["config", "list", "--json"] },
  { argv: ["config", "show", "ci", "--json"] },
];

const TOKENS: readonly CanaryStep[] = [
  { argv: ["get-token", "-p", "ci", ...PASS], shows: TOKEN, asks: true },
  {
    argv: ["get-token", "-p", "pfx", "--force", "-o", "header", ...PASS],
    shows: TOKEN,
    asks: true,
  },
  { argv: ["login", "-p", "work", ...PASS], asks: true },
  {
    argv: ["get-token", "-p", "work", "--json", ...PASS]
      .concat("--include-refresh-token"),
    shows: ["access token", "ID token", "refresh token"],
  },
  { argv: ["refresh", "-p", "work", ...PASS], shows: TOKEN, asks: true },
  {
    argv: [...USER, "-f", "interactive", "--open", "--timeout", "20s"]
      .concat("--client-secret-env", "S"),
    env: { S: CANARY.secret },
    shows: TOKEN,
    asks: true,
    waitsForPage: true,
  },
  {
    argv: [...USER, "-f", "password", "--username", "ada@contoso.example"]
      .concat("--password-stdin"),
    stdin: CANARY.password,
    shows: TOKEN,
    asks: true,
  },
  {
    argv: [...USER, "-f", "refresh-token", "--refresh-token-env", "R"],
    env: { R: CANARY.refreshToken },
    shows: TOKEN,
    asks: true,
  },
  {
    argv: [...APP, "--client-secret-command", "az secret"],
    shows: TOKEN,
    asks: true,
  },
  {
    argv: [...APP, "--client-assertion-command", "az assertion"],
    shows: TOKEN,
    asks: true,
  },
];

const REST: readonly CanaryStep[] = [
  { argv: ["cache", "list", "--json", ...PASS] },
  { argv: ["inspect", "-"], stdin: CANARY.userToken },
  { argv: ["doctor", "-p", "ci"], asks: true, mayFail: true },
];

/** What takes away what the others need. */
export const CANARY_END: readonly CanaryStep[] = [
  { argv: ["config", "delete", "pfx", "--yes"] },
  { argv: ["cache", "clear", "-p", "ci", "--yes", ...PASS] },
  { argv: ["logout", "--all", "--yes", ...PASS] },
];

/** All that comes before. */
export const CANARY_STEPS: readonly CanaryStep[] = [
  ...PROFILES,
  ...TOKENS,
  ...REST,
];
