import { checkDocument } from "../document/checks.ts";
import { formCrumbs, formPosition } from "../document/form.ts";
import { helpDocument } from "../document/help.ts";
import { logDocument } from "../document/log.ts";
import { rawLines } from "../document/token_pane.ts";
import { tracePosition } from "../document/trace_position.ts";
import { scriptDocument } from "../document/script.ts";
import { layoutOf, PANE_TITLE_ROWS, tokenBoxes } from "../state/layout.ts";
import { scriptRows } from "../state/script.ts";
import type { Overlay, Screen, State, TokenScreen } from "../state/model.ts";
import { frontOverlay, shownProfiles } from "../state/select.ts";
import { shownClaims } from "../state/token_panes.ts";
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
  reject: "why rejected",
  ask: "question",
  log: "log",
  script: "script",
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
  const { body, columns } = layoutOf(state.size);
  const overlay = frontOverlay(state);
  if (overlay?.kind === "log") {
    const count = logDocument(state, glyphs).length;
    return rangeOf(glyphs, { from: overlay.scroll, rows: body, count });
  }
  if (overlay?.kind === "script") {
    const count = scriptDocument(overlay, { width: columns, glyphs }).length;
    const rows = scriptRows(state.size);
    return rangeOf(glyphs, { from: overlay.scroll, rows, count });
  }
  if (overlay !== undefined && "checkId" in overlay) {
    const count = checkDocument(overlay, { ...state, width: columns, glyphs })
      .length;
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
  if (screen.pane === "raw") return rawPosition(state, { screen, glyphs });
  const count = shownClaims(screen, screen.pane).length;
  return count === 0 ? "" : `${screen.at[screen.pane] + 1} of ${count}`;
}

function rawPosition(
  state: State,
  { screen, glyphs }: {
    readonly screen: TokenScreen;
    readonly glyphs: Glyphs;
  },
): string {
  const box = tokenBoxes(state.size, "raw").panes
    .find(({ pane }) => pane === "raw");
  if (box === undefined) return "";
  const count = rawLines(state, { screen, width: box.columns, glyphs }).length;
  const rows = box.rows - PANE_TITLE_ROWS;
  return rangeOf(glyphs, { from: screen.at.raw, rows, count });
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
