import { EXPIRY_MARGIN_MS } from "../../engine/cache/freshness.ts";
import { formatDuration } from "../../engine/jwt/duration.ts";
import { sanitizeText } from "../../engine/text.ts";
import type { Context } from "../context.ts";
import type { CacheListFlags } from "../flags/kept.ts";
import { storageRequest } from "../kept/forget.ts";
import { keptEntries, type KeptEntry } from "../kept/kept_entries.ts";
import { toJson } from "../output/json.ts";
import { fitRows, tableLines } from "../output/table.ts";
import { openStorage, statePath } from "../kept/storage.ts";

/** The columns that give way on a narrow terminal, first to last. */
const GIVE_WAY = [2, 1, 0];

function life({ expires_on, state }: KeptEntry, now: number): string {
  const left = expires_on * 1000 - now;
  // Otherwise only one near its end is stale.
  if (state === "stale" && left > EXPIRY_MARGIN_MS) {
    return "not used: the clock was set back";
  }
  if (left <= 0) return state === "extended" ? "expired (extended)" : "expired";
  return `valid ${formatDuration(left)}`;
}

function table(
  entries: readonly KeptEntry[],
  { now, width }: { readonly now: number; readonly width: number },
): string {
  const rows = entries.map((entry) =>
    [
      entry.profile ?? "(no profile)",
      entry.account?.username ?? entry.account?.oid ?? entry.owner,
      entry.scopes.join(" "),
      life(entry, now),
      entry.refreshable ? "yes" : "no",
    ].map((cell) => sanitizeText(cell))
  );
  const head = ["PROFILE", "WHO", "WHAT FOR", "STATE", "RENEWABLE"];
  const fitted = fitRows([head, ...rows], { width, order: GIVE_WAY });
  return tableLines(fitted).join("\n") + "\n";
}

/** Shows what is kept, for whom, until when and how it is protected; never a token. */
export default async function cacheList(
  this: Context,
  { json, ...flags }: CacheListFlags,
): Promise<void> {
  const { io, messages } = this;
  const storage = await openStorage(storageRequest({ context: this, flags }));
  const now = io.clock.now();
  const entries = await keptEntries(storage.tokens, { now, signal: io.signal });
  const counts = await (await io.records(statePath(this))).count();
  const { name, reason } = storage.protection;
  const elsewhere = counts.filter((each) => each.name !== name);
  if (json) {
    const protection = { name, description: storage.description, reason };
    return io.stdout.write(toJson({ protection, entries, elsewhere }));
  }
  messages.note(`Tokens are kept ${storage.description}`);
  for (const { name, records } of elsewhere) {
    messages.note(
      `${records} more ${
        records === 1 ? "record" : "records"
      } under another protection: entrada cache list --token-store ${name}`,
    );
  }
  if (entries.length === 0) return messages.note("Nothing is kept");
  const width = io.stdout.isTerminal ? io.stdout.columns ?? 80 : Infinity;
  io.stdout.write(table(entries, { now, width }));
}
