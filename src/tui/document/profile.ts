import type { HeldToken, ProfileSummary, State } from "../state/model.ts";
import { audienceOf, statusOf, tokenOf } from "../state/select.ts";
import { keyOf } from "../keys/key_words.ts";
import { type Glyphs, UNICODE } from "../theme/glyphs.ts";
import { claimsDocument } from "./claims.ts";
import { fit, type Line, wrap } from "./line.ts";

const LABEL_CELLS = 11;
/** Beside them an id still fits on one line at 100 columns. */
const CLAIM_CELLS = 10;

/**
 * What is known of a profile and its token, for the pane beside the list.
 *
 * @param state The interface.
 * @param profile The profile.
 * @param options The width in cells and the signs.
 * @returns The lines.
 */
export function profileDocument(
  state: State,
  profile: ProfileSummary,
  options: { readonly width: number; readonly glyphs?: Glyphs },
): readonly Line[] {
  const { width, glyphs = UNICODE } = options;
  const token = tokenOf(state, profile.name);
  const facts = profileFacts(profile, token)
    .flatMap((fact) => factLines(fact, width));
  if (token === undefined) {
    return [...facts, [], [{ text: invitation(state, profile) }]];
  }
  return [
    ...facts,
    [],
    ...claimsDocument(token, {
      present: state,
      width,
      glyphs,
      nameCells: CLAIM_CELLS,
    }),
  ];
}

function invitation(state: State, { name, flow }: ProfileSummary): string {
  return statusOf(state, name).kind === "busy"
    ? " Esc cancels"
    : ` ${keyOf(state, "profiles.get")} gets a token (${flow})`;
}

function profileFacts(
  profile: ProfileSummary,
  token: HeldToken | undefined,
): readonly (readonly [label: string, value: string])[] {
  const scopes = token?.scopes ?? profile.scopes;
  return [
    ...(token === undefined ? [] : [
      ["account", token.account ?? "none, the application itself"] as const,
      ["for", audienceOf(token) ?? "not said"] as const,
    ]),
    ["scopes", scopes.join(" ")],
    ["tenant", profile.tenant],
    ["client", profile.clientId],
    ["authority", profile.authority],
    ["flow", profile.flow],
    ...(profile.project === undefined
      ? []
      : [["project", profile.project] as const]),
  ];
}

function factLines(
  [label, value]: readonly [label: string, value: string],
  width: number,
): Line[] {
  return wrap(value, Math.max(1, width - LABEL_CELLS - 2))
    .map((text, index): Line => [
      {
        text: " " + fit(index === 0 ? label : "", LABEL_CELLS),
        role: "text.muted",
      },
      { text },
    ]);
}
