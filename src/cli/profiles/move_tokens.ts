import { StoreError } from "../../engine/errors.ts";
import type { TokenStore } from "../../engine/ports/mod.ts";
import type { Merged } from "../../settings/merge.ts";
import type { Profile } from "../../settings/profile.ts";
import {
  type CallSettings,
  mergeCallSettings,
  profileLayer,
} from "../call/call_settings.ts";
import type { Context } from "../context.ts";
import { environmentLayers } from "../call/environment_settings.ts";
import { profilePartition, statePath } from "../kept/storage.ts";

/** The profile's own record, and one for each user on whose behalf it acted. */
async function moveRecords(
  tokens: TokenStore,
  { old, fresh, signal }: {
    readonly old: string;
    readonly fresh: string;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const found = (await tokens.list(signal)).filter((partition) =>
    partition === old || partition.startsWith(`${old} on-behalf-of `)
  );
  for (const partition of found) {
    const text = await tokens.read(partition, signal);
    if (text === undefined) continue;
    await tokens.exclusively(
      fresh + partition.slice(old.length),
      (record) => record.write(text),
      signal,
    );
    await tokens.exclusively(
      partition,
      (record) => record.remove(),
      signal,
    );
  }
}

/**
 * Moves the tokens of a profile to its new name.
 *
 * @param from The profile as it was.
 * @param options Its name now, the world, and where tokens are by what the
 * settings say.
 * @returns What a person should know, when they cannot be moved.
 */
export async function moveTokens(
  from: Profile,
  { to, context, tokensOf }: {
    readonly to: string;
    readonly context: Context;
    readonly tokensOf: (settings: Merged<CallSettings>) => TokenStore;
  },
): Promise<string | undefined> {
  const { io } = context;
  const records = await io.records(statePath(context));
  // Where nothing is kept, nothing is opened, and nobody is asked.
  if ((await records.count()).length === 0) return undefined;
  const [old, fresh] = [profilePartition(from.name), profilePartition(to)];
  try {
    const tokens = tokensOf(mergeCallSettings([
      ...environmentLayers(io.env),
      profileLayer(from),
    ]));
    await moveRecords(tokens, { old, fresh, signal: io.signal });
    return undefined;
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    // Nobody could use them under a name that is gone.
    await records.remove(old);
    return "Its tokens could not be moved: sign in again";
  }
}
