import { paletteEntries } from "../../document/palette.ts";
import type { Step } from "../effect.ts";
import type { UserMessage } from "../message.ts";
import type { State } from "../model.ts";
import { frontOverlay, shownProfiles } from "../select.ts";
import { type PaletteEntry, shownEntries, used } from "../palette.ts";
import { EMPTY_FIELD } from "../text_field.ts";
import { notice } from "./passing.ts";
import { get } from "./runs.ts";

/** Opens the list of everything that can be done now. */
export function openPalette(state: State): State {
  const palette = {
    kind: "palette",
    field: EMPTY_FIELD,
    entries: paletteEntries(state),
    selected: 0,
  } as const;
  return { ...state, overlays: [...state.overlays, palette] };
}

/** What the selected line of the palette stands for. */
export function chosenEntry(state: State): PaletteEntry | undefined {
  const overlay = frontOverlay(state);
  return overlay?.kind === "palette"
    ? shownEntries(overlay)[overlay.selected]
    : undefined;
}

/** Closes the palette and remembers what was chosen in it. */
export function closePalette(state: State, { id }: PaletteEntry): State {
  return {
    ...state,
    overlays: state.overlays.slice(0, -1),
    recent: used(state.recent, id),
  };
}

const BUSY = "Finish or cancel the sign-in first";

/** Selects a profile in the list, whatever was in front. */
export function goTo(
  state: State,
  { profile }: Pick<Extract<UserMessage, { type: "go_to" }>, "profile">,
): State {
  if (state.run !== undefined && state.screen.kind !== "home") {
    return notice(state, { text: BUSY, tone: "warn" });
  }
  const { filter: _gone, ...rest } = state;
  const home: State = { ...rest, overlays: [], screen: { kind: "home" } };
  const index = shownProfiles(home).findIndex(({ name }) => name === profile);
  return index < 0 ? state : { ...home, selected: index };
}

/** Selects a profile and gets a token for it. */
export function getFor(
  state: State,
  { profile, flow }: Extract<UserMessage, { type: "get_for" }>,
): Step {
  if (state.run !== undefined) {
    return [notice(state, { text: BUSY, tone: "warn" }), []];
  }
  const there = goTo(state, { profile });
  if (there === state) return [state, []];
  return get(there, flow === undefined ? {} : { flow, force: true });
}
