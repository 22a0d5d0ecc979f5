import { checkDocument } from "../../document/checks.ts";
import { helpDocument } from "../../document/help.ts";
import { logDocument } from "../../document/log.ts";
import { rawLines } from "../../document/token_pane.ts";
import type { CheckOverlay } from "../check.ts";
import { layoutOf, PANE_TITLE_ROWS, tokenBoxes } from "../layout.ts";
import type { Distance, Message } from "../message.ts";
import type { ListFilter, Overlay, State, TokenScreen } from "../model.ts";
import { frontOverlay, shownProfiles } from "../select.ts";
import { fieldText } from "../text_field.ts";
import { shownClaims } from "../token_panes.ts";
import { rangeOfScript, scrolledScript } from "./scripting.ts";
import { rowCount } from "./picking.ts";
import { movedTrace, rangeOfTrace } from "./tracing.ts";

/** Where something can move: from 0 to `last`, `page` at once. */
interface Range {
  readonly at: number;
  readonly last: number;
  readonly page: number;
}

function moved({ at, last, page }: Range, distance: Distance): number {
  const steps: Record<Distance, number> = {
    up: at - 1,
    down: at + 1,
    page_up: at - page,
    page_down: at + page,
    first: 0,
    last,
  };
  return Math.max(0, Math.min(last, steps[distance]));
}

/** Moves the selection or the text in front. */
export function move(state: State, distance: Distance): State {
  const overlay = frontOverlay(state);
  if (overlay !== undefined) {
    return replaceOverlay(state, moveOverlay(state, { overlay, distance }));
  }
  const { screen } = state;
  if (screen.kind === "home") return moveSelection(state, distance);
  if (screen.kind !== "token") return state;
  return { ...state, screen: moveInPane(state, { screen, distance }) };
}

function moveSelection(state: State, distance: Distance): State {
  const selected = moved({
    at: state.selected,
    last: Math.max(0, shownProfiles(state).length - 1),
    page: layoutOf(state.size).list,
  }, distance);
  return selected === state.selected ? state : { ...state, selected };
}

/** Most claims take two rows: what they are, and what that means. */
const ROWS_A_CLAIM = 2;

/** Where a person can go in the pane that has the keys. */
function rangeOfPane(state: State, screen: TokenScreen): Range {
  const { pane, at } = screen;
  const box = tokenBoxes(state.size, pane).panes
    .find((one) => one.pane === pane);
  const rows = (box?.rows ?? 0) - PANE_TITLE_ROWS;
  if (pane === "raw") {
    const count = rawLines(state, { screen, width: box?.columns ?? 1 }).length;
    return { at: at.raw, last: Math.max(0, count - rows), page: rows };
  }
  return {
    at: at[pane],
    last: Math.max(0, shownClaims(screen, pane).length - 1),
    page: Math.max(1, Math.floor(rows / ROWS_A_CLAIM)),
  };
}

function moveInPane(state: State, { screen, distance }: {
  readonly screen: TokenScreen;
  readonly distance: Distance;
}): TokenScreen {
  const to = moved(rangeOfPane(state, screen), distance);
  return { ...screen, at: { ...screen.at, [screen.pane]: to } };
}

function moveOverlay(state: State, { overlay, distance }: {
  readonly overlay: Overlay;
  readonly distance: Distance;
}): Overlay {
  if (overlay.kind === "ask") return overlay;
  if (overlay.kind === "trace" || overlay.kind === "trace_step") {
    const range = rangeOfTrace(state, overlay);
    return movedTrace(overlay, moved(range, distance));
  }
  if (overlay.kind === "script") {
    const to = moved(rangeOfScript(state, overlay), distance);
    return scrolledScript(state, { overlay, to });
  }
  const { body } = layoutOf(state.size);
  if ("selected" in overlay) {
    const last = Math.max(0, rowCount(overlay) - 1);
    const range = { at: overlay.selected, last, page: body - 2 };
    return { ...overlay, selected: moved(range, distance) };
  }
  const last = Math.max(0, lineCount(state, overlay) - body);
  const range = { at: overlay.scroll, last, page: body };
  return { ...overlay, scroll: moved(range, distance) };
}

/** How long a text that lies over a screen is. */
function lineCount(
  state: State,
  overlay: CheckOverlay | Extract<Overlay, { kind: "help" | "log" }>,
): number {
  if (overlay.kind === "help") return helpDocument(state).length;
  if (overlay.kind === "log") return logDocument(state).length;
  return checkDocument(overlay, { ...state, width: state.size.columns })
    .length;
}

function replaceOverlay(state: State, overlay: Overlay): State {
  return { ...state, overlays: [...state.overlays.slice(0, -1), overlay] };
}

/** Opens the list of all keys. */
export function openHelp(state: State): State {
  const help: Overlay = { kind: "help", scroll: 0 };
  return { ...state, overlays: [...state.overlays, help] };
}

/** What the selected line of a menu means. */
export function chosen(state: State): Message | undefined {
  const overlay = frontOverlay(state);
  if (overlay?.kind !== "menu") return undefined;
  return overlay.entries[overlay.selected]?.message;
}

/** Leaves what takes keys in front: a menu, or the filter's field. */
export function closeOverlay(state: State): State {
  if (state.overlays.length > 0) {
    return { ...state, overlays: state.overlays.slice(0, -1) };
  }
  const { screen } = state;
  if (screen.kind === "token") {
    return { ...state, screen: keepFilter(screen) };
  }
  return keepFilter(state);
}

/** An empty filter is none. */
function keepFilter<Part extends { readonly filter?: ListFilter }>(
  part: Part,
): Part {
  const { filter, ...rest } = part;
  if (filter === undefined) return part;
  return fieldText(filter.field).trim() === ""
    ? rest as Part
    : { ...part, filter: { ...filter, typing: false } };
}
