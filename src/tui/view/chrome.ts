import { claimsDocument } from "../document/claims.ts";
import { helpDocument } from "../document/help.ts";
import { layoutOf } from "../state/layout.ts";
import type { Screen, State } from "../state/model.ts";
import { frontOverlay, isRevealed, shownProfiles } from "../state/select.ts";
import type { Glyphs } from "../theme/glyphs.ts";

const NAMES: Readonly<Record<Screen["kind"], string>> = {
  home: "profiles",
  device: "device code",
  browser: "browser",
  token: "access token",
  error: "error",
};

/**
 * Where the person is.
 *
 * @param state The interface.
 * @returns The steps from the program's name on.
 */
export function crumbsOf(state: State): readonly string[] {
  const { screen } = state;
  const overlay = frontOverlay(state);
  const over = overlay === undefined
    ? []
    : [overlay.kind === "help" ? "help" : "choose"];
  if (screen.kind === "home") return [NAMES.home, ...over];
  const profile = screen.profile ??
    (screen.kind === "token" ? "pasted" : undefined);
  return [
    ...(profile === undefined ? [] : [profile]),
    NAMES[screen.kind],
    ...over,
  ];
}

/**
 * Which part of something long is in sight.
 *
 * @param state The interface.
 * @param glyphs The signs.
 * @returns `3 of 12`, `5-20 of 64`, or nothing when all is in sight.
 */
export function positionOf(state: State, glyphs: Glyphs): string {
  const { body, claims, columns } = layoutOf(state.size);
  const overlay = frontOverlay(state);
  if (overlay?.kind === "menu") return "";
  if (overlay?.kind === "help") {
    const count = helpDocument(state).length;
    return rangeOf(glyphs, { from: overlay.scroll, rows: body, count });
  }
  const { screen } = state;
  if (screen.kind === "home") {
    const count = shownProfiles(state).length;
    return count === 0 ? "" : `${state.selected + 1} of ${count}`;
  }
  if (screen.kind !== "token") return "";
  const options = { width: columns, revealed: isRevealed(state) };
  const count = claimsDocument(screen.token, options).length;
  return rangeOf(glyphs, { from: screen.scroll, rows: claims, count });
}

function rangeOf(
  { range }: Glyphs,
  { from, rows, count }: {
    readonly from: number;
    readonly rows: number;
    readonly count: number;
  },
): string {
  if (count <= rows) return "";
  return `${from + 1}${range}${Math.min(count, from + rows)} of ${count}`;
}
