import { UnsafeFileError } from "../../adapters/files.ts";
import { load } from "../../adapters/load.ts";
import { settingsDirectory } from "../../settings/location.ts";
import type { ScriptSummary } from "../../tui/state/script.ts";
import { ConfigurationError } from "../errors.ts";
import type { Io } from "../io.ts";
import { readScriptHeader, type ScriptHeader } from "./script_header.ts";
import type { ScriptPlace } from "./script_paths.ts";
import type { ResolvedPermission } from "./script_permissions.ts";
import { scriptPlace, settlePermissions } from "./script_place.ts";

/** So many scripts are listed. */
const MOST_SCRIPTS = 100;

/** A script as it was read. */
export interface ReadScript {
  /** What is checked, and run. */
  readonly text: string;
  readonly header: ScriptHeader;
  readonly permissions: readonly ResolvedPermission[];
  /** What it has to leave alone. */
  readonly place: ScriptPlace;
  /** Tells this text and these permissions from all others. */
  readonly fingerprint: string;
}

function fileAdapter() {
  return load<typeof import("../../adapters/user_script_files.ts")>(
    "../../adapters/user_script_files.ts",
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

async function fingerprintOf(
  text: string,
  permissions: readonly ResolvedPermission[],
): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify([permissions, text]));
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return new Uint8Array(digest).toHex();
}

/**
 * Reads a script, which has to be the person's own file.
 *
 * @param path The file.
 * @param io The world.
 * @returns All of it.
 * @throws {ConfigurationError} If it cannot be used.
 */
export async function readScript(path: string, io: Io): Promise<ReadScript> {
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
  const place = await scriptPlace(io);
  const permissions = await settlePermissions(header.permissions, place);
  const fingerprint = await fingerprintOf(text, permissions);
  return { text, header, permissions, place, fingerprint };
}

/** A person who wrote a file there wants to know why it is no script. */
const NO_HEADER =
  'Cannot use this script: it does not begin with /** @entrada {"title": "…"} */';

/** What has no header, or a wrong one, is listed with why it cannot be run. */
async function summaryOf(
  path: string,
  io: Io,
): Promise<ScriptSummary | undefined> {
  const name = path.split(/[/\\]/).at(-1) ?? path;
  const unusable = (problem: string) => ({
    path,
    title: name,
    needsToken: false,
    problem,
  });
  try {
    const text = await io.files.read(path, { signal: io.signal });
    if (text === undefined) return undefined;
    const header = readScriptHeader(text);
    if (header === undefined) return unusable(NO_HEADER);
    return { path, title: header.title, needsToken: header.token };
  } catch (error) {
    io.signal.throwIfAborted();
    return unusable(
      error instanceof ConfigurationError
        ? error.message
        : "Cannot read this script",
    );
  }
}

/**
 * Looks for scripts in the folder beside the profiles.
 *
 * @param io The world.
 * @returns All of them, those that cannot be run with the reason.
 */
export async function listScripts(io: Io): Promise<readonly ScriptSummary[]> {
  const folder = folderOf(io);
  if (folder === undefined) return [];
  const { scriptFiles } = await fileAdapter();
  const names = await scriptFiles(folder, MOST_SCRIPTS);
  const separator = io.host.os === "windows" ? "\\" : "/";
  const found = await Promise.all(
    names.map((name) => summaryOf(folder + separator + name, io)),
  );
  return found.filter((one) => one !== undefined);
}
