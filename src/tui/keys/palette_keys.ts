import type { Binding } from "./keymap.ts";

/** What opens the palette, everywhere where no letters are typed. */
export const OPEN_PALETTE: Binding = {
  id: "app.palette",
  keys: [":", "ctrl+p"],
  help: "find any action, profile or setting by its name",
  short: "actions",
  message: { type: "open_palette" },
};

/** What opens the palette, the settings and the log from every screen. */
export const OPENING_KEYS: readonly Binding[] = [
  OPEN_PALETTE,
  {
    id: "app.settings",
    keys: [","],
    help: "settings: theme, motion, mouse, clipboard, times, screen reader",
    message: { type: "open_settings" },
  },
  {
    id: "app.log",
    keys: ["!"],
    help: "log: what happened, the latest first",
    message: { type: "open_log" },
  },
];

/** Keys of the palette, where letters go into the query. */
export const PALETTE_KEYS: readonly Binding[] = [
  {
    id: "palette.run",
    keys: ["enter"],
    help: "do what is selected",
    short: "run",
    message: { type: "accept" },
  },
  {
    id: "palette.close",
    keys: ["escape"],
    help: "close the palette",
    short: "close",
    message: { type: "back" },
  },
  {
    id: "palette.down",
    keys: ["down", "ctrl+n"],
    help: "one down",
    message: { type: "move", distance: "down" },
  },
  {
    id: "palette.up",
    keys: ["up", "ctrl+p"],
    help: "one up",
    message: { type: "move", distance: "up" },
  },
  {
    id: "palette.page_down",
    keys: ["pagedown"],
    help: "one page down",
    message: { type: "move", distance: "page_down" },
  },
  {
    id: "palette.page_up",
    keys: ["pageup"],
    help: "one page up",
    message: { type: "move", distance: "page_up" },
  },
];
