import { forgetAccount } from "../../engine/cache/token_set.ts";
import {
  readTokenSet,
  writeTokenSet,
} from "../../engine/cache/token_set_text.ts";
import { StoreError } from "../../engine/errors.ts";
import { mergeCallSettings } from "../call/call_settings.ts";
import type { Context } from "../context.ts";
import { environmentLayers } from "../call/environment_settings.ts";
import type { KeptFlags } from "../flags/kept.ts";
import { openStorage, profilePartition, statePath } from "./storage.ts";

/** Who forgets, and how what is kept is opened. */
export interface ForgetRequest {
  /** The world, and whom to tell. */
  readonly context: Context;
  /** How it is opened. */
  readonly flags: KeptFlags;
}

/**
 * Makes the request by which options open what is kept.
 *
 * @param request Who asks.
 * @returns What `openStorage` takes.
 */
export function storageRequest({ context, flags }: ForgetRequest) {
  const { tokenStore, ...rest } = flags;
  const origin = { kind: "flag", name: "--token-store" } as const;
  return {
    context,
    flags: rest,
    settings: tokenStore === undefined
      ? mergeCallSettings(environmentLayers(context.io.env))
      : { tokenStore: { value: tokenStore, origin, overridden: [] } },
  };
}

/** The records of a profile: its own, and one for each user on whose behalf it acted. */
function isOfProfile(partition: string, profile: string): boolean {
  const own = profilePartition(profile);
  return partition === own || partition.startsWith(`${own} on-behalf-of `);
}

/** Names are sealed too, so without the key only the profile's own record is found. */
async function partitionsOf(
  profile: string,
  request: ForgetRequest,
): Promise<readonly string[]> {
  try {
    const { tokens } = await openStorage(storageRequest(request));
    const all = await tokens.list(request.context.io.signal);
    return all.filter((each) => isOfProfile(each, profile));
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    request.context.messages.warn(
      `what cannot be opened is removed unread: ${error.message}`,
    );
    return [];
  }
}

/**
 * Forgets the tokens of a profile, under whatever protection they are.
 *
 * @param profile The profile's name; it need not exist any more.
 * @param request Who forgets.
 * @returns Whether there was anything.
 * @throws {StoreError} If something cannot be removed.
 */
export async function forgetProfile(
  profile: string,
  request: ForgetRequest,
): Promise<boolean> {
  const { context } = request;
  const records = await context.io.records(statePath(context));
  const countAll = async () =>
    (await records.count()).reduce((sum, each) => sum + each.records, 0);
  const before = await countAll();
  // Without a record nothing is opened, and a killed writer may have left one half made.
  const found = before === 0 ? [] : await partitionsOf(profile, request);
  for (const partition of new Set([...found, profilePartition(profile)])) {
    await records.remove(partition, context.io.signal);
  }
  return await countAll() < before;
}

/**
 * Forgets one account, in one profile or in all of them.
 *
 * @param account User name, object id or home account id.
 * @param request Who forgets, and in which profile.
 * @returns Whether there was anything.
 * @throws {StoreError} If what is kept cannot be opened or changed.
 */
export async function forgetAccountOf(
  account: string,
  { profile, ...request }: ForgetRequest & { readonly profile?: string },
): Promise<boolean> {
  const { io } = request.context;
  const { tokens } = await openStorage(storageRequest(request));
  let forgotten = 0;
  for (const partition of await tokens.list(io.signal)) {
    if (profile !== undefined && !isOfProfile(partition, profile)) continue;
    forgotten += await tokens.exclusively(partition, async (record) => {
      const set = readTokenSet(await record.read() ?? "");
      const count = forgetAccount(set, account);
      if (count === 0) return 0;
      const isEmpty = set.tokens.size + set.signIns.size === 0;
      await (isEmpty ? record.remove() : record.write(writeTokenSet(set)));
      return count;
    }, io.signal);
  }
  return forgotten > 0;
}

/**
 * Forgets every token, and the keys that sealed them.
 *
 * @param context The world, and whom to tell.
 * @returns How many records there were.
 * @throws {StoreError} If something cannot be removed; all the rest is gone then.
 */
export async function forgetEverything(context: Context): Promise<number> {
  const records = await context.io.records(statePath(context));
  try {
    return await records.removeAll(context.io.signal);
  } catch (error) {
    context.io.signal.throwIfAborted();
    const left = await records.count();
    if (left.length === 0) context.messages.note("No token is kept any more");
    throw error;
  }
}
