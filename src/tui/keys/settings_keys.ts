import type { Binding } from "./keymap.ts";

/** Keys of the settings. */
export const SETTINGS_KEYS: readonly Binding[] = [
  {
    id: "settings.next",
    keys: ["enter", "right", "l", " "],
    help: "the next value; it is kept at once",
    short: "change",
    message: { type: "step_setting", by: 1 },
  },
  {
    id: "settings.previous",
    keys: ["left", "h"],
    help: "the value before",
    message: { type: "step_setting", by: -1 },
  },
  {
    id: "settings.close",
    keys: ["escape", "q", ",", "-"],
    help: "close the settings",
    short: "close",
    message: { type: "back" },
  },
];

/** Keys of the log. */
export const LOG_KEYS: readonly Binding[] = [
  {
    id: "log.copy",
    keys: ["y"],
    help: "copy the whole log; nothing secret is in it",
    short: "copy",
    when: ({ log }) => log.length > 0,
    reason: "Nothing has happened yet",
    message: { type: "copy", item: "log" },
  },
  {
    id: "log.close",
    keys: ["escape", "q", "!", "-"],
    help: "close the log",
    short: "close",
    message: { type: "back" },
  },
];
