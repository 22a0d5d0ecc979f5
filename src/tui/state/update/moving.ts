import { checkDocument } from "../../document/checks.ts";
import { claimsDocument } from "../../document/claims.ts";
import { helpDocument } from "../../document/help.ts";
import { logDocument } from "../../document/log.ts";
import { layoutOf } from "../layout.ts";
import type { Distance, Message } from "../message.ts";
import type { Overlay, State, TokenScreen } from "../model.ts";
import { frontOverlay, isRevealed, shownProfiles } from "../select.ts";
import { shownEntries } from "../palette.ts";
import { SETTINGS } from "../settings.ts";
import { fieldText } from "../text_field.ts";
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
  return { ...state, screen: moveClaims(state, { screen, distance }) };
}

function moveSelection(state: State, distance: Distance): State {
  const selected = moved({
    at: state.selected,
    last: Math.max(0, shownProfiles(state).length - 1),
    page: layoutOf(state.size).list,
  }, distance);
  return selected === state.selected ? state : { ...state, selected };
}

function moveClaims(state: State, { screen, distance }: {
  readonly screen: TokenScreen;
  readonly distance: Distance;
}): TokenScreen {
  const { claims, columns } = layoutOf(state.size);
  const lines = claimsDocument(screen.token, {
    width: columns,
    revealed: isRevealed(state),
  });
  const scroll = moved({
    at: screen.scroll,
    last: Math.max(0, lines.length - claims),
    page: claims,
  }, distance);
  return { ...screen, scroll };
}

function moveOverlay(state: State, { overlay, distance }: {
  readonly overlay: Overlay;
  readonly distance: Distance;
}): Overlay {
  const { body, columns } = layoutOf(state.size);
  if (overlay.kind === "verify" || overlay.kind === "diff") {
    const lines = checkDocument(overlay, { width: columns });
    const last = Math.max(0, lines.length - body);
    const range = { at: overlay.scroll, last, page: body };
    return { ...overlay, scroll: moved(range, distance) };
  }
  if (overlay.kind === "palette") {
    const last = Math.max(0, shownEntries(overlay).length - 1);
    const range = { at: overlay.selected, last, page: body - 2 };
    return { ...overlay, selected: moved(range, distance) };
  }
  if (overlay.kind === "settings") {
    const last = SETTINGS.length - 1;
    const range = { at: overlay.selected, last, page: last };
    return { ...overlay, selected: moved(range, distance) };
  }
  if (overlay.kind === "trace" || overlay.kind === "trace_step") {
    const range = rangeOfTrace(state, overlay);
    return movedTrace(overlay, moved(range, distance));
  }
  if (overlay.kind === "log") {
    const last = Math.max(0, logDocument(state).length - body);
    const range = { at: overlay.scroll, last, page: body };
    return { ...overlay, scroll: moved(range, distance) };
  }
  if (overlay.kind === "menu") {
    const last = Math.max(0, overlay.entries.length - 1);
    const range = { at: overlay.selected, last, page: body };
    return { ...overlay, selected: moved(range, distance) };
  }
  const last = Math.max(0, helpDocument(state).length - body);
  const range = { at: overlay.scroll, last, page: body };
  return { ...overlay, scroll: moved(range, distance) };
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
  const { filter, ...rest } = state;
  if (filter === undefined) return state;
  return fieldText(filter.field).trim() === ""
    ? rest
    : { ...rest, filter: { ...filter, typing: false } };
}
