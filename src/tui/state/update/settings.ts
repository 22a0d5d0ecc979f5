import type { Step } from "../effect.ts";
import type { UserMessage } from "../message.ts";
import type { State } from "../model.ts";
import { frontOverlay } from "../select.ts";
import {
  type InterfaceSettings,
  SETTINGS,
  stepped,
  withSetting,
} from "../settings.ts";
import { notice } from "./passing.ts";

/** Opens the settings. */
export function openSettings(state: State): State {
  const settings = { kind: "settings", selected: 0 } as const;
  return { ...state, overlays: [...state.overlays, settings] };
}

/** Moves the selected setting to its next value, or back. */
export function stepSetting(
  state: State,
  { by }: Extract<UserMessage, { type: "step_setting" }>,
): Step {
  const overlay = frontOverlay(state);
  if (overlay?.kind !== "settings") return [state, []];
  const name = SETTINGS[overlay.selected]?.name;
  if (name === undefined) return [state, []];
  return setSetting(state, {
    name,
    value: stepped(state.settings, { name, by }),
  });
}

/** Changes a setting, at once and for every later run. */
export function setSetting(
  state: State,
  change: Pick<Extract<UserMessage, { type: "set_setting" }>, "name" | "value">,
): Step {
  const fixed = state.fixed[change.name];
  if (fixed !== undefined) {
    return [notice(state, { text: fixed, tone: "warn" }), []];
  }
  const settings = withSetting(state.settings, change);
  if (settings[change.name] === state.settings[change.name]) return [state, []];
  return [
    { ...inZone(state, settings), settings },
    [{ type: "save_settings", settings }],
  ];
}

function inZone(state: State, { times }: InterfaceSettings): State {
  const { timeZone: _before, ...rest } = state;
  const zone = times === "utc" ? "UTC" : state.localZone;
  return zone === undefined ? rest : { ...rest, timeZone: zone };
}
