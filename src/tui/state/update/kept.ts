import type { Step } from "../effect.ts";
import type { WorldMessage } from "../message.ts";
import type { HeldToken, MenuEntry, Protection, State } from "../model.ts";
import { selectedProfile, tokenOf } from "../select.ts";
import { notice } from "./passing.ts";

/** Takes over what was found; what was got meanwhile is newer. */
export function keptFound(
  state: State,
  { listId, names, tokens }: Extract<WorldMessage, { type: "kept_found" }>,
): State {
  if (listId !== state.listId) return state;
  const wanted = names.filter((name) => state.looking.has(name));
  if (wanted.length === 0) return state;
  const looking = new Set(state.looking);
  const found = new Map(state.tokens);
  for (const name of wanted) {
    looking.delete(name);
    const token = tokens.get(name);
    if (token !== undefined) found.set(name, token);
  }
  return { ...state, looking, tokens: found };
}

/** Takes over how kept tokens are protected. */
export function protectionKnown(state: State, protection: Protection): State {
  const { protection: before } = state;
  const isSame = before?.name === protection.name &&
    before.description === protection.description &&
    before.problem === protection.problem;
  return isSame ? state : { ...state, protection };
}

/** Whose the tokens are. */
function whose({ account }: HeldToken): string {
  return account ?? "the application itself";
}

/** Asks whether the tokens of the selected profile shall be forgotten. */
export function askLogOut(state: State): State {
  const profile = selectedProfile(state)?.name;
  const token = tokenOf(state, profile);
  if (profile === undefined || token === undefined) return state;
  if (state.run !== undefined) {
    const text = "Finish or cancel the sign-in first";
    return notice(state, { text, tone: "warn" });
  }
  const entries: readonly MenuEntry[] = [
    {
      key: "y",
      label: "yes, log out",
      detail: `forgets every token of ${whose(token)}`,
      message: { type: "log_out", profile },
    },
    {
      key: "n",
      label: "no, keep them",
      message: { type: "dismiss" },
    },
  ];
  return {
    ...state,
    overlays: [...state.overlays, {
      kind: "menu",
      title: `Forget all that is kept for ${profile}?`,
      entries,
      // A second Enter that was meant for the list must not cost a sign-in.
      selected: 1,
    }],
  };
}

/** Has the tokens of a profile forgotten. */
export function logOut(state: State, profile: string): Step {
  return [dismiss(state), [{ type: "log_out", profile }]];
}

/** Closes what lies over the screen. */
export function dismiss(state: State): State {
  return { ...state, overlays: [] };
}

/** Shows that nothing is kept any more, and what it was. */
export function loggedOut(
  state: State,
  { profile, had }: Extract<WorldMessage, { type: "logged_out" }>,
): State {
  const token = tokenOf(state, profile);
  const tokens = new Map(state.tokens);
  tokens.delete(profile);
  const looking = new Set(state.looking);
  looking.delete(profile);
  const text = had || token !== undefined
    ? `${profile}: forgot the tokens${
      token === undefined ? "" : ` of ${whose(token)}`
    }`
    : `${profile}: nothing was kept`;
  return notice({ ...state, tokens, looking }, { text, tone: "ok" });
}
