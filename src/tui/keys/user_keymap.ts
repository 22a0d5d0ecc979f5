import type { State } from "../state/model.ts";
import type { Context } from "../state/select.ts";
import { type Binding, KEYMAP } from "./keymap.ts";

const made = new WeakMap<
  State["userKeys"],
  Map<Context, readonly Binding[]>
>();

/**
 * The keys of a context, with those that the person gave to them.
 *
 * @param state The interface.
 * @param context The context.
 * @returns The bindings, in the order in which they are shown.
 */
export function bindingsOf(
  { userKeys }: Pick<State, "userKeys">,
  context: Context,
): readonly Binding[] {
  const contexts = made.get(userKeys) ?? new Map<Context, readonly Binding[]>();
  made.set(userKeys, contexts);
  const known = contexts.get(context);
  if (known !== undefined) return known;
  const bindings = KEYMAP[context].map((binding) => {
    const keys = userKeys[binding.id];
    return keys === undefined ? binding : { ...binding, keys };
  });
  contexts.set(context, bindings);
  return bindings;
}

const byId = new WeakMap<State["userKeys"], ReadonlyMap<string, Binding>>();

/**
 * Every binding by its id, with the keys that the person gave to it.
 *
 * @param state The interface.
 * @returns The bindings.
 */
export function bindingsById(
  state: Pick<State, "userKeys">,
): ReadonlyMap<string, Binding> {
  const known = byId.get(state.userKeys);
  if (known !== undefined) return known;
  const contexts = Object.keys(KEYMAP) as Context[];
  const all = contexts.flatMap((context) => bindingsOf(state, context));
  const found = new Map(all.map((binding) => [binding.id, binding]));
  byId.set(state.userKeys, found);
  return found;
}
