import type { TokenPane } from "../state/layout.ts";
import type { State } from "../state/model.ts";
import {
  isRevealed,
  profileInFront,
  selectedProfile,
  tokenOf,
} from "../state/select.ts";
import { claimCount, selectedClaim } from "../state/token_panes.ts";
import type { Binding } from "./keymap.ts";

function isIdle(state: State): boolean {
  return state.run === undefined && profileInFront(state) !== undefined;
}

function hasToken(state: State): boolean {
  return state.screen.kind === "token" ||
    tokenOf(state, selectedProfile(state)?.name) !== undefined;
}

function hasClaims({ screen }: State): boolean {
  return screen.kind === "token" && claimCount(screen) > 0;
}

/** Keys of the token screen. */
export const TOKEN_KEYS: readonly Binding[] = [
  {
    id: "token.back",
    keys: ["escape", "left", "h", "-"],
    help: "back to the profiles",
    short: "back",
    message: { type: "back" },
  },
  {
    id: "token.copy",
    keys: ["y"],
    help: "copy the token, a header, a command, the claims",
    short: "copy",
    message: { type: "open_copy" },
  },
  {
    id: "token.reveal",
    keys: ["x"],
    help: "show the token in full for 30 seconds",
    short: "reveal",
    when: (state) => !isRevealed(state),
    message: { type: "reveal" },
  },
  {
    id: "token.hide",
    keys: ["x"],
    help: "hide the token again",
    short: "hide",
    when: isRevealed,
    message: { type: "reveal" },
  },
  {
    id: "token.filter",
    keys: ["/"],
    help: "filter the claims by name, value or meaning",
    short: "filter",
    when: hasClaims,
    reason: "There are no claims to filter",
    message: { type: "start_filter" },
  },
  {
    id: "token.use",
    keys: ["t"],
    help: "use this token: leave, and print it on standard output",
    short: "use token",
    message: { type: "use_token" },
  },
];

/** Keys of the token screen that are less asked for. */
export const MORE_TOKEN_KEYS: readonly Binding[] = [
  {
    id: "token.refresh",
    keys: ["r"],
    help: "get a new token",
    short: "refresh",
    when: isIdle,
    reason: "This token is of no profile, or a sign-in is running",
    message: { type: "get", force: true },
  },
  {
    id: "token.copy_claim",
    keys: ["c"],
    help: "copy the value of the selected claim",
    short: "copy claim",
    when: ({ screen }) =>
      screen.kind === "token" && selectedClaim(screen) !== undefined,
    reason: "No claim is selected",
    message: { type: "copy", item: "claim" },
  },
];

function pane(pane: TokenPane, key: string): Binding {
  return {
    id: `token.${pane}`,
    keys: [key],
    help: PANE_HELP[pane],
    when: hasToken,
    reason: "There is no token to look at yet",
    message: { type: "open_pane", pane },
  };
}

const PANE_HELP: Readonly<Record<TokenPane, string>> = {
  claims: "the claims of the token",
  header: "the header of the token",
  raw: "the token itself, hidden until it is revealed",
};

/** Keys that jump to what can be seen of a profile and its token. */
export const PANE_KEYS: readonly Binding[] = [
  {
    id: "app.profiles",
    keys: ["1"],
    help: "the list of profiles",
    message: { type: "go_home" },
  },
  pane("claims", "2"),
  pane("header", "3"),
  pane("raw", "4"),
];

/** Keys that go from pane to pane. */
export const TURN_PANE_KEYS: readonly Binding[] = [
  {
    id: "token.next_pane",
    keys: ["tab", "right", "l"],
    help: "the next pane of the token",
    message: { type: "turn_pane", by: 1 },
  },
  {
    id: "token.previous_pane",
    keys: ["shift+tab"],
    help: "the pane before",
    message: { type: "turn_pane", by: -1 },
  },
];
