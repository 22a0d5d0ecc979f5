import { isSigningIn } from "../state/select.ts";
import type { Binding } from "./keymap.ts";
import { OPENING_KEYS } from "./palette_keys.ts";

/** Keys that move in lists and texts. */
export const MOVING_KEYS: readonly Binding[] = [
  {
    id: "move.down",
    keys: ["down", "j"],
    help: "one down",
    message: { type: "move", distance: "down" },
  },
  {
    id: "move.up",
    keys: ["up", "k"],
    help: "one up",
    message: { type: "move", distance: "up" },
  },
  {
    id: "move.page_down",
    keys: ["pagedown", "ctrl+d"],
    help: "one page down",
    message: { type: "move", distance: "page_down" },
  },
  {
    id: "move.page_up",
    keys: ["pageup", "ctrl+u"],
    help: "one page up",
    message: { type: "move", distance: "page_up" },
  },
  {
    id: "move.first",
    keys: ["g", "home"],
    help: "to the beginning",
    message: { type: "move", distance: "first" },
  },
  {
    id: "move.last",
    keys: ["G", "end"],
    help: "to the end",
    message: { type: "move", distance: "last" },
  },
];

const INTERRUPT: Binding = {
  id: "app.interrupt",
  keys: ["ctrl+c"],
  help: "cancel what runs; leave when nothing does",
  message: { type: "interrupt" },
};

/** Keys that mean the same everywhere, also where letters are typed. */
export const ALWAYS: readonly Binding[] = [
  INTERRUPT,
  {
    id: "app.redraw",
    keys: ["ctrl+l"],
    help: "draw the screen again",
    message: { type: "redraw" },
  },
  {
    id: "app.stop",
    keys: ["ctrl+z"],
    help: "stop Entrada; fg in the shell brings it back",
    when: ({ canStop }) => canStop,
    reason: "Ctrl+Z needs a shell that started Entrada by itself",
    message: { type: "stop" },
  },
];

/** Keys that every screen knows. */
export const EVERYWHERE: readonly Binding[] = [
  {
    id: "app.help",
    keys: ["?"],
    help: "this help",
    short: "help",
    message: { type: "open_help" },
  },
  ...OPENING_KEYS,
  {
    id: "app.quit",
    keys: ["q"],
    help: "leave Entrada",
    short: "quit",
    when: (state) => !isSigningIn(state),
    reason: "A sign-in is running: Esc cancels it",
    message: { type: "quit" },
  },
  ...ALWAYS,
];

/** Keys of what takes letters or lies over a screen. */
export const EDITING_KEYS: Readonly<
  Record<"filter" | "answer" | "menu" | "help", readonly Binding[]>
> = {
  filter: [
    {
      id: "filter.accept",
      keys: ["enter"],
      help: "keep the filter and go to the list",
      short: "keep",
      message: { type: "accept" },
    },
    {
      id: "filter.clear",
      keys: ["escape"],
      help: "forget the filter",
      short: "clear",
      message: { type: "back" },
    },
    {
      id: "filter.down",
      keys: ["down"],
      help: "one down",
      message: { type: "move", distance: "down" },
    },
    {
      id: "filter.up",
      keys: ["up"],
      help: "one up",
      message: { type: "move", distance: "up" },
    },
    ...ALWAYS,
  ],
  answer: [
    {
      id: "answer.submit",
      keys: ["enter"],
      help: "go on with the pasted address",
      short: "go on",
      message: { type: "submit" },
    },
    {
      id: "answer.leave",
      keys: ["escape"],
      help: "leave the field",
      short: "leave the field",
      message: { type: "back" },
    },
    ...ALWAYS,
  ],
  menu: [
    {
      id: "menu.accept",
      keys: ["enter"],
      help: "choose",
      short: "choose",
      message: { type: "accept" },
    },
    {
      id: "menu.close",
      keys: ["escape", "q"],
      help: "close",
      short: "close",
      message: { type: "back" },
    },
    ...ALWAYS,
  ],
  help: [
    {
      id: "help.close",
      keys: ["escape", "?", "q", "enter"],
      help: "close",
      short: "close",
      message: { type: "back" },
    },
    ...ALWAYS,
  ],
};
