import type { WorldMessage } from "../message.ts";
import type { ErrorView, State } from "../model.ts";
import { shownProfiles } from "../select.ts";

/** Takes the list of profiles over. */
export function profilesLoaded(
  state: State,
  { profiles, tokens }: Extract<WorldMessage, { type: "profiles_loaded" }>,
): State {
  const loaded = {
    ...state,
    profiles,
    tokens: new Map([...tokens, ...state.tokens]),
  };
  const last = Math.max(0, shownProfiles(loaded).length - 1);
  return { ...loaded, selected: Math.min(state.selected, last) };
}

/** Shows why there is no list. */
export function profilesFailed(state: State, error: ErrorView): State {
  return {
    ...state,
    profiles: [],
    selected: 0,
    overlays: [],
    screen: { kind: "error", error },
  };
}
