/**
 * Paths that scripts ask for: in one spelling, and compared with those that
 * hold what others than the script rely on.
 *
 * @module
 */

/** The machine that a script runs on. */
export interface ScriptPlace {
  /** The operating system, as `Deno.build.os` names it; Linux when absent. */
  readonly os?: string;
  /** The home directory, where paths that begin with `~` are. */
  readonly home: string | undefined;
  /** Where links lead that the home directory is behind. */
  readonly realHome?: string | undefined;
  /** Where Entrada keeps its settings, scripts and tokens, in every spelling. */
  readonly own?: readonly string[];
}

/** What is read at the start of a shell or a session, beside hidden files. */
const STARTS: readonly string[] = [
  "appdata",
  "bin",
  "documents/powershell",
  "documents/windowspowershell",
  "library",
];
/** Other programs' memory, devices and sockets. */
const INSIDES: readonly string[] = [
  "/dev",
  "/private/var/run",
  "/proc",
  "/root",
  "/run",
  "/sys",
  "/var/run",
];
/** What others run, or are configured by. */
const SYSTEM: readonly string[] = [
  "/applications",
  "/bin",
  "/boot",
  "/etc",
  "/lib",
  "/lib32",
  "/lib64",
  "/opt",
  "/private/etc",
  "/sbin",
  "/system",
  "/usr",
  "/var/lib",
  "/var/spool",
  "c:/program files",
  "c:/program files (x86)",
  "c:/programdata",
  "c:/windows",
];

function partsOf(path: string, { os }: ScriptPlace): readonly string[] {
  const parts: string[] = [];
  for (const part of path.split(os === "windows" ? /[/\\]+/ : /\/+/)) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts;
}

/**
 * Writes a path in one way, as Deno compares it: whole, without dots, doubled
 * slashes and a slash at its end.
 *
 * @param path A whole path, or one that begins with `~`.
 * @param place The machine.
 * @returns The path.
 */
export function plainPath(path: string, place: ScriptPlace): string {
  const { os, home } = place;
  const whole = path.startsWith("~") && home !== undefined
    ? `${home}/${path.slice(1)}`
    : path;
  if (os !== "windows") return `/${partsOf(whole, place).join("/")}`;
  const parts = partsOf(whole, place);
  const [, root = ""] = /^([/\\]*)/.exec(whole) ?? [];
  return root.slice(0, 2) + parts.join("\\") + (parts.length === 1 ? "\\" : "");
}

/** As two paths are compared; most file systems of two systems know no case. */
function compared(path: string, place: ScriptPlace): string {
  const parts = partsOf(plainPath(path, place), place).join("/");
  const isDrive = /^[a-z]:/i.test(parts);
  const whole = isDrive || parts === "" ? `${parts}/` : `/${parts}/`;
  const hasCase = place.os !== "windows" && place.os !== "darwin";
  return hasCase ? whole : whole.toLowerCase();
}

/** What two paths are compared in. */
interface Pair {
  readonly folder: string;
  readonly place: ScriptPlace;
}

function isWithin(path: string, { folder, place }: Pair): boolean {
  const outer = compared(folder, place);
  return outer === "/" || compared(path, place).startsWith(outer);
}

/** Whether one of them is in the other. */
function touches(path: string, { folder, place }: Pair): boolean {
  return isWithin(path, { folder, place }) ||
    isWithin(folder, { folder: path, place });
}

/** Hidden files of a home are settings of programs, keys, and code. */
function isStart(path: string, { folder, place }: Pair): boolean {
  if (!isWithin(path, { folder, place })) return false;
  const rest = compared(path, place).slice(compared(folder, place).length)
    .toLowerCase();
  return rest.startsWith(".") ||
    STARTS.some((one) => touches(`/${rest}`, { folder: `/${one}`, place }));
}

/**
 * Tells whether a path is in a folder of Entrada.
 *
 * @param path The path.
 * @param place The machine.
 * @returns Whether tokens, settings or scripts are there.
 */
export function isOwn(path: string, place: ScriptPlace): boolean {
  return (place.own ?? [])
    .some((folder) => isWithin(path, { folder, place }));
}

/**
 * Tells whether a path leads to more than files of a project: the home, what is
 * above it, what shells and programs read when they start, other programs.
 *
 * @param path The path.
 * @param use What is done there, and the machine.
 * @returns Whether a person should think twice.
 */
export function isDangerousPath(
  path: string,
  { writes, place }: { readonly writes: boolean; readonly place: ScriptPlace },
): boolean {
  const { home, realHome, own = [] } = place;
  const homes = [home, realHome].filter((one) => one !== undefined);
  const guarded = [...own, ...INSIDES, ...(writes ? SYSTEM : [])];
  return compared(path, place) === "/" ||
    guarded.some((folder) => touches(path, { folder, place })) ||
    homes.some((folder) =>
      isWithin(folder, { folder: path, place }) ||
      isStart(path, { folder, place })
    );
}
