/** What a person chooses for every run of the interface. */
export interface InterfaceSettings {
  /** Which colours. */
  readonly theme: "default" | "high-contrast" | "monochrome";
  /** Whether countdowns go by the second. */
  readonly motion: "full" | "reduced";
  /** Whether the mouse belongs to the interface. */
  readonly mouse: "off" | "on";
  /** How texts are copied. */
  readonly clipboard: "osc52" | "native" | "off";
  /** In which zone times are shown. */
  readonly times: "local" | "utc";
  /** Whether frames are made to be spoken. */
  readonly screenReader: "off" | "on";
}

/** The name of a setting. */
export type SettingName = keyof InterfaceSettings;

/** What every setting is until a person changes it. */
export const DEFAULT_SETTINGS: InterfaceSettings = {
  theme: "default",
  motion: "full",
  mouse: "off",
  clipboard: "osc52",
  times: "local",
  screenReader: "off",
};

/** Why a setting cannot be changed here, one sentence each. */
export type FixedSettings = Partial<Readonly<Record<SettingName, string>>>;

/** One value of a setting. */
export interface SettingValue {
  /** As the file writes it. */
  readonly value: string;
  /** As a person reads it. */
  readonly label: string;
  /** What it does, one line. */
  readonly help: string;
}

/** One setting as the screen lists it. */
export interface Setting {
  readonly name: SettingName;
  readonly label: string;
  /** The values, in the order in which a key goes through them. */
  readonly values: readonly SettingValue[];
}

/** Every setting, in the order in which they are shown. */
export const SETTINGS: readonly Setting[] = [
  {
    name: "theme",
    label: "Theme",
    values: [
      {
        value: "default",
        label: "default",
        help: "the sixteen colours of this terminal",
      },
      {
        value: "high-contrast",
        label: "high contrast",
        help: "bright colours, and nothing faint",
      },
      {
        value: "monochrome",
        label: "monochrome",
        help: "no colour: weight alone tells things apart",
      },
    ],
  },
  {
    name: "motion",
    label: "Motion",
    values: [
      { value: "full", label: "full", help: "countdowns go by the second" },
      {
        value: "reduced",
        label: "reduced",
        help: "countdowns go by ten seconds",
      },
    ],
  },
  {
    name: "mouse",
    label: "Mouse",
    values: [
      {
        value: "off",
        label: "off",
        help: "the terminal selects text as usual",
      },
      {
        value: "on",
        label: "on",
        help:
          "click and wheel work here; with Shift (Option on a Mac) text is selected",
      },
    ],
  },
  {
    name: "clipboard",
    label: "Clipboard",
    values: [
      {
        value: "osc52",
        label: "terminal",
        help: "OSC 52: works over SSH too; no terminal confirms it",
      },
      {
        value: "native",
        label: "this machine",
        help:
          "the clipboard tool of this machine; the terminal over SSH and where there is none",
      },
      { value: "off", label: "off", help: "nothing is ever copied" },
    ],
  },
  {
    name: "times",
    label: "Times",
    values: [
      { value: "local", label: "local", help: "in the zone of this machine" },
      {
        value: "utc",
        label: "UTC",
        help: "in UTC, as tokens and logs have them",
      },
    ],
  },
  {
    name: "screenReader",
    label: "Screen reader",
    values: [
      { value: "off", label: "off", help: "the screen is drawn" },
      {
        value: "on",
        label: "on",
        help: "plain lines that can be spoken, from the next start on",
      },
    ],
  },
];

/**
 * Finds what a setting can be.
 *
 * @param name The setting.
 * @returns Its label and values.
 */
export function settingOf(name: SettingName): Setting {
  const found = SETTINGS.find((setting) => setting.name === name);
  if (found === undefined) throw new RangeError(`No setting "${name}"`);
  return found;
}

/**
 * The value of a setting some steps further, round and round.
 *
 * @param settings All settings.
 * @param name The one that changes.
 * @param by How many steps, negative for back.
 * @returns The value.
 */
export function stepped(
  settings: InterfaceSettings,
  { name, by }: { readonly name: SettingName; readonly by: number },
): string {
  const { values } = settingOf(name);
  const at = values.findIndex(({ value }) => value === settings[name]);
  const next = (at + by + values.length) % values.length;
  return values[next]?.value ?? settings[name];
}

/**
 * Settings with one value changed.
 *
 * @param settings All settings.
 * @param name The one that changes.
 * @param value What it becomes.
 * @returns The settings; the same ones if there is no such value.
 */
export function withSetting(
  settings: InterfaceSettings,
  { name, value }: { readonly name: SettingName; readonly value: string },
): InterfaceSettings {
  const isKnown = settingOf(name).values.some((one) => one.value === value);
  return isKnown ? { ...settings, [name]: value } : settings;
}

/** Rows with air between them. */
const AIRY_ROWS = 14;

/**
 * Rows above the first setting.
 *
 * @param body Rows that the settings have.
 * @returns 0 or 1.
 */
export function settingsTop(body: number): number {
  return body >= AIRY_ROWS ? 1 : 0;
}
