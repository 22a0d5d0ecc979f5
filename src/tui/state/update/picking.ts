import type { Overlay, State } from "../model.ts";
import { shownEntries } from "../palette.ts";
import { frontOverlay, shownProfiles } from "../select.ts";
import { SETTINGS } from "../settings.ts";
import { pickTraceStep } from "./tracing.ts";

/** Selects a row of the list in front. */
export function pick(state: State, index: number): State {
  const overlay = frontOverlay(state);
  if (overlay === undefined) {
    return state.screen.kind === "home" && index < shownProfiles(state).length
      ? { ...state, selected: index }
      : state;
  }
  if (overlay.kind === "trace") return pickTraceStep(state, index);
  if (!("selected" in overlay) || index >= rowCount(overlay)) return state;
  const picked = { ...overlay, selected: index };
  return { ...state, overlays: [...state.overlays.slice(0, -1), picked] };
}

/** How many rows of something in front can be selected. */
export function rowCount(overlay: Overlay): number {
  switch (overlay.kind) {
    case "menu":
      return overlay.entries.length;
    case "palette":
      return shownEntries(overlay).length;
    case "settings":
      return SETTINGS.length;
    default:
      return 0;
  }
}
