import type { Effect } from "../state/effect.ts";
import type { Message } from "../state/message.ts";
import type { ErrorView, HeldToken } from "../state/model.ts";
import { adviceOn } from "./advice.ts";
import { hold } from "./flow_run.ts";
import { clean } from "./present.ts";
import type { TuiServices } from "./services.ts";

/** So many records are read at once. */
const AT_ONCE = 4;
/** Found tokens are shown together: every frame takes its time. */
const SHOW_MS = 100;

interface World {
  readonly services: TuiServices;
  readonly dispatch: (message: Message) => void;
}

type Search = Extract<Effect, { type: "find_kept" }>;

function sentence({ message, hint }: ErrorView): string {
  return hint === undefined ? message : `${message}. ${hint}`;
}

/** Collects what is found, and shows it now and then. */
function createBasket(
  { listId, inSight }: Search,
  { services: { clock }, dispatch }: World,
) {
  let names: string[] = [];
  let tokens = new Map<string, HeldToken>();
  let count = 0;
  let shownAt = clock.now();
  function show(): void {
    if (names.length === 0) return;
    dispatch({ type: "kept_found", listId, names, tokens });
    names = [];
    tokens = new Map();
    shownAt = clock.now();
  }
  function put(name: string, token: HeldToken | undefined): void {
    names.push(name);
    if (token !== undefined) tokens.set(name, token);
    count++;
    if (count === inSight || clock.now() - shownAt >= SHOW_MS) show();
  }
  return { put, show };
}

/**
 * Looks for what is kept, a few profiles at a time. Of what cannot be read,
 * the first is told; all of it counts as none.
 */
async function findKept(
  search: Search,
  world: World & { readonly signal: AbortSignal },
): Promise<void> {
  const { services, dispatch, signal } = world;
  const basket = createBasket(search, world);
  const queue = search.names.values();
  let told = false;

  async function find(name: string): Promise<HeldToken | undefined> {
    try {
      const token = await services.kept(name);
      return token === undefined ? undefined : await hold(services, token);
    } catch (error) {
      if (told || signal.aborted) return undefined;
      told = true;
      const text = sentence(await adviceOn(error, services));
      if (!signal.aborted) dispatch({ type: "warned", text });
      return undefined;
    }
  }

  async function work(): Promise<void> {
    for (const name of queue) {
      const token = await find(name);
      if (signal.aborted) return;
      basket.put(name, token);
    }
  }

  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (!signal.aborted) basket.show();
}

/** Looks for what is kept, for one list of profiles at a time. */
export interface KeptSearches {
  /** Starts to look, and ends the search before. */
  readonly start: (search: Search, dispatch: World["dispatch"]) => void;
  /** Ends the search. */
  readonly close: () => void;
}

/**
 * Makes what looks for kept tokens.
 *
 * @param services Who looks.
 * @returns The searches.
 */
export function createKeptSearches(services: TuiServices): KeptSearches {
  let ended = new AbortController();
  return {
    start(search, dispatch) {
      ended.abort();
      ended = new AbortController();
      void findKept(search, { services, dispatch, signal: ended.signal });
    },
    close: () => ended.abort(),
  };
}

/** Tells how kept tokens are protected. */
export async function tellProtection(
  { services, dispatch }: World,
): Promise<void> {
  try {
    const protection = clean(await services.protection());
    dispatch({ type: "protection_known", protection });
  } catch (error) {
    const text = sentence(await adviceOn(error, services));
    dispatch({ type: "warned", text });
  }
}

/** Forgets all that is kept for a profile, and tells. */
export async function logOut(
  profile: string,
  { services, dispatch }: World,
): Promise<void> {
  try {
    const had = await services.logout(profile);
    dispatch({ type: "logged_out", profile, had });
  } catch (error) {
    const text = sentence(await adviceOn(error, services));
    dispatch({ type: "warned", text });
  }
}
