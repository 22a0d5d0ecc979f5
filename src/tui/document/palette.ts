import type { ProfileSummary, State } from "../state/model.ts";
import type { PaletteEntry } from "../state/palette.ts";
import { whyNoScript } from "../state/script_select.ts";
import { profileInFront, whyNot } from "../state/select.ts";
import { SETTINGS } from "../state/settings.ts";
import { actionEntries } from "./palette_actions.ts";

/** For a profile that is not in front these are found in its own menu. */
const RARE: ReadonlySet<string> = new Set([
  "on-behalf-of",
  "implicit",
  "password",
  "managed-identity",
  "azure-cli",
  "azure-powershell",
  "azd",
]);
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
    ...scriptEntries(state),
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
    reason: busy ?? whyNot(profile, flow.name),
  })).filter((flow) =>
    isFront || flow.reason === undefined && !RARE.has(flow.name)
  );
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

function scriptEntries(state: State): readonly PaletteEntry[] {
  return state.scripts.map((script): PaletteEntry => ({
    id: `run ${script.path}`,
    label: `Run: ${script.title}`,
    keys: "",
    ...because(whyNoScript(state, script)),
    message: { type: "run_script", path: script.path },
  }));
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
