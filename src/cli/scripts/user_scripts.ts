/**
 * Scripts of the user's in the interface: found, read without being run,
 * allowed, and started as processes of their own.
 *
 * @module
 */
import { UnsafeFileError } from "../../adapters/files.ts";
import { load } from "../../adapters/load.ts";
import { decodeToken } from "../../engine/jwt/mod.ts";
import { settingsDirectory } from "../../settings/location.ts";
import type {
  ScriptStart,
  UserScripts,
} from "../../tui/runtime/script_services.ts";
import type {
  ScriptPlan,
  ScriptSummary,
  ScriptToken,
} from "../../tui/state/script.ts";
import { ConfigurationError } from "../errors.ts";
import type { Io } from "../io.ts";
import { openConsents, type ScriptConsents } from "./script_consents.ts";
import {
  type DeclaredPermission,
  readScriptHeader,
  type ScriptHeader,
} from "./script_header.ts";
import { refuseForeignImports } from "./script_imports.ts";
import {
  explainPermissions,
  permissionFlags,
  resolvePermissions,
} from "./script_permissions.ts";

/** So many scripts are listed. */
const MOST_SCRIPTS = 100;
/** Looking at a script's imports takes some ten milliseconds. */
const INFO_MS = 20_000;
/** The program's own folder, and what it exports. */
const PROGRAM = new URL("../../../", import.meta.url);

/** A script as it was read. */
interface ReadScript {
  readonly header: ScriptHeader;
  readonly permissions: readonly DeclaredPermission[];
  readonly fingerprint: string;
}

function processAdapter() {
  return load<typeof import("../../adapters/user_script_process.ts")>(
    "../../adapters/user_script_process.ts",
    import.meta.url,
  );
}

function commandAdapter() {
  return load<typeof import("../../adapters/command.ts")>(
    "../../adapters/command.ts",
    import.meta.url,
  );
}

/** Where the person's scripts are; absent without a home. */
function folderOf({ env, host }: Io): string | undefined {
  const directory = settingsDirectory({ os: host.os, env });
  if (directory === undefined) return undefined;
  const separator = host.os === "windows" ? "\\" : "/";
  return directory.replace(/[/\\]+$/, "") + separator + "scripts";
}

/** The address of a file, as Deno writes it. */
function addressOf(path: string): string {
  const isWindows = /^[A-Za-z]:[/\\]/.test(path);
  const parts = (isWindows ? `/${path.replaceAll("\\", "/")}` : path)
    .split("/").map((part, at) =>
      isWindows && at === 1 ? part : encodeURIComponent(part)
    );
  return new URL(`file://${parts.join("/")}`).href;
}

async function fingerprintOf(
  text: string,
  permissions: readonly DeclaredPermission[],
): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify([permissions, text]));
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return new Uint8Array(digest).toHex();
}

/** Reads a script, which has to be the person's own file. */
async function readScript(path: string, io: Io): Promise<ReadScript> {
  const home = io.env("HOME");
  let text: string | undefined;
  try {
    text = await io.files.read(path, {
      fatal: true,
      trusted: { home },
      signal: io.signal,
    });
  } catch (error) {
    io.signal.throwIfAborted();
    if (!(error instanceof UnsafeFileError)) throw error;
    throw new ConfigurationError(
      `Cannot use this script: ${error.message}`,
      error.hint,
    );
  }
  const header = readScriptHeader(text ?? "");
  if (text === undefined || header === undefined) {
    throw new ConfigurationError(
      "Cannot use this script: it is gone, or has no header any more",
      "Open the palette again",
    );
  }
  const permissions = resolvePermissions(header.permissions, { home });
  const fingerprint = await fingerprintOf(text, permissions);
  return { header, permissions, fingerprint };
}

/** What has no header is no script of ours; a wrong one is told. */
async function summaryOf(
  path: string,
  io: Io,
): Promise<ScriptSummary | undefined> {
  try {
    const text = await io.files.read(path, { signal: io.signal });
    const header = text === undefined ? undefined : readScriptHeader(text);
    if (header === undefined) return undefined;
    return { path, title: header.title, needsToken: header.token };
  } catch (error) {
    io.signal.throwIfAborted();
    const problem = error instanceof ConfigurationError
      ? error.message
      : "Cannot read this script";
    const title = path.split(/[/\\]/).at(-1) ?? path;
    return { path, title, needsToken: false, problem };
  }
}

async function list(io: Io): Promise<readonly ScriptSummary[]> {
  const folder = folderOf(io);
  if (folder === undefined) return [];
  const { scriptFiles } = await processAdapter();
  const names = await scriptFiles(folder, MOST_SCRIPTS);
  const separator = io.host.os === "windows" ? "\\" : "/";
  const found = await Promise.all(
    names.map((name) => summaryOf(folder + separator + name, io)),
  );
  return found.filter((one) => one !== undefined);
}

/** The path of one of the program's own files. */
function programPath(name: string, { host }: Io): string {
  const path = decodeURIComponent(new URL(name, PROGRAM).pathname);
  return host.os === "windows" ? path.slice(1).replaceAll("/", "\\") : path;
}

/** The engine by its name, and nothing that would have to be fetched. */
function moduleFlags(io: Io): readonly string[] {
  if (PROGRAM.protocol === "file:") {
    return [`--config=${programPath("deno.json", io)}`, "--no-remote"];
  }
  const imports = { "@entrada/entrada": new URL("mod.ts", PROGRAM).href };
  const map = encodeURIComponent(JSON.stringify({ imports }));
  return ["--no-config", `--import-map=data:application/json,${map}`];
}

function withoutDeno(cause: unknown): ConfigurationError {
  return Object.assign(
    new ConfigurationError(
      "Cannot run scripts: there is no Deno on this machine that could run them",
      "Install Deno 2, so that deno is found on PATH",
    ),
    { cause },
  );
}

async function checkImports(path: string, io: Io): Promise<void> {
  const [{ runFailure, runProgram }, { denoProgram }] = await Promise.all([
    commandAdapter(),
    processAdapter(),
  ]);
  const args = ["info", "--json", "--no-lock", "--no-npm", ...moduleFlags(io)];
  const command = [denoProgram(), ...args, path];
  try {
    const { stdout } = await runProgram(command, {
      timeoutMs: INFO_MS,
      signal: io.signal,
    });
    refuseForeignImports(stdout, {
      script: addressOf(path),
      program: PROGRAM.href,
    });
  } catch (error) {
    if (runFailure(error) === "missing") throw withoutDeno(error);
    throw error;
  }
}

async function plan(
  path: string,
  { io, consents }: { readonly io: Io; readonly consents: ScriptConsents },
): Promise<ScriptPlan> {
  const { header, permissions, fingerprint } = await readScript(path, io);
  await checkImports(path, io);
  const { description } = header;
  return {
    ...(description === undefined ? {} : { description }),
    permissions: explainPermissions(permissions, { home: io.env("HOME") }),
    fingerprint,
    isAllowed: await consents.has(fingerprint),
  };
}

/** Who the token is for stands in it, unless it cannot be read. */
function claimOf(token: string, ...names: readonly string[]): string | null {
  const { payload } = decodeToken(token);
  const found = names.map((name) => payload[name])
    .find((value) => typeof value === "string");
  return typeof found === "string" ? found : null;
}

/** One line of JSON: the names of `get-token -o json`. */
function inputOf(token: ScriptToken | undefined): string {
  if (token === undefined) return "";
  const { access, expiresAt, scopes, profile, clientId, account } = token;
  const text = access.reveal();
  return JSON.stringify({
    access_token: text,
    token_type: "Bearer",
    expires_at: expiresAt === undefined
      ? null
      : new Date(expiresAt).toISOString(),
    scopes,
    profile: profile ?? null,
    tenant_id: claimOf(text, "tid"),
    client_id: clientId ?? claimOf(text, "appid", "azp"),
    account: account ?? null,
  }) + "\n";
}

async function run(
  path: string,
  { io, consents, start }: {
    readonly io: Io;
    readonly consents: ScriptConsents;
    readonly start: ScriptStart;
  },
) {
  const { header, permissions, fingerprint } = await readScript(path, io);
  if (fingerprint !== start.fingerprint) {
    throw new ConfigurationError(
      "Cannot run this script: it has changed since it was shown",
      "Run it again, to see what it asks for now",
    );
  }
  if (start.remember) await consents.add(fingerprint);
  const { runScriptProcess } = await processAdapter();
  const { signal, onOutput } = start;
  try {
    return await runScriptProcess({
      args: [
        ...["run", "--no-prompt", "--quiet", "--cached-only"],
        ...moduleFlags(io),
        ...permissionFlags(permissions),
        path,
      ],
      variables: permissions.filter(({ name }) => name === "env")
        .map(({ value }) => value),
      input: inputOf(header.token ? start.token : undefined),
      signal: AbortSignal.any([signal, io.signal]),
      onOutput,
    });
  } catch (error) {
    const isMissing = error instanceof Error && error.name === "NotFound";
    if (isMissing) throw withoutDeno(error);
    throw error;
  }
}

/**
 * Opens the person's own scripts: the TypeScript files of the folder `scripts`
 * beside the profiles.
 *
 * @param io The world.
 * @returns The scripts.
 */
export function createUserScripts(io: Io): UserScripts {
  const consents = openConsents(io);
  return {
    list: () => list(io),
    plan: (path) => plan(path, { io, consents }),
    run: (path, start) => run(path, { io, consents, start }),
  };
}
