import type { ErrorView, HeldToken, Run, State } from "../model.ts";
import { lifeOf, whyNot } from "../select.ts";
import { notice } from "./passing.ts";

const WORDS: Readonly<Record<HeldToken["source"], string>> = {
  cache: "kept token",
  refresh: "refreshed token",
  flow: "new token",
};

/** Keeps the token, and shows it to a person who just signed in for it. */
export function tokenAcquired(state: State, token: HeldToken): State {
  const { run, ...rest } = state;
  if (run === undefined) return state;
  const kept: State = {
    ...rest,
    tokens: new Map(state.tokens).set(run.profile, token),
  };
  const { screen } = state;
  if (screen.kind === "device" || screen.kind === "browser") {
    const signedIn = token.account ?? "the application itself";
    return {
      ...kept,
      overlays: [],
      screen: {
        kind: "token",
        profile: run.profile,
        token,
        scroll: 0,
        signedIn,
      },
    };
  }
  const { text } = lifeOf(token.expiresAt, state.now);
  const told = notice(kept, {
    text: `${run.profile}: ${WORDS[token.source]}, ${text}`,
    tone: "ok",
  });
  if (screen.kind !== "token" || screen.profile !== run.profile) return told;
  const { revealedUntil: _hidden, signedIn: _old, ...same } = screen;
  return { ...told, screen: { ...same, token, scroll: 0 } };
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
    overlays: [],
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
    flow !== failed && whyNot(state, { profile, flow }) === undefined &&
    (profile.flows?.some(({ name }) => name === flow) ?? true)
  );
}
