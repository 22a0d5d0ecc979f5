import type { State } from "./model.ts";
import { isSigningIn, selectedProfile, tokenOf } from "./select.ts";
import { tokenScreen } from "./token_panes.ts";

/** A place that an action can be taken to. */
export type Place = "home" | "token";

/**
 * The interface as it is at a place.
 *
 * @param state The interface.
 * @param place The place.
 * @returns The interface there; `undefined` when nobody can go there now.
 */
export function stateAt(state: State, place: Place): State | undefined {
  if (isSigningIn(state) || state.screen.kind === "form") return undefined;
  const home: State = { ...state, overlays: [], screen: { kind: "home" } };
  if (place === "home") return home;
  if (state.screen.kind === "token") return { ...state, overlays: [] };
  const profile = state.screen.kind === "home"
    ? selectedProfile(state)?.name
    : state.screen.profile;
  const token = tokenOf(state, profile);
  return profile === undefined || token === undefined
    ? undefined
    : { ...home, screen: tokenScreen({ profile, token }) };
}
