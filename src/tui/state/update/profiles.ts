import type { Step } from "../effect.ts";
import type { WorldMessage } from "../message.ts";
import type { ErrorView, ProfileSummary, State } from "../model.ts";
import { profilesInSight, shownProfiles } from "../select.ts";

/** Takes the list of profiles over, and has what is kept looked for. */
export function profilesLoaded(
  state: State,
  { profiles }: Extract<WorldMessage, { type: "profiles_loaded" }>,
): Step {
  const listId = state.listId + 1;
  const unknown = profiles.map(({ name }) => name)
    .filter((name) => !state.tokens.has(name));
  const loaded = { ...state, profiles, listId, looking: new Set(unknown) };
  const last = Math.max(0, shownProfiles(loaded).length - 1);
  const after = { ...loaded, selected: Math.min(state.selected, last) };
  if (unknown.length === 0) return [after, []];
  const inSight = namesOf(profilesInSight(after))
    .filter((name) => after.looking.has(name));
  const names = [...new Set([...inSight, ...unknown])];
  return [after, [{
    type: "find_kept",
    listId,
    names,
    inSight: inSight.length,
  }]];
}

function namesOf(profiles: readonly ProfileSummary[]): readonly string[] {
  return profiles.map(({ name }) => name);
}

/** Shows why there is no list. */
export function profilesFailed(state: State, error: ErrorView): State {
  return {
    ...state,
    profiles: [],
    listId: state.listId + 1,
    looking: new Set(),
    selected: 0,
    overlays: [],
    screen: { kind: "error", error },
  };
}
