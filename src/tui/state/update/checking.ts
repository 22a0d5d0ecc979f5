import { checkText } from "../../document/checks.ts";
import type {
  CheckWorldMessage,
  DiffOverlay,
  RejectOverlay,
  VerifyOverlay,
} from "../check.ts";
import type { Step } from "../effect.ts";
import type { MenuEntry, Overlay, State } from "../model.ts";
import { frontOverlay, placeOf } from "../select.ts";
import { notice } from "./passing.ts";

type News<Type extends CheckWorldMessage["type"]> = Extract<
  CheckWorldMessage,
  { type: Type }
>;

/** What lies over the token, without what this one takes the place of. */
function over(state: State, overlay: VerifyOverlay | DiffOverlay): State {
  const front = frontOverlay(state)?.kind;
  const isReplaced = front === overlay.kind || front === "menu";
  const below = isReplaced ? state.overlays.slice(0, -1) : state.overlays;
  return { ...state, checkId: overlay.checkId, overlays: [...below, overlay] };
}

/** Begins to verify the token in front, or does so again. */
export function openVerify(state: State): Step {
  const { screen } = state;
  if (screen.kind !== "token") return [state, []];
  const checkId = state.checkId + 1;
  const { profile, token: { access: token } } = screen;
  return [
    over(state, { kind: "verify", checkId, checks: [], scroll: 0 }),
    [{
      type: "verify_token",
      checkId,
      token,
      ...(profile === undefined ? {} : { profile }),
    }],
  ];
}

/** The digits choose the first entries. */
function keyOf(index: number): string {
  return index < 9 ? String(index + 1) : "";
}

/** Asks which profile's token to compare with. */
export function askDiff(state: State): State {
  const { screen } = state;
  if (screen.kind !== "token") return state;
  const entries = [...state.tokens]
    .filter(([name]) => name !== screen.profile)
    .map(([profile, token], index): MenuEntry => ({
      key: keyOf(index),
      label: profile,
      detail: token.reading.summary,
      message: { type: "diff_with", profile },
    }));
  const title = "Compare with the token of";
  return {
    ...state,
    overlays: [...state.overlays, {
      kind: "menu",
      title,
      entries,
      selected: 0,
    }],
  };
}

/** Begins to compare the token in front with that of another profile. */
export function diffWith(state: State, profile: string): Step {
  const { screen } = state;
  const other = state.tokens.get(profile);
  if (screen.kind !== "token" || other === undefined) return [state, []];
  const checkId = state.checkId + 1;
  const names = [screen.profile ?? "pasted", profile] as const;
  return [
    over(state, { kind: "diff", checkId, names, same: 0, scroll: 0 }),
    [{
      type: "compare_tokens",
      checkId,
      tokens: [screen.token.access, other.access],
    }],
  ];
}

/** Changes what the news is about; late news of an old check finds nothing. */
function changed<Kind extends "verify" | "diff" | "reject">(
  state: State,
  { kind, checkId, change }: {
    readonly kind: Kind;
    readonly checkId: number;
    readonly change: (
      overlay: Extract<Overlay, { kind: Kind }>,
    ) => Extract<Overlay, { kind: Kind }>;
  },
): State {
  const isMeant = (
    overlay: Overlay,
  ): overlay is Extract<Overlay, { kind: Kind }> =>
    overlay.kind === kind && "checkId" in overlay &&
    overlay.checkId === checkId;
  return {
    ...state,
    overlays: state.overlays.map((one) => isMeant(one) ? change(one) : one),
  };
}

/** Shows one more check. */
export function checked(
  state: State,
  { checkId, check }: News<"checked">,
): State {
  const change = (overlay: VerifyOverlay) => ({
    ...overlay,
    checks: [...overlay.checks, check],
  });
  return changed(state, { kind: "verify", checkId, change });
}

/** Shows what became of all checks. */
export function verified(
  state: State,
  { checkId, outcome }: News<"verified">,
): State {
  const change = (overlay: VerifyOverlay) => ({ ...overlay, outcome });
  return changed(state, { kind: "verify", checkId, change });
}

/** Shows what differs. */
export function compared(
  state: State,
  { checkId, differences, same }: News<"compared">,
): State {
  const change = (overlay: DiffOverlay) => ({ ...overlay, differences, same });
  return changed(state, { kind: "diff", checkId, change });
}

/** Shows what an API would say. */
export function judged(
  state: State,
  { checkId, target, rejected, checks }: News<"judged">,
): State {
  const change = (overlay: RejectOverlay) => ({
    ...overlay,
    target,
    rejected,
    checks,
  });
  return changed(state, { kind: "reject", checkId, change });
}

/** Shows why there is no answer. */
export function checkFailed(
  state: State,
  { checkId, problem }: News<"check_failed">,
): State {
  return {
    ...state,
    overlays: state.overlays.map((overlay) =>
      "checkId" in overlay && overlay.checkId === checkId
        ? { ...overlay, problem }
        : overlay
    ),
  };
}

/** Copies the checks or the differences in front, as text. */
export function copyChecks(state: State): Step {
  const overlay = frontOverlay(state);
  if (overlay === undefined || !("checkId" in overlay)) return [state, []];
  const { clipboard } = state.settings;
  if (clipboard === "off") {
    const text = "Copying is switched off in the settings";
    return [notice(state, { text, tone: "warn" }), []];
  }
  return [state, [{
    type: "copy",
    label: overlay.kind === "diff" ? "the differences" : "the checks",
    pieces: [checkText(overlay)],
    via: clipboard,
    place: placeOf(state),
  }]];
}
