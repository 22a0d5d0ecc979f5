import { EXPIRY_MARGIN_MS } from "../../engine/cache/freshness.ts";
import { fileName } from "../store/file_store.ts";
import type { KeyHolder } from "../protection/protection.ts";
import { findDirectory, findFile } from "../store/record_file.ts";
import { createSealing, type Sealing, versionOf } from "../store/sealing.ts";
import {
  type Answer,
  callFile,
  type CallProtection,
  callsFolder,
  type KeptCall,
} from "./kept_call.ts";

/** What a call came to, and where its token is kept. */
export interface NewKeptCall extends Answer {
  /** The state directory. */
  readonly directory: string;
  /** The name of the call. */
  readonly call: string;
  /** What keeps the key. */
  readonly protection: CallProtection;
  /** Holds the key. */
  readonly key: KeyHolder;
  /** The name of the record. */
  readonly partition: string;
  /** Until when the token may be handed out without another look. */
  readonly until: number;
  /**
   * Whether what the call is named by is still as it was: the call may have
   * read the profiles just after they were changed.
   */
  readonly isStill?: () => boolean;
}

/** No call is remembered for longer than a sign-in lasts. */
const LIFE_MS = 90 * 24 * 60 * 60_000;
/** Calls that are remembered at most. */
const MOST = 1000;

/** What {@linkcode KeptCall} says of a token, found in the record as it is now. */
async function locate(
  call: NewKeptCall,
  sealing: Sealing,
): Promise<Omit<KeptCall, "said" | "until"> | undefined> {
  const folder = `${call.directory}/${call.protection}`;
  const file = await fileName(call.partition, ".tokens");
  const owner = findDirectory(folder, { isOwn: false })?.owner ?? null;
  const bytes = findFile(`${folder}/${file}`, owner)?.bytes;
  if (bytes === undefined) return undefined;
  const opened = await sealing.open(bytes, file);
  if (typeof opened === "string") return undefined;
  const { tokens } = JSON.parse(opened.text) as {
    readonly tokens: readonly (readonly [
      string,
      { readonly at: number; readonly token: { readonly accessToken: string } },
    ])[];
  };
  const index = tokens.findIndex(([, { token }]) =>
    token.accessToken === call.token
  );
  const at = tokens[index]?.[1].at;
  if (at === undefined) return undefined;
  // A clock that was set back since makes nothing of how long it lasts.
  const from = at - EXPIRY_MARGIN_MS;
  return { file, version: versionOf(bytes), index, from };
}

/** What opened the record is what seals the call: a keyring is slow, and a new key has no use here. */
function askedOnce(holder: KeyHolder): KeyHolder {
  let found: ReturnType<KeyHolder["obtain"]> | undefined;
  return {
    async find() {
      const key = await holder.find();
      found = key && Promise.resolve(key);
      return key;
    },
    obtain: () => found ?? holder.obtain(),
    forget: (signal) => holder.forget(signal),
  };
}

async function write(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.${crypto.randomUUID()}.tmp`;
  try {
    // Not brought to the disk: what a power cut takes is found again.
    await Deno.writeFile(temporary, bytes, { createNew: true, mode: 0o600 });
    await Deno.rename(temporary, path);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {});
    throw error;
  }
}

async function sweep(folder: string): Promise<void> {
  const found: { readonly path: string; readonly at: number }[] = [];
  for await (const { name } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    const { mtime } = await Deno.lstat(path);
    found.push({ path, at: mtime?.getTime() ?? 0 });
  }
  found.sort((one, other) => other.at - one.at);
  const oldest = Date.now() - LIFE_MS;
  for (const [index, { path, at }] of found.entries()) {
    if (index >= MOST || at < oldest) await Deno.remove(path);
  }
}

/** Names are random, so that one of sixteen new calls has this start. */
function isSweeper(call: string): boolean {
  return call.startsWith("0");
}

/**
 * Remembers where the token of a call is. A failure is no harm: the same call
 * takes the whole way again.
 *
 * @param call What it came to, and where its token is kept.
 */
export async function writeKeptCall(call: NewKeptCall): Promise<void> {
  try {
    const { directory, said, until } = call;
    const sealing = createSealing(askedOnce(call.key));
    const place = await locate(call, sealing);
    if (place === undefined || call.isStill?.() === false) return;
    const folder = callsFolder(directory);
    const file = callFile(call.call, call.protection);
    await Deno.mkdir(folder, { recursive: true, mode: 0o700 });
    const found = findDirectory(folder, { isOwn: false });
    if (found === undefined || found.isOpenToOthers) return;
    const text = JSON.stringify({ said, ...place, until });
    await write(
      `${folder}/${file}`,
      await sealing.seal({ partition: call.call, text }, file),
    );
    if (isSweeper(call.call)) await sweep(folder);
  } catch {
    // A folder that is somebody else's, a full disk, another sweeper.
  }
}
