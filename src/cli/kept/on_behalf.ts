import { readTokenSet } from "../../engine/cache/token_set_text.ts";
import type { AcquiredToken } from "../../engine/client.ts";
import type { Clock, TokenStore } from "../../engine/ports/mod.ts";
import { profilePartition } from "./storage.ts";

/** Whose tokens are looked for. */
export interface OnBehalfSearch {
  /** The profile. */
  readonly profile: string;
  /** The client, as its tokens are kept under. */
  readonly registration: string;
  /** What for; anything when there are none. */
  readonly scopes: readonly string[];
  /** Ends the reading. */
  readonly signal: AbortSignal;
}

/** Order and case do not change what scopes mean. */
function nameOf(scopes: readonly string[]): string {
  return scopes.map((scope) => scope.toLowerCase()).sort().join(" ");
}

/**
 * Finds the newest token that a profile got on behalf of a user, expired or
 * not. Such a token is kept under the user's own, which whoever only looks at
 * what is kept does not have.
 *
 * @param store The kept tokens.
 * @param search Whose, and what for.
 * @returns The token, or `undefined`.
 * @throws {StoreError} If the store cannot be read.
 */
export async function findOnBehalf(
  store: Pick<TokenStore, "read" | "list">,
  { profile, registration, scopes, signal }: OnBehalfSearch,
): Promise<AcquiredToken | undefined> {
  const start = `${profilePartition(profile)} on-behalf-of `;
  const wanted = nameOf(scopes);
  const partitions = (await store.list(signal))
    .filter((partition) => partition.startsWith(start));
  const sets = await Promise.all(
    partitions.map(async (partition) =>
      readTokenSet(await store.read(partition, signal) ?? "")
    ),
  );
  const [newest] = sets.flatMap(({ tokens }) => [...tokens.values()])
    .filter(({ key }) =>
      key.registration === registration &&
      (wanted === "" || nameOf(key.scopes) === wanted)
    )
    .sort((one, other) => other.at - one.at);
  return newest && { ...newest.token, source: "cache" };
}

/** How long a list is as good as new. */
const LIST_MS = 1000;

/**
 * Makes what looks for many profiles at a time: they share one list.
 *
 * @param clock Tells when a list is old.
 * @returns Finds a token in the store that is called so.
 */
export function createOnBehalfSearch(
  clock: Pick<Clock, "now">,
): (
  store: TokenStore & { readonly name: string },
  search: OnBehalfSearch,
) => ReturnType<typeof findOnBehalf> {
  const lists = new Map<
    string,
    { readonly names: Promise<readonly string[]>; readonly until: number }
  >();
  return (store, search) => {
    const { name } = store;
    const list = () => {
      const found = lists.get(name);
      if (found !== undefined && clock.now() < found.until) return found.names;
      const names = store.list(search.signal);
      names.catch(() => lists.delete(name));
      lists.set(name, { names, until: clock.now() + LIST_MS });
      return names;
    };
    return findOnBehalf({ read: store.read, list }, search);
  };
}
