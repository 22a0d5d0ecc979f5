import { load } from "../../adapters/load.ts";
import { settingsDirectory } from "../../settings/location.ts";
import type {
  FixedSettings,
  InterfaceSettings,
  SettingName,
} from "../../tui/state/settings.ts";
import type { UserKeys } from "../../tui/state/model.ts";
import { StorageError } from "../errors.ts";
import type { Io } from "../io.ts";

/** What a person chose for the interface, as it was found. */
export interface KeptInterface {
  /** The choices; absent ones are the defaults. */
  readonly settings?: InterfaceSettings;
  /** Keys of the person's own. */
  readonly userKeys?: UserKeys;
  /** What is wrong with a file, one sentence each. */
  readonly problems: readonly string[];
  /** Keeps what the person has chosen now. */
  readonly save: (settings: InterfaceSettings) => Promise<void>;
}

/** A file of settings, unless there is none or it is damaged. */
interface Found {
  readonly members?: Readonly<Record<string, unknown>>;
  /** Why it is of no use: the end of a sentence about the file. */
  readonly problem?: string;
}

const VERSION = 1;
const SETTINGS_FILE = "interface.json";
const KEYS_FILE = "keys.json";

/** Loaded with the interface, which needs it anyway. */
function settingsModule() {
  return load<typeof import("../../tui/state/settings.ts")>(
    "../../tui/state/settings.ts",
    import.meta.url,
  );
}

/** Absent when not even a home directory is known. */
function pathOf(io: Io, name: string): string | undefined {
  const directory = settingsDirectory({ os: io.host.os, env: io.env });
  if (directory === undefined) return undefined;
  const separator = io.host.os === "windows" ? "\\" : "/";
  return directory.replace(/[/\\]+$/, "") + separator + name;
}

async function readMembers(io: Io, path: string): Promise<Found> {
  let text: string | undefined;
  try {
    text = await io.files.read(path, { fatal: true, signal: io.signal });
  } catch (error) {
    io.signal.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    return { problem: `it cannot be read: ${why}` };
  }
  return text === undefined ? {} : parseMembers(text);
}

function parseMembers(text: string): Found {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    return { problem: "it is not JSON" };
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { problem: "it is not a JSON object" };
  }
  const members = value as Readonly<Record<string, unknown>>;
  return members.version === VERSION ? { members } : {
    problem: typeof members.version === "number" && members.version > VERSION
      ? `it has version ${members.version}, which is newer than this entrada`
      : `it has no "version": ${VERSION}`,
  };
}

/** The settings of a file, or what is wrong with the first bad one. */
async function settingsOf(
  members: Readonly<Record<string, unknown>>,
): Promise<InterfaceSettings | string> {
  const { DEFAULT_SETTINGS, SETTINGS } = await settingsModule();
  let settings: InterfaceSettings = DEFAULT_SETTINGS;
  for (const { name, values } of SETTINGS) {
    const value = members[name];
    if (value === undefined) continue;
    if (!values.some((one) => one.value === value)) {
      const known = values.map((one) => `"${one.value}"`).join(", ");
      return `"${name}" has to be one of ${known}`;
    }
    settings = { ...settings, [name]: value };
  }
  return settings;
}

/**
 * Reads what a person chose for the interface. A damaged file is told of and
 * left as it is.
 *
 * @param io The world.
 * @returns The choices, and what is wrong with the files.
 */
export async function loadKeptInterface(io: Io): Promise<KeptInterface> {
  const path = pathOf(io, SETTINGS_FILE);
  const keysPath = pathOf(io, KEYS_FILE);
  const [found, keys] = await Promise.all([
    path === undefined ? {} : readMembers(io, path),
    keysPath === undefined ? {} : readMembers(io, keysPath),
  ]);
  const { settings, problem } = await readSettings(found);
  const user = await readKeys(keys, keysPath ?? KEYS_FILE);
  const told =
    `${path}: ${problem}. The defaults are used, and changes are not kept`;
  return {
    ...(settings === undefined ? {} : { settings }),
    ...(user.userKeys === undefined ? {} : { userKeys: user.userKeys }),
    problems: [...(problem === undefined ? [] : [told]), ...user.problems],
    save: (chosen) => saveSettings(chosen, { io, path, problem }),
  };
}

async function readSettings({ members, problem }: Found): Promise<{
  readonly settings?: InterfaceSettings;
  readonly problem?: string;
}> {
  if (problem !== undefined) return { problem };
  if (members === undefined) return {};
  const settings = await settingsOf(members);
  return typeof settings === "string" ? { problem: settings } : { settings };
}

/** The keymap is loaded for it only when there is a file. */
async function readKeys(
  { members, problem }: Found,
  path: string,
): Promise<Pick<KeptInterface, "userKeys" | "problems">> {
  if (problem !== undefined) return { problems: [`${path}: ${problem}`] };
  if (members === undefined) return { problems: [] };
  const { checkUserKeys } = await load<
    typeof import("../../tui/keys/check_user_keys.ts")
  >("../../tui/keys/check_user_keys.ts", import.meta.url);
  const { userKeys, problems } = checkUserKeys(members.bindings);
  return { userKeys, problems: problems.map((one) => `${path}: ${one}`) };
}

/** What else stands in the file stays there, and so does another person's change. */
async function saveSettings(
  settings: InterfaceSettings,
  { io, path, problem }: {
    readonly io: Io;
    readonly path: string | undefined;
    readonly problem: string | undefined;
  },
): Promise<void> {
  const place = path ?? SETTINGS_FILE;
  const refuse = (why: string, hint: string) =>
    new StorageError(`Cannot keep this setting: ${why}`, hint);
  if (path === undefined) {
    throw refuse(
      "no home directory is known",
      "Set ENTRADA_HOME to a directory of your own",
    );
  }
  const now = await readMembers(io, path);
  const damage = now.problem ?? problem;
  if (damage !== undefined) {
    throw refuse(`${place}: ${damage}`, "Correct or remove the file");
  }
  const members = { ...now.members, version: VERSION, ...settings };
  const text = JSON.stringify(members, undefined, 2) + "\n";
  try {
    await io.files.writePrivate(path, text, { followLink: true });
  } catch (cause) {
    throw Object.assign(
      refuse(
        `${place} cannot be written`,
        "Check that the file and its directory are yours and not full or read-only",
      ),
      { cause },
    );
  }
}

/** What people write for no. */
const NO = /^(?:|0|false|no|off)$/i;

/** Who has decided that the screen is spoken. */
export interface SpokenBy {
  /** An option, a variable, or the settings. */
  readonly name: string;
  /** Whether the settings cannot change it. */
  readonly isFixed: boolean;
}

/**
 * Tells whether the screen is spoken, and who has decided it.
 *
 * @param io The world.
 * @param wishes The option, and what the person chose before.
 * @returns Who, or `undefined` when it is drawn.
 */
export function spokenBy(
  { env }: Pick<Io, "env">,
  { option = false, settings }: {
    readonly option?: boolean | undefined;
    readonly settings?: InterfaceSettings | undefined;
  },
): SpokenBy | undefined {
  if (option) return { name: "--screen-reader", isFixed: true };
  if (!NO.test(env("ENTRADA_SCREEN_READER") ?? "")) {
    return { name: "ENTRADA_SCREEN_READER", isFixed: true };
  }
  if (env("INK_SCREEN_READER") === "true") {
    return { name: "INK_SCREEN_READER", isFixed: true };
  }
  return settings?.screenReader === "on"
    ? { name: "chosen in the settings", isFixed: false }
    : undefined;
}

/**
 * Tells what the environment has decided, and why a person cannot.
 *
 * @param io The world.
 * @param options Whether colours are used, and who has the screen spoken.
 * @returns One sentence for each setting that is fixed.
 */
export function fixedSettings(
  { env }: Pick<Io, "env">,
  { color, spoken }: {
    readonly color: boolean;
    readonly spoken?: SpokenBy | undefined;
  },
): FixedSettings {
  const fixed: Partial<Record<SettingName, string>> = {};
  if (!color) {
    fixed.theme = env("NO_COLOR")
      ? "NO_COLOR is set, so that there are no colours"
      : "Colours are switched off, by --color or by this terminal";
  }
  if (spoken !== undefined) {
    const reader = `The screen is spoken (${spoken.name})`;
    fixed.motion = `${reader}, so that nothing changes by the second`;
    fixed.mouse = `${reader}, so that the mouse is the terminal's`;
    if (spoken.isFixed) fixed.screenReader = `${reader} in this session`;
  }
  return fixed;
}
