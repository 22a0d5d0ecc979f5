import type { Step } from "../effect.ts";
import { isChanged } from "../form_select.ts";
import type { Leaving, State, TokenScreen } from "../model.ts";
import {
  contextOf,
  isSigningIn,
  selectedProfile,
  shownProfiles,
} from "../select.ts";
import { shownClaims } from "../token_panes.ts";
import { leaveForm } from "./forms.ts";
import { notice } from "./passing.ts";
import { cancelRun } from "./runs.ts";
import { stopScript } from "./scripting.ts";

/** Takes one layer away: a menu, a field, a filter, a sign-in, a screen. */
export function back(state: State): Step {
  if (state.overlays.length > 0) {
    return [{ ...state, overlays: state.overlays.slice(0, -1) }, []];
  }
  const { screen, filter } = state;
  if (contextOf(state) === "answer" && screen.kind === "browser") {
    return [{ ...state, screen: { ...screen, typing: false } }, []];
  }
  if (isSigningIn(state)) return cancel(state);
  if (screen.kind === "token" && screen.filter !== undefined) {
    return [{ ...state, screen: withoutClaimFilter(screen) }, []];
  }
  if (screen.kind === "form") return leaveForm(state, screen);
  if (screen.kind === "token" && screen.behind !== undefined) {
    return [{ ...state, screen: screen.behind }, []];
  }
  if (screen.kind !== "home") {
    return [{ ...state, screen: { kind: "home" } }, []];
  }
  if (state.run !== undefined && !filter?.typing) return cancel(state);
  return [filter === undefined ? state : withoutFilter(state), []];
}

/** The selected profile stays selected among all the others; without one, what was before. */
function withoutFilter(state: State): State {
  const { filter, ...rest } = state;
  const profile = selectedProfile(state);
  const all = shownProfiles(rest);
  const index = profile === undefined
    ? Math.min(filter?.from ?? 0, all.length - 1)
    : all.indexOf(profile);
  return { ...rest, selected: Math.max(0, index) };
}

/** The selected claim stays selected among all the others; without one, what was before. */
function withoutClaimFilter(screen: TokenScreen): TokenScreen {
  const { filter, ...rest } = screen;
  const claim = shownClaims(screen, "claims")[screen.at.claims];
  const all = shownClaims(rest, "claims");
  const index = claim === undefined
    ? Math.min(filter?.from ?? 0, all.length - 1)
    : all.indexOf(claim);
  return { ...rest, at: { ...rest.at, claims: Math.max(0, index) } };
}

function cancel(state: State): Step {
  const [stopped, effects] = cancelRun(state);
  const { kind } = state.screen;
  const screen = kind === "device" || kind === "browser"
    ? { kind: "home" } as const
    : state.screen;
  const home = { ...stopped, screen, overlays: [] };
  return [notice(home, { text: "Cancelled", tone: "warn" }), effects];
}

/** Ctrl+C: cancels what runs, and leaves when nothing does. */
export function interrupt(state: State): Step {
  const [stopped, effects] = stopScript(state);
  if (effects.length > 0) return [stopped, effects];
  if (state.run !== undefined) return cancel(state);
  if (asksFirst(state)) return back(state);
  return leave(state, { line: farewell(state), interrupted: true });
}

/** What was typed into a form is lost only when it is pressed twice. */
function asksFirst({ screen, overlays }: State): boolean {
  return screen.kind === "form" && screen.stage === "editing" &&
    overlays.length === 0 && isChanged(screen);
}

/** Leaves; a run that is under way ends with it. */
export function quit(state: State): Step {
  return leave(state, { line: farewell(state) });
}

function leave(state: State, leaving: Leaving): Step {
  const [stopped, effects] = cancelRun(state);
  return [{ ...stopped, leaving }, [...effects, { type: "leave", leaving }]];
}

function farewell(state: State): string {
  const names = [...state.tokens.keys()];
  if (names.length === 0) return "Entrada: left without a token";
  const named = names.slice(0, 3).join(", ");
  const more = names.length > 3 ? ` and ${names.length - 3} more` : "";
  return `Entrada: had tokens for ${named}${more}`;
}
