/**
 * Remembers where the token of a call is, so that the same call need not be
 * understood again: one small file a call, sealed with the key of its tokens.
 * Following one comes first here, for it is all that a kept token costs;
 * writing them is in a file of its own. May import what keeps tokens and keys.
 *
 * @module
 */
import { openHolder } from "../protection/choose.ts";
import type { KeyHolder, ProtectionName } from "../protection/protection.ts";
import { findDirectory, findFile } from "../store/record_file.ts";
import { createSealing, type Sealing, versionOf } from "../store/sealing.ts";

/** Where calls are remembered whose tokens are sealed, in the order in which they are looked for. */
export const CALL_PROTECTIONS = [
  "kernel",
  "keyring",
  "vault",
] as const satisfies readonly ProtectionName[];

/** A protection whose tokens are sealed. */
export type CallProtection = typeof CALL_PROTECTIONS[number];

/** What a call came to. */
export interface Answer {
  /** What was told on standard error, line by line. */
  readonly said: readonly string[];
  /** The token, as it was written. */
  readonly token: string;
}

/** Where the token of a call is, as its file has it. */
export interface KeptCall {
  /** What is told on standard error, line by line. */
  readonly said: readonly string[];
  /** The file of the record. */
  readonly file: string;
  /** Which version of the record. */
  readonly version: string;
  /** Which of its tokens. */
  readonly index: number;
  /** From when the token may be handed out without another look. */
  readonly from: number;
  /** Until when. */
  readonly until: number;
}

/** Where to look, and for what. */
export interface CallPlace {
  /** The state directory. */
  readonly directory: string;
  /** The name of the call. */
  readonly call: string;
  /** Looks up an environment variable. */
  readonly env: (name: string) => string | undefined;
}

/** A keyring that is slow is waited for by those who can say so. */
const QUICK_MS = 300;

/**
 * Tells where calls are remembered.
 *
 * @param directory The state directory.
 * @returns The folder.
 */
export function callsFolder(directory: string): string {
  return `${directory}/calls`;
}

/**
 * Names the file of a call.
 *
 * @param call The name of the call.
 * @param protection What keeps the key.
 * @returns The name, without its folder.
 */
export function callFile(call: string, protection: CallProtection): string {
  return `${call}.${protection}`;
}

/** Nothing that others could have touched, and nothing to be repaired. */
function readOwn(
  folder: string,
  file: string,
): Uint8Array<ArrayBuffer> | undefined {
  const found = findDirectory(folder, { isOwn: false });
  if (found === undefined || found.isOpenToOthers) return undefined;
  const kept = findFile(`${folder}/${file}`, found.owner);
  return kept?.isOpenToOthers ? undefined : kept?.bytes;
}

function quick(holder: KeyHolder): KeyHolder {
  return {
    find: () => holder.find(AbortSignal.timeout(QUICK_MS)),
    obtain: (signal) => holder.obtain(signal),
    forget: (signal) => holder.forget(signal),
  };
}

async function open(
  sealing: Sealing,
  { bytes, file }: {
    readonly bytes: Uint8Array<ArrayBuffer>;
    readonly file: string;
  },
): Promise<unknown> {
  const opened = await sealing.open(bytes, file);
  return typeof opened === "string" ? undefined : JSON.parse(opened.text);
}

interface WrittenTokens {
  readonly tokens: readonly (readonly [
    string,
    {
      readonly token: {
        readonly accessToken: string;
        readonly idToken?: string;
      };
    },
  ])[];
}

async function followFrom(
  { directory, call, env }: CallPlace,
  { protection, now }: {
    readonly protection: CallProtection;
    readonly now: number;
  },
): Promise<Answer | undefined> {
  const file = callFile(call, protection);
  const bytes = readOwn(callsFolder(directory), file);
  if (bytes === undefined) return undefined;
  const holder = await openHolder(protection, {
    directory,
    env,
    canAsk: false,
  });
  if (holder === undefined) return undefined;
  const sealing = createSealing(
    protection === "keyring" ? quick(holder) : holder,
  );
  const kept = await open(sealing, { bytes, file }) as KeptCall | undefined;
  if (kept === undefined || now < kept.from || now >= kept.until) return;
  const record = readOwn(`${directory}/${protection}`, kept.file);
  if (record === undefined || versionOf(record) !== kept.version) return;
  const written = await open(sealing, { bytes: record, file: kept.file });
  const found = (written as WrittenTokens | undefined)?.tokens[kept.index];
  if (found === undefined) return undefined;
  const { accessToken, idToken = "" } = found[1].token;
  return { said: kept.said, token: accessToken || idToken };
}

/**
 * Looks for the token of a call that was made before. On any doubt it finds
 * nothing: whoever asks goes the whole way then.
 *
 * @param place Where to look, and for what.
 * @param now Milliseconds since the epoch.
 * @returns What the call came to, or `undefined`.
 */
export async function followKeptCall(
  place: CallPlace,
  now: number,
): Promise<Answer | undefined> {
  for (const protection of CALL_PROTECTIONS) {
    try {
      const found = await followFrom(place, { protection, now });
      if (found !== undefined) return found;
    } catch {
      // The whole way has words for whatever it is.
    }
  }
  return undefined;
}
