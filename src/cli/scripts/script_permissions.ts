import type { ScriptPermission } from "../../tui/state/script.ts";
import { ConfigurationError } from "../errors.ts";
import type { DeclaredPermission, PermissionName } from "./script_header.ts";
import {
  isDangerousPath,
  isOwn,
  plainPath,
  type ScriptPlace,
} from "./script_paths.ts";

/** What each lets a script do: the end of a sentence. */
const MEANINGS: Readonly<Record<PermissionName, string>> = {
  net: "connect to it and send it anything, also the token",
  read: "read it, and all that is in it",
  write: "change and remove it, and all that is in it",
  env: "read this variable",
  sys: "ask the system for it",
  run: "start it; a program may do anything that you may",
  ffi: "load it; its code may do anything that you may",
};

/** What a variable may hold that is not known to be harmless. */
const SECRET = "read this variable, which may hold a secret";
/** Variables that say where and how a program runs, and nothing else. */
const HARMLESS =
  /^(?:CI|COLORTERM|COLUMNS|DISPLAY|EDITOR|FORCE_COLOR|HOME|HOSTNAME|LANG|LANGUAGE|LC_[A-Z]+|LINES|LOGNAME|NO_COLOR|OS|PAGER|PATH|PWD|SHELL|TEMP|TERM|TMP|TMPDIR|TZ|USER|USERNAME|USERPROFILE|VISUAL)$/;
/** All hosts below a name that belongs to nobody. */
const EVERYBODY = /^\*\.[^.]+$/;

/** One thing that a script asks for, its path whole. */
export interface ResolvedPermission extends DeclaredPermission {
  /** Where the path leads when links are followed; absent when it is no link. */
  readonly leadsTo?: string;
}

const PATHS: readonly PermissionName[] = ["read", "write", "ffi"];

/**
 * Tells whether a permission is for a path.
 *
 * @param permission The permission.
 * @returns Whether it is.
 */
export function isForPath({ name }: DeclaredPermission): boolean {
  return PATHS.includes(name);
}

/**
 * Makes the paths of permissions whole, in one spelling.
 *
 * @param permissions As the script has them.
 * @param place The machine.
 * @returns As Deno takes them.
 * @throws {ConfigurationError} If a path would pass for two.
 */
export function resolvePermissions(
  permissions: readonly DeclaredPermission[],
  place: ScriptPlace,
): readonly DeclaredPermission[] {
  return permissions.map(({ name, value }) => {
    if (!isForPath({ name, value })) return { name, value };
    const path = plainPath(value, place);
    if (!path.includes(",")) return { name, value: path };
    throw new ConfigurationError(
      `Cannot run this script: the path "${path}" has a comma`,
      "Deno would take it for two paths: name another one",
    );
  });
}

function pathsOf({ value, leadsTo }: ResolvedPermission): readonly string[] {
  return leadsTo === undefined ? [value] : [value, leadsTo];
}

/**
 * Refuses what no script may have: what Entrada itself relies on.
 *
 * @param permissions What a script asks for, its paths whole.
 * @param place The machine.
 * @throws {ConfigurationError} If it asks to write there.
 */
export function refuseOwnFolders(
  permissions: readonly ResolvedPermission[],
  place: ScriptPlace,
): void {
  const found = permissions.find((one) =>
    one.name === "write" && pathsOf(one).some((path) => isOwn(path, place))
  );
  if (found === undefined) return;
  throw new ConfigurationError(
    `Cannot run this script: it asks to write "${found.value}", where Entrada keeps its settings and tokens`,
    "Let the script write into a folder of its own",
  );
}

function isDangerous(
  permission: ResolvedPermission,
  place: ScriptPlace,
): boolean {
  const { name, value } = permission;
  switch (name) {
    case "run":
    case "ffi":
      return true;
    case "read":
    case "write": {
      const use = { writes: name === "write", place };
      return pathsOf(permission).some((path) => isDangerousPath(path, use));
    }
    case "env":
      return !HARMLESS.test(value);
    case "net":
      return EVERYBODY.test(value.replace(/:\d+$/, ""));
    default:
      return false;
  }
}

function meaningOf({ name, value, leadsTo }: ResolvedPermission): string {
  if (name === "env" && !HARMLESS.test(value)) return SECRET;
  return leadsTo === undefined
    ? MEANINGS[name]
    : `${MEANINGS[name]}; it leads to ${leadsTo}`;
}

/**
 * Puts permissions into words, the dangerous ones first.
 *
 * @param permissions What a script asks for, its paths whole.
 * @param place The machine.
 * @returns What is shown before it runs.
 */
export function explainPermissions(
  permissions: readonly ResolvedPermission[],
  place: ScriptPlace,
): readonly ScriptPermission[] {
  return permissions.map((one) => ({
    name: one.name,
    value: one.value,
    meaning: meaningOf(one),
    isDangerous: isDangerous(one, place),
  })).sort((a, b) => Number(b.isDangerous) - Number(a.isDangerous));
}

/**
 * Writes permissions as options of `deno run`. All that is not named is denied,
 * and so is writing where Entrada keeps its own files, whatever is around them.
 *
 * @param permissions What a script asks for, its paths whole.
 * @param place The machine.
 * @returns One option a permission; none is `--allow-all`.
 */
export function permissionFlags(
  permissions: readonly DeclaredPermission[],
  { own = [] }: Pick<ScriptPlace, "own">,
): readonly string[] {
  const byName = Map.groupBy(permissions, ({ name }) => name);
  const allowed = [...byName].map(([name, values]) =>
    `--allow-${name}=${values.map(({ value }) => value).join(",")}`
  );
  // Deno knows no way to write a comma.
  const denied = own.filter((path) => !path.includes(","));
  return byName.has("write") && denied.length > 0
    ? [...allowed, `--deny-write=${denied.join(",")}`]
    : allowed;
}
