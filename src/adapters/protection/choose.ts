import { load } from "../load.ts";
import {
  type AskPassphrase,
  type KeyHolder,
  type ProtectionName,
  PROTECTIONS,
} from "./protection.ts";
import type { Situation } from "./situation_table.ts";

/** Where to look for a place for the key. */
export interface ProtectionOptions {
  /** The state directory. */
  readonly directory: string;
  /** What the user wants for this run: a flag, ENTRADA_TOKEN_STORE or the profile. */
  readonly asked?: ProtectionName | undefined;
  /** Looks up an environment variable. */
  readonly env: (name: string) => string | undefined;
  /** Asks for the passphrase of the vault. */
  readonly askPassphrase?: AskPassphrase | undefined;
  /** Whether a person is there who can be asked. */
  readonly canAsk: boolean;
  /** Ends it. */
  readonly signal?: AbortSignal | undefined;
}

/** Where the key is. */
export interface ProtectionChoice {
  /** Its place. */
  readonly name: ProtectionName;
  /** Holds the key; absent where there is none and where there is a problem. */
  readonly holder?: KeyHolder;
  /** Why this place, a sentence without its full stop. */
  readonly reason: string;
  /** Whether the place was chosen in an earlier run, or is for the next. */
  readonly remembered: boolean;
  /** Whether it was chosen in this run, for this one and the next. */
  readonly isNew?: boolean;
  /**
   * Why the place does not work now. No other is taken in its stead: what is
   * got in this run is kept in memory alone.
   */
  readonly problem?: Situation;
}

/** What an earlier run chose. */
export interface RememberedProtection {
  /** The place; plaintext is never remembered. */
  readonly protection: Exclude<ProtectionName, "plaintext">;
  /** Why. */
  readonly reason: string;
}

/**
 * Tells which file the choice is in.
 *
 * @param directory The state directory.
 * @returns Its path.
 */
export function choiceFile(directory: string): string {
  return `${directory}/protection.json`;
}

const LONGEST_CHOICE = 4096;

/** Plaintext is asked for in every run: a file alone must not bring it about. */
function isRemembered(
  name: unknown,
): name is RememberedProtection["protection"] {
  return name !== "plaintext" && PROTECTIONS.some((one) => one === name);
}

/**
 * Reads what an earlier run chose.
 *
 * @param directory The state directory.
 * @returns The choice, or `undefined` if there is none.
 * @throws {Error} If it cannot be read or understood.
 */
export async function readChoice(
  directory: string,
): Promise<RememberedProtection | undefined> {
  const path = choiceFile(directory);
  let text: string;
  try {
    const { isFile, size } = await Deno.lstat(path);
    // Opening a pipe would wait for ever, and a link may lead to anything.
    if (!isFile || size > LONGEST_CHOICE) throw new TypeError("No such file");
    text = await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
  const { version, protection, reason } = JSON.parse(text);
  if (version === 1 && isRemembered(protection)) {
    return { protection, reason: String(reason) };
  }
  throw new TypeError("The choice is from another version");
}

/**
 * The key was had already: the keyring need not be asked twice to read. What is
 * sealed anew is sealed with the key of that moment, though, for another
 * process may have forgotten this one.
 */
function withKey(
  holder: KeyHolder,
  key: Uint8Array<ArrayBuffer>,
): KeyHolder {
  let known: Uint8Array<ArrayBuffer> | undefined = key;
  return {
    find: async (signal) => known ?? await holder.find(signal),
    findAgain: async (signal) => known = await holder.find(signal),
    obtain: async (signal) => known = await holder.obtain(signal),
    forget: async (signal) => {
      known = undefined;
      await holder.forget(signal);
    },
  };
}

/** A person has this long to open the keyring, where there is a window for it. */
const UNLOCK_MS = 60_000;

function unlockMs({ env, canAsk }: ProtectionOptions): number | undefined {
  const hasWindows = Deno.build.os !== "linux" ||
    Boolean(env("DISPLAY") || env("WAYLAND_DISPLAY"));
  return canAsk && hasWindows ? UNLOCK_MS : undefined;
}

/** Whether the passphrase of a vault can be had. */
export function hasPassphrase(options: ProtectionOptions): boolean {
  const { askPassphrase, canAsk, env } = options;
  return askPassphrase !== undefined &&
    (canAsk || Boolean(env("ENTRADA_PASSPHRASE_FILE")));
}

/** How long the keyring may be silent. */
export function keyringWaits(
  options: ProtectionOptions,
): { readonly unlockMs: number | undefined } {
  return { unlockMs: unlockMs(options) };
}

/** Two homes do not share a key, nor does one remove the other's. */
async function scopeOf(directory: string): Promise<string> {
  const { wholePath } = await load<typeof import("./item_name.ts")>(
    "./item_name.ts",
    import.meta.url,
  );
  return await wholePath(directory);
}

/**
 * Makes what holds the key at a place; asks nothing yet.
 *
 * @param name The place.
 * @param options Where to look.
 * @returns What holds the key; `undefined` where there is none.
 */
export async function openHolder(
  name: ProtectionName,
  options: ProtectionOptions,
): Promise<KeyHolder | undefined> {
  const { directory, env, askPassphrase } = options;
  const from = import.meta.url;
  const scope = env("ENTRADA_HOME") ? await scopeOf(directory) : "";
  if (name === "kernel") {
    const { createKernelKeyring } = await load<
      typeof import("./kernel_keyring.ts")
    >("./kernel_keyring.ts", from);
    return createKernelKeyring({ directory, scope });
  }
  if (name === "keyring") {
    const { createKeyring } = await load<typeof import("./keyring.ts")>(
      "./keyring.ts",
      from,
    );
    return createKeyring({ directory, scope, ...keyringWaits(options) });
  }
  if (name !== "vault") return undefined;
  const { createVaultHolder } = await load<typeof import("./vault.ts")>(
    "./vault.ts",
    from,
  );
  const ask = hasPassphrase(options) ? { askPassphrase } : {};
  return createVaultHolder({ directory, ...ask });
}

async function open(
  chosen: Omit<ProtectionChoice, "holder" | "problem">,
  options: ProtectionOptions,
): Promise<ProtectionChoice> {
  const holder = await openHolder(chosen.name, options);
  if (holder === undefined) return chosen;
  // Whether the passphrase is right shows when it is needed.
  if (chosen.name === "vault" && hasPassphrase(options)) {
    return { ...chosen, holder };
  }
  try {
    const key = await holder.find(options.signal);
    if (key !== undefined) return { ...chosen, holder: withKey(holder, key) };
    if (chosen.name !== "vault") return { ...chosen, holder };
    return { ...chosen, problem: (await deciding()).nobodyToAsk() };
  } catch (error) {
    options.signal?.throwIfAborted();
    const { problemOf } = await deciding();
    return { ...chosen, problem: problemOf(error) };
  }
}

async function deciding(): Promise<typeof import("./decide.ts")> {
  return await load("./decide.ts", import.meta.url);
}

/**
 * Tells where the key is: where the user asks for it, else where an earlier
 * run put it, else in the first place that works, which is remembered.
 *
 * @param options Where to look.
 * @returns The place, and what holds the key there.
 * @throws {Error} The reason of the signal, or what the passphrase prompt throws.
 */
export async function chooseProtection(
  options: ProtectionOptions,
): Promise<ProtectionChoice> {
  const { asked, directory } = options;
  if (asked !== undefined) {
    const reason = "You asked for it";
    return await open({ name: asked, reason, remembered: false }, options);
  }
  let earlier: RememberedProtection | undefined;
  try {
    earlier = await readChoice(directory);
  } catch (error) {
    return (await deciding()).unreadableChoice(error);
  }
  if (earlier === undefined) return await (await deciding()).decide(options);
  const { protection: name, reason } = earlier;
  return await open({ name, reason, remembered: true }, options);
}
