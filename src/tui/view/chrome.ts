import { checkDocument } from "../document/checks.ts";
import { claimsDocument } from "../document/claims.ts";
import { formCrumbs, formPosition } from "../document/form.ts";
import { helpDocument } from "../document/help.ts";
import { logDocument } from "../document/log.ts";
import { tracePosition } from "../document/trace_position.ts";
import { layoutOf } from "../state/layout.ts";
import type { Overlay, Screen, State } from "../state/model.ts";
import { frontOverlay, isRevealed, shownProfiles } from "../state/select.ts";
import type { Glyphs } from "../theme/glyphs.ts";

const NAMES: Readonly<Record<Screen["kind"], string>> = {
  home: "profiles",
  device: "device code",
  browser: "browser",
  token: "access token",
  error: "error",
  form: "edit",
};

const OVERLAY_NAMES: Readonly<Record<Overlay["kind"], string>> = {
  help: "help",
  menu: "choose",
  palette: "actions",
  settings: "settings",
  trace: "trace",
  trace_step: "trace",
  verify: "verify",
  diff: "compare",
  log: "log",
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
  const over = overlay === undefined ? [] : [OVERLAY_NAMES[overlay.kind]];
  if (screen.kind === "home") return [NAMES.home, ...over];
  if (screen.kind === "form") return [...formCrumbs(screen), ...over];
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
  if (overlay?.kind === "log") {
    const count = logDocument(state, glyphs).length;
    return rangeOf(glyphs, { from: overlay.scroll, rows: body, count });
  }
  if (overlay?.kind === "verify" || overlay?.kind === "diff") {
    const count = checkDocument(overlay, { width: columns, glyphs }).length;
    return rangeOf(glyphs, { from: overlay.scroll, rows: body, count });
  }
  if (overlay?.kind === "trace" || overlay?.kind === "trace_step") {
    return tracePosition(state, overlay);
  }
  if (overlay?.kind === "help") {
    const count = helpDocument(state).length;
    return rangeOf(glyphs, { from: overlay.scroll, rows: body, count });
  }
  if (overlay !== undefined) return "";
  const { screen } = state;
  if (screen.kind === "home") {
    const count = shownProfiles(state).length;
    return count === 0 ? "" : `${state.selected + 1} of ${count}`;
  }
  if (screen.kind === "form") return formPosition(screen);
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
