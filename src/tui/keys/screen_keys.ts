import type { State } from "../state/model.ts";
import { profileInFront, selectedProfile, tokenOf } from "../state/select.ts";
import type { Binding } from "./keymap.ts";
import { withoutProfile } from "./no_profile.ts";

const BUSY = "One sign-in at a time: Esc cancels the one that runs";

function isIdle(state: State): boolean {
  return state.run === undefined && profileInFront(state) !== undefined;
}

function hasToken(state: State): boolean {
  return tokenOf(state, selectedProfile(state)?.name) !== undefined;
}

function tokenLives(state: State): boolean {
  const token = tokenOf(state, profileInFront(state));
  return token !== undefined && token.expiresAt > state.now;
}

/** Keys of the list of profiles. */
export const PROFILE_KEYS: readonly Binding[] = [
  {
    id: "profiles.open",
    keys: ["enter"],
    help: "look at the token, when it is valid",
    short: "open",
    when: tokenLives,
    message: { type: "open_token" },
  },
  {
    id: "profiles.get",
    keys: ["enter"],
    help: "get a token, when there is none",
    short: "get token",
    when: isIdle,
    reason: withoutProfile(BUSY),
    message: { type: "get" },
  },
  {
    id: "profiles.first",
    keys: ["enter"],
    help: "make the first profile, when there is none",
    when: (state) => state.profiles?.length === 0,
    message: { type: "open_form", purpose: "new" },
  },
  {
    id: "profiles.refresh",
    keys: ["r"],
    help: "get a new token, although the kept one may be valid",
    short: "refresh",
    when: isIdle,
    reason: withoutProfile(BUSY),
    message: { type: "get", force: true },
  },
  {
    id: "profiles.flows",
    keys: ["f"],
    help: "sign in with another flow",
    short: "flows",
    when: isIdle,
    reason: withoutProfile(BUSY),
    message: { type: "open_flows" },
  },
  {
    id: "profiles.filter",
    keys: ["/"],
    help: "filter by name, tenant, flow or scope",
    short: "filter",
    when: (state) => (state.profiles?.length ?? 0) > 0,
    message: { type: "start_filter" },
  },
  {
    id: "profiles.copy",
    keys: ["y"],
    help: "copy the token, a header, a command",
    short: "copy",
    when: hasToken,
    reason: withoutProfile("There is no token to copy yet"),
    message: { type: "open_copy" },
  },
  {
    id: "profiles.use",
    keys: ["t"],
    help: "use this token: leave, and print it on standard output",
    short: "use token",
    when: tokenLives,
    reason: withoutProfile("There is no valid token to use yet"),
    message: { type: "use_token" },
  },
  {
    id: "profiles.log_out",
    keys: ["L"],
    help: "log out: forget the tokens of this profile, after a question",
    short: "log out",
    when: hasToken,
    reason: withoutProfile("Nothing is kept for this profile"),
    message: { type: "ask_log_out" },
  },
  {
    id: "profiles.back",
    keys: ["escape"],
    help: "cancel what runs, or forget the filter",
    when: ({ run, filter }) => run !== undefined || filter !== undefined,
    message: { type: "back" },
  },
];

function suggestion(index: number): Binding {
  return {
    id: `error.suggestion_${index + 1}`,
    keys: [String(index + 1)],
    help: `use the suggested flow number ${index + 1}`,
    when: ({ screen }) =>
      screen.kind === "error" && index < screen.error.suggestions.length,
    message: { type: "suggestion", index },
  };
}

/** Keys of the coach. */
export const ERROR_KEYS: readonly Binding[] = [
  {
    id: "error.retry",
    keys: ["enter", "r"],
    help: "try again",
    short: "try again",
    message: { type: "retry" },
  },
  suggestion(0),
  suggestion(1),
  suggestion(2),
  suggestion(3),
  {
    id: "error.copy",
    keys: ["y"],
    help: "copy the codes and ids, for support",
    short: "copy details",
    message: { type: "copy", item: "details" },
  },
  {
    id: "error.flows",
    keys: ["f"],
    help: "sign in with another flow",
    short: "flows",
    when: isIdle,
    message: { type: "open_flows" },
  },
  {
    id: "error.back",
    keys: ["escape", "-"],
    help: "back to the profiles",
    short: "back",
    message: { type: "back" },
  },
];
