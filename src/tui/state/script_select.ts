import type { HeldToken, ShownToken, State } from "./model.ts";
import type { ScriptSummary } from "./script.ts";
import { profileInFront, tokenOf } from "./select.ts";

/** The token that a person looks at. */
export interface FrontToken {
  readonly token: ShownToken | HeldToken;
  /** Whose it is; absent for a pasted one. */
  readonly profile?: string;
}

/**
 * The token of what is in front.
 *
 * @param state The interface.
 * @returns The token on screen, else that of the profile in front.
 */
export function tokenInFront(state: State): FrontToken | undefined {
  const { screen } = state;
  const profile = profileInFront(state);
  const whose = profile === undefined ? {} : { profile };
  const token = screen.kind === "token"
    ? screen.token
    : tokenOf(state, profile);
  return token === undefined ? undefined : { token, ...whose };
}

/**
 * Tells why a script cannot be run now.
 *
 * @param state The interface.
 * @param script The script.
 * @returns One sentence, or `undefined` when it can.
 */
export function whyNoScript(
  state: State,
  script: ScriptSummary,
): string | undefined {
  if (script.problem !== undefined) return script.problem;
  if (!script.needsToken) return undefined;
  const front = tokenInFront(state);
  if (front === undefined) return "Get a token first: the script is given one";
  const { expiresAt } = front.token;
  return expiresAt !== undefined && expiresAt <= state.now
    ? "Get a new token first: this one has expired"
    : undefined;
}
