import type { CallWorld } from "../../adapters/calls/call_world.ts";
import { profilesFile, projectFiles } from "../../settings/location.ts";
import { VERSION } from "../version.ts";

/** What follows `ENTRADA_` and `AZURE_` in variables whose value is no secret. */
const VALUES: readonly string[] = [
  "TENANT",
  "TENANT_ID",
  "CLIENT_ID",
  "AUTHORITY",
  "AUTHORITY_HOST",
  "CLOUD",
  "RESOURCE",
  "SCOPE",
  "FLOW",
  "PROFILE",
  "ACCOUNT",
  "USERNAME",
  "LOGIN_HINT",
  "REDIRECT_URI",
  "IDENTITY_CLIENT_ID",
  "IDENTITY_OBJECT_ID",
  "IDENTITY_RESOURCE_ID",
  "CLIENT_CERTIFICATE_PATH",
  "CLIENT_KEY_PATH",
  "CLIENT_SEND_CERTIFICATE_CHAIN",
  "FEDERATED_TOKEN_FILE",
  "TOKEN_STORE",
  "NO_PROJECT",
];

/** Of these only whether they are set may go anywhere, and not even a hash. */
const SECRETS: readonly string[] = [
  "CLIENT_SECRET",
  "CLIENT_CERTIFICATE_PASSWORD",
  "CLIENT_ASSERTION",
  "PASSWORD",
  "ASSERTION",
  "REFRESH_TOKEN",
];

/** Where the files are that decide which token a call gets. */
export interface CallFilesPlace
  extends Pick<CallWorld, "os" | "env" | "stamp" | "cwd"> {
  /** The state directory. */
  readonly state: string;
}

/** What decides which token a call gets, beside its words. */
export interface NamingWorld extends Pick<CallWorld, "env"> {
  /** What {@linkcode callFiles} made of the files. */
  readonly files: string;
}

function variables(env: NamingWorld["env"]): readonly unknown[] {
  return ["ENTRADA_", "AZURE_"].flatMap((prefix) => [
    ...VALUES.map((name) => env(prefix + name) ?? null),
    // An empty variable is as good as none.
    ...SECRETS.map((name) => Boolean(env(prefix + name))),
  ]);
}

/**
 * Tells one state of the files that decide which token a call gets from the next.
 *
 * @param place Where they are.
 * @returns A text that is another one as soon as one of them is.
 */
export function callFiles(
  { os, env, state, stamp, cwd }: CallFilesPlace,
): string {
  const profiles = profilesFile({ os, env }) ?? "";
  return JSON.stringify([
    [profiles, stamp(profiles)],
    ...projectFiles({ os, env, cwd }).map((path) => [path, stamp(path)]),
    // Whoever moves to another protection has left the old one's tokens.
    stamp(`${state}/protection.json`),
  ]);
}

/**
 * Names a call by all that decides which token it gets, so that the same call
 * has the same name for as long as nothing of that changes. No secret enters.
 *
 * @param argv The arguments.
 * @param world What else decides.
 * @returns The name, which tells nothing of either.
 */
export async function callName(
  argv: readonly string[],
  { env, files }: NamingWorld,
): Promise<string> {
  const parts = [VERSION, argv, variables(env), files];
  const bytes = new TextEncoder().encode(JSON.stringify(parts));
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return new Uint8Array(digest, 0, 16).toHex();
}
