import type { FlowName } from "../../../engine/flows/flow_names.ts";
import { type AskOverlay, hiddenField, textField } from "../ask.ts";
import type { MenuEntry, Overlay, ProfileSummary, State } from "../model.ts";
import { tokenOf } from "../select.ts";

/**
 * What has to be asked before a flow can begin.
 *
 * @param state The interface.
 * @param wish The profile and the flow.
 * @returns The question; nothing when there is all that the flow needs.
 */
export function missingMaterial(
  state: State,
  { profile, flow }: {
    readonly profile: ProfileSummary;
    readonly flow: FlowName;
  },
): Overlay | undefined {
  const has = profile.has ?? [];
  switch (flow) {
    case "password":
      return has.includes("password") ? undefined : askPassword(state, profile);
    case "refresh-token":
      return has.includes("refresh_token") ||
          tokenOf(state, profile.name)?.canRefresh
        ? undefined
        : askRefreshToken(profile);
    case "on-behalf-of":
      return has.includes("assertion") ? undefined : askUser(state, profile);
    default:
      return undefined;
  }
}

function askPassword(
  state: State,
  { name, username }: ProfileSummary,
): AskOverlay {
  const known = state.typedUsers[name] ?? username ??
    tokenOf(state, name)?.account ?? "";
  return {
    kind: "ask",
    about: { kind: "password", profile: name },
    title: `Sign in to ${name} with a password`,
    help:
      "Discouraged: it hands your password to a program and cannot do a second factor. It is never kept",
    fields: [textField("User name", known), hiddenField("Password")],
    focus: known === "" ? 0 : 1,
  };
}

function askRefreshToken({ name }: ProfileSummary): AskOverlay {
  return {
    kind: "ask",
    about: { kind: "refresh_token", profile: name },
    title: `Get a token for ${name} with a refresh token`,
    help: "None is kept for this profile: paste one from elsewhere",
    fields: [hiddenField("Refresh token")],
    focus: 0,
  };
}

/** Why a token cannot stand for its user, one sentence. */
function whyNotFrom(state: State, name: string): string | undefined {
  const token = tokenOf(state, name);
  if (token === undefined) return "No token yet: get one for it first";
  if (token.expiresAt <= state.now) {
    return "Its token has expired: get a new one first";
  }
  return token.account === undefined
    ? "Its token is an application's own, and names no user"
    : undefined;
}

/** The digits choose the first entries. */
function keyOf(index: number): string {
  return index < 9 ? String(index + 1) : "";
}

function askUser(state: State, { name }: ProfileSummary): Overlay {
  const entries = (state.profiles ?? [])
    .filter((other) => other.name !== name)
    .map((other) => ({
      other,
      reason: whyNotFrom(state, other.name),
    }))
    .sort((a, b) =>
      Number(a.reason !== undefined) - Number(b.reason !== undefined)
    )
    .map(({ other, reason }, index): MenuEntry => ({
      key: reason === undefined ? keyOf(index) : "",
      label: other.name,
      ...(reason === undefined
        ? {
          detail: tokenOf(state, other.name)?.reading.summary ?? "",
          message: {
            type: "get",
            flow: "on-behalf-of",
            force: true,
            from: other.name,
          },
        }
        : {
          detail: reason,
          disabled: true,
          message: { type: "refuse", reason },
        }),
    }));
  const title = `${name} acts on behalf of the user whose token is of`;
  return { kind: "menu", title, entries, selected: 0 };
}
