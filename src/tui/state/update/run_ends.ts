import type { ErrorView, HeldToken, Run, State } from "../model.ts";
import { lifeOf, whyNot } from "../select.ts";
import { tokenScreen } from "../token_panes.ts";
import { notice, warn } from "./passing.ts";
import { watched } from "./tracing.ts";

const WORDS: Readonly<Record<HeldToken["source"], string>> = {
  cache: "kept token",
  refresh: "refreshed token",
  flow: "new token",
};

/** Keeps the token, and shows it to a person who just signed in for it. */
export function tokenAcquired(state: State, token: HeldToken): State {
  const { run, ...rest } = state;
  if (run === undefined) return state;
  const kept = keepToken(rest, { run, token });
  const { screen } = state;
  if (screen.kind === "device" || screen.kind === "browser") {
    const signedIn = token.account ?? "the application itself";
    const { profile } = run;
    const shown: State = {
      ...kept,
      overlays: watched(state),
      screen: tokenScreen({ profile, token, signedIn }),
    };
    return run.warning === undefined ? shown : warn(shown, run.warning);
  }
  const told = run.warning === undefined
    ? notice(kept, { text: newsOf(token, { run, now: state.now }), tone: "ok" })
    : warn(kept, run.warning);
  if (screen.kind !== "token" || screen.profile !== run.profile) return told;
  const { revealedUntil: _hidden, signedIn: _old, ...same } = screen;
  const { pane, at } = tokenScreen({ token });
  return { ...told, screen: { ...same, token, pane, at } };
}

function keepToken(
  state: State,
  { run, token }: { readonly run: Run; readonly token: HeldToken },
): State {
  const looking = new Set(state.looking);
  looking.delete(run.profile);
  const tokens = new Map(state.tokens).set(run.profile, token);
  return { ...state, tokens, looking };
}

function newsOf(
  { source, expiresAt }: HeldToken,
  { run, now }: { readonly run: Run; readonly now: number },
): string {
  return `${run.profile}: ${WORDS[source]}, ${lifeOf(expiresAt, now).text}`;
}

/** Shows the coach; a code that ran out stays where a new one can be had. */
export function runFailed(state: State, error: ErrorView): State {
  const { run, ...rest } = state;
  if (run === undefined) return state;
  const { screen } = state;
  if (screen.kind === "device" && error.code === "expired_token") {
    return { ...rest, screen: { ...screen, status: "expired" } };
  }
  const asked = run.flow === undefined ? {} : { flow: run.flow };
  return {
    ...rest,
    overlays: watched(state),
    screen: {
      kind: "error",
      profile: run.profile,
      error: { ...error, suggestions: helpful(state, { run, error }) },
      ...asked,
    },
  };
}

/** Another flow helps only when the profile can use it, and not the same again. */
function helpful(
  state: State,
  { run, error }: { readonly run: Run; readonly error: ErrorView },
): ErrorView["suggestions"] {
  const profile = state.profiles?.find(({ name }) => name === run.profile);
  if (profile === undefined) return error.suggestions;
  const failed = run.flow ?? profile.flow;
  return error.suggestions.filter((flow) =>
    flow !== failed && whyNot(profile, flow) === undefined &&
    (flow !== "refresh-token" || state.tokens.get(run.profile)?.canRefresh) &&
    (profile.flows?.some(({ name }) => name === flow) ?? true)
  );
}
