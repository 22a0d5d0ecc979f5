/**
 * Every key as data: the matcher, the footer and the help read the same list.
 * May import state and itself.
 *
 * @module
 */
import type { Message } from "../state/message.ts";
import type { State } from "../state/model.ts";
import type { Context } from "../state/select.ts";
import { EDITING_KEYS, EVERYWHERE, MOVING_KEYS } from "./shared_keys.ts";
import { BROWSER_KEYS, DEVICE_KEYS } from "./sign_in_keys.ts";
import { ERROR_KEYS, PROFILE_KEYS, TOKEN_KEYS } from "./screen_keys.ts";

/** One key and what it means. */
export interface Binding {
  /** Stable name, `place.action`. */
  readonly id: string;
  /** Names as {@linkcode Input} gives them; the first one is shown. */
  readonly keys: readonly string[];
  /** What it does, for the help. */
  readonly help: string;
  /** A word or two for the footer; absent keeps it out of there. */
  readonly short?: string;
  /** Whether it can be used now; always when absent. */
  readonly when?: (state: State) => boolean;
  /** Why it cannot, for a person who presses it; absent hides the key instead. */
  readonly reason?: string;
  /** What it means. */
  readonly message: Message;
}

/** The keys of every context, in the order in which they are shown. */
export const KEYMAP: Readonly<Record<Context, readonly Binding[]>> = {
  profiles: [...PROFILE_KEYS, ...MOVING_KEYS, ...EVERYWHERE],
  filter: EDITING_KEYS.filter,
  device: [...DEVICE_KEYS, ...EVERYWHERE],
  browser: [...BROWSER_KEYS, ...EVERYWHERE],
  answer: EDITING_KEYS.answer,
  token: [...TOKEN_KEYS, ...MOVING_KEYS, ...EVERYWHERE],
  error: [...ERROR_KEYS, ...EVERYWHERE],
  menu: [...EDITING_KEYS.menu, ...MOVING_KEYS],
  help: [...EDITING_KEYS.help, ...MOVING_KEYS],
};

/** What the contexts are called in the help. */
export const CONTEXT_TITLES: Readonly<Record<Context, string>> = {
  profiles: "Profiles",
  filter: "Filter",
  device: "Device code",
  browser: "Browser sign-in",
  answer: "Pasting an address",
  token: "Token",
  error: "After an error",
  menu: "Menu",
  help: "Help",
};

/** Whether a binding can be used now. */
export function isEnabled(binding: Binding, state: State): boolean {
  return binding.when?.(state) ?? true;
}
