import type { Binding } from "../keys/keymap.ts";
import { isEnabled } from "../keys/keymap.ts";
import { keyLabel } from "../keys/labels.ts";
import { bindingsOf } from "../keys/user_keymap.ts";
import type { ProfileSummary, State } from "../state/model.ts";
import type { PaletteEntry } from "../state/palette.ts";
import { contextOf, profileInFront, whyNot } from "../state/select.ts";
import { SETTINGS } from "../state/settings.ts";

/** The palette does not open itself, and moving in it needs no name. */
const LEFT_OUT = /^(move\.|app\.palette$)/;
const BUSY = "One sign-in at a time: Esc cancels the one that runs";

/**
 * Everything that can be done now: what was used last, the actions of what is
 * in front, the profiles, the settings; then what cannot be done, and why.
 *
 * @param state The interface, before the palette lies over it.
 * @returns The entries.
 */
export function paletteEntries(state: State): readonly PaletteEntry[] {
  const all = [
    ...actionEntries(state),
    ...(state.profiles ?? []).flatMap((profile) =>
      profileEntries(state, profile)
    ),
    ...settingEntries(state),
  ];
  const place = ({ id, reason }: PaletteEntry) => {
    if (reason !== undefined) return Infinity;
    const at = state.recent.indexOf(id);
    return at < 0 ? state.recent.length : at;
  };
  return all.map((entry) => ({ entry, at: place(entry) }))
    .sort((a, b) => a.at === b.at ? 0 : a.at - b.at)
    .map(({ entry }) => entry);
}

function actionEntries(state: State): readonly PaletteEntry[] {
  const bindings = bindingsOf(state, contextOf(state))
    .filter(({ id }) => !LEFT_OUT.test(id));
  const enabled = bindings.filter((binding) => isEnabled(binding, state));
  const refused = bindings.filter((binding) =>
    binding.reason !== undefined && !isEnabled(binding, state)
  );
  return [
    ...enabled.map((binding) => actionEntry(binding)),
    ...refused.map((binding) => ({
      ...actionEntry(binding),
      ...because(binding.reason),
    })),
  ];
}

function actionEntry({ id, keys, help, message }: Binding): PaletteEntry {
  return {
    id,
    label: help.slice(0, 1).toUpperCase() + help.slice(1),
    keys: keys.slice(0, 2).map(keyLabel).join(" "),
    message,
  };
}

/** Each flow of each profile would be too much to read: only those that work. */
function profileEntries(
  state: State,
  profile: ProfileSummary,
): readonly PaletteEntry[] {
  const { name } = profile;
  const busy = state.run === undefined ? undefined : BUSY;
  const isFront = profileInFront(state) === name;
  const flows = state.flows.filter((flow) =>
    profile.flows?.some((offer) => offer.name === flow.name) ?? true
  ).map((flow) => ({
    ...flow,
    reason: busy ?? whyNot(state, { profile, flow: flow.name }),
  })).filter(({ reason }) => isFront || reason === undefined);
  return [
    {
      id: `go_to ${name}`,
      label: `Go to ${name}`,
      keys: "",
      ...because(state.screen.kind === "home" ? undefined : busy),
      message: { type: "go_to", profile: name },
    },
    {
      id: `get ${name}`,
      label: `Get a token for ${name}`,
      keys: "",
      ...because(busy),
      message: { type: "get_for", profile: name },
    },
    ...flows.map(({ name: flow, reason }): PaletteEntry => ({
      id: `get ${name} ${flow}`,
      label: `Get a token for ${name} with ${flow}`,
      keys: "",
      ...because(reason),
      message: { type: "get_for", profile: name, flow },
    })),
  ];
}

function settingEntries(
  { settings, fixed }: State,
): readonly PaletteEntry[] {
  return SETTINGS.flatMap(({ name, label, values }) =>
    values.filter(({ value }) => value !== settings[name])
      .map((choice): PaletteEntry => ({
        id: `set ${name} ${choice.value}`,
        label: `Settings: ${label.toLowerCase()} ${choice.label}`,
        keys: "",
        ...because(fixed[name]),
        message: { type: "set_setting", name, value: choice.value },
      }))
  );
}

function because(
  reason: string | undefined,
): { readonly reason: string } | Record<never, never> {
  return reason === undefined ? {} : { reason };
}
