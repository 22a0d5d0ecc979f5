import { stateDirectory } from "../../settings/location.ts";
import { StorageError } from "../errors.ts";
import type { Io } from "../io.ts";

const VERSION = 1;
/** The oldest are asked about again. */
const MOST_KEPT = 200;

/** What the person has allowed, by fingerprint. */
export interface ScriptConsents {
  /** Whether exactly this was allowed before. */
  readonly has: (fingerprint: string) => Promise<boolean>;
  /** Remembers that it is allowed. */
  readonly add: (fingerprint: string) => Promise<void>;
}

function pathOf({ env, host }: Pick<Io, "env" | "host">): string | undefined {
  const directory = stateDirectory({ os: host.os, env });
  if (directory === undefined) return undefined;
  const separator = host.os === "windows" ? "\\" : "/";
  return `${directory}${separator}scripts.json`;
}

/** What cannot be read allows nothing. */
function allowedIn(text: string | undefined): readonly string[] {
  try {
    const value = JSON.parse(text ?? "{}");
    const { version, allowed } = value ?? {};
    if (version !== VERSION || !Array.isArray(allowed)) return [];
    return allowed.filter((one) => typeof one === "string");
  } catch {
    return [];
  }
}

/**
 * Opens the list of what the person has allowed. It is among the state, not
 * among the settings: it holds for this machine alone.
 *
 * @param io The world.
 * @returns The list.
 */
export function openConsents(io: Io): ScriptConsents {
  const path = pathOf(io);
  const read = async () => {
    if (path === undefined) return [];
    const trusted = { home: io.env("HOME") };
    try {
      return allowedIn(await io.files.read(path, { trusted }));
    } catch {
      return [];
    }
  };
  const write = async (fingerprint: string) => {
    if (path === undefined) return;
    const others = (await read()).filter((one) => one !== fingerprint);
    const allowed = [...others, fingerprint].slice(-MOST_KEPT);
    const text = JSON.stringify({ version: VERSION, allowed }, undefined, 2);
    await io.files.writePrivate(path, text + "\n");
  };
  return {
    has: async (fingerprint) => (await read()).includes(fingerprint),
    async add(fingerprint) {
      if (path === undefined) return;
      try {
        const { withLock } = io.files;
        const work = () => write(fingerprint);
        await (withLock?.(path, work, io.signal) ?? work());
      } catch (cause) {
        throw Object.assign(
          new StorageError(
            "Cannot remember that this script is allowed",
            "Run it once, or check that the state directory is yours and not full",
          ),
          { cause },
        );
      }
    },
  };
}
