import type { State } from "../state/model.ts";
import { selectedProfile } from "../state/select.ts";

/**
 * Why a key of the list does nothing: without a profile it has nothing to do it
 * with, whatever else it waits for.
 *
 * @param otherwise Why it does nothing with a profile selected.
 * @returns What says so for a state, with bindings in braces.
 */
export function withoutProfile(
  otherwise: string,
): (state: State) => string {
  return (state) => {
    if (selectedProfile(state) !== undefined) return otherwise;
    if (state.profiles === undefined) return "The profiles are being read";
    return state.profiles.length === 0
      ? "There is no profile yet: {profiles.new} makes one"
      : "No profile matches the filter";
  };
}
