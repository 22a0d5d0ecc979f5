import type { Step } from "../effect.ts";
import type { ShownToken, State, TokenScreen } from "../model.ts";
import {
  isRevealed,
  isSigningIn,
  lifeOf,
  selectedProfile,
  tokenOf,
} from "../select.ts";
import type { TokenPane } from "../layout.ts";
import { TOKEN_PANES, tokenScreen } from "../token_panes.ts";
import { notice } from "./passing.ts";

/** How long a token stays in full sight, in milliseconds. */
const REVEAL_MS = 30_000;

/** Opens the token of the selected profile. */
export function openToken(state: State): State {
  const profile = selectedProfile(state)?.name;
  const token = tokenOf(state, profile);
  if (profile === undefined || token === undefined) return state;
  return {
    ...state,
    screen: tokenScreen({ profile, token }),
  };
}

/** Opens a token that a person pasted; a running sign-in is not left for it. */
export function tokenPasted(state: State, token: ShownToken): State {
  if (state.screen.kind === "form") {
    const text = "Save the form or leave it first";
    return notice(state, { text, tone: "warn" });
  }
  if (state.run !== undefined) {
    return notice(state, {
      text: "Finish or cancel the sign-in first",
      tone: "warn",
    });
  }
  const { screen } = state;
  const behind = screen.kind === "token" ? screen.behind ?? screen : screen;
  return {
    ...state,
    overlays: [],
    screen: tokenScreen({ token, behind }),
  };
}

/** Shows the token in full for a while, or hides it. */
export function reveal(state: State): State {
  const { screen } = state;
  if (screen.kind !== "token") return state;
  const { revealedUntil: _until, ...rest } = screen;
  const hidden: TokenScreen = { ...rest, at: { ...rest.at, raw: 0 } };
  const shown: TokenScreen = isRevealed(state) ? hidden : {
    ...hidden,
    pane: "raw",
    revealedUntil: state.now + REVEAL_MS,
  };
  return { ...state, screen: shown };
}

/** Gives the keys to a pane of the token; the list of profiles opens the token first. */
export function openPane(state: State, pane: TokenPane): State {
  const there = state.screen.kind === "home" ? openToken(state) : state;
  const { screen } = there;
  if (screen.kind !== "token") return state;
  return { ...there, overlays: [], screen: { ...screen, pane } };
}

/** Gives the keys to the next pane of the token, or to the one before. */
export function turnPane(state: State, by: 1 | -1): State {
  const { screen } = state;
  if (screen.kind !== "token") return state;
  const count = TOKEN_PANES.length;
  const at = TOKEN_PANES.indexOf(screen.pane);
  const pane = TOKEN_PANES[(at + by + count) % count] ?? screen.pane;
  return { ...state, screen: { ...screen, pane } };
}

/** Leaves with the token in front, to be printed. */
export function useToken(state: State): Step {
  const { screen } = state;
  const profile = screen.kind === "home"
    ? selectedProfile(state)?.name
    : screen.kind === "token"
    ? screen.profile
    : undefined;
  const token = screen.kind === "token"
    ? screen.token
    : tokenOf(state, profile);
  if (token === undefined) return [state, []];
  const { expiresAt } = token;
  const whose = profile === undefined ? "the pasted token" : profile;
  const life = expiresAt === undefined
    ? ""
    : `, ${lifeOf(expiresAt, state.now).text}`;
  const leaving = { chosen: token.access, line: `Entrada: ${whose}${life}` };
  return [{ ...state, leaving }, [{ type: "leave", leaving }]];
}

/** Goes to the list of profiles; a sign-in is not left for it. */
export function goHome(state: State): State {
  if (isSigningIn(state)) {
    return notice(state, {
      text: "Finish or cancel the sign-in first",
      tone: "warn",
    });
  }
  return { ...state, overlays: [], screen: { kind: "home" } };
}

/** Shows or hides the QR code. */
export function toggleQr(state: State): State {
  const { screen } = state;
  if (screen.kind !== "device") return state;
  return { ...state, screen: { ...screen, qr: !screen.qr } };
}
