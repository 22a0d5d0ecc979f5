import { keyLabel } from "./labels.ts";
import { bindingsById } from "./user_keymap.ts";
import type { Binding } from "./keymap.ts";
import type { State } from "../state/model.ts";

/**
 * What the first key of a binding is called, as the person has it.
 *
 * @param state The interface.
 * @param id The binding.
 * @returns The label, such as `x` or `Enter`.
 */
export function keyOf(state: Pick<State, "userKeys">, id: string): string {
  return keyLabel(bindingsById(state).get(id)?.keys[0] ?? "");
}

/**
 * Puts the keys that a person has into a sentence that names bindings.
 *
 * @param state The interface.
 * @param sentence A sentence with bindings in braces, such as
 * `{app.help} lists the keys`.
 * @returns The sentence with keys.
 */
export function withKeys(
  state: Pick<State, "userKeys">,
  sentence: string,
): string {
  return sentence.replace(
    /\{([a-z_]+\.[a-z_0-9]+)\}/g,
    (_whole, id: string) => keyOf(state, id),
  );
}

/**
 * Why a binding cannot be used now.
 *
 * @param state The interface.
 * @param binding The binding.
 * @returns One sentence, or `undefined` when it has none to say.
 */
export function whyNotNow(
  state: State,
  { reason }: Binding,
): string | undefined {
  if (reason === undefined) return undefined;
  return withKeys(state, typeof reason === "string" ? reason : reason(state));
}
