/**
 * Every key as data: the matcher, the footer and the help read the same list.
 * May import state and itself.
 *
 * @module
 */
import type { UserMessage } from "../state/message.ts";
import type { State } from "../state/model.ts";
import type { Context } from "../state/select.ts";
import { ASK_KEYS } from "./ask_keys.ts";
import {
  DIFF_KEYS,
  REJECT_KEYS,
  TOKEN_CHECK_KEYS,
  VERIFY_KEYS,
} from "./check_keys.ts";
import { FORM_KEYS, PROFILE_FORM_KEYS } from "./form_keys.ts";
import { OPEN_PALETTE, PALETTE_KEYS } from "./palette_keys.ts";
import { SCRIPT_KEYS } from "./script_keys.ts";
import { LOG_KEYS, SETTINGS_KEYS } from "./settings_keys.ts";
import {
  ALWAYS,
  EDITING_KEYS,
  EVERYWHERE,
  MOVING_KEYS,
} from "./shared_keys.ts";
import { BROWSER_KEYS, DEVICE_KEYS } from "./sign_in_keys.ts";
import { OPEN_TRACE, TRACE_KEYS, TRACE_STEP_KEYS } from "./trace_keys.ts";
import {
  MORE_TOKEN_KEYS,
  PANE_KEYS,
  TOKEN_KEYS,
  TURN_PANE_KEYS,
} from "./token_keys.ts";
import { ERROR_KEYS, PROFILE_KEYS } from "./screen_keys.ts";

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
  /** Why it cannot, for a person who presses it, with bindings in braces where it names their keys; absent hides the key instead. */
  readonly reason?: string | ((state: State) => string);
  /** What it means. */
  readonly message: UserMessage;
}

/** The keys of every context, in the order in which they are shown. */
export const KEYMAP: Readonly<Record<Context, readonly Binding[]>> = {
  profiles: [
    ...PROFILE_KEYS,
    OPEN_TRACE,
    ...PROFILE_FORM_KEYS,
    ...PANE_KEYS,
    ...MOVING_KEYS,
    ...EVERYWHERE,
  ],
  filter: EDITING_KEYS.filter,
  device: [...DEVICE_KEYS, OPEN_TRACE, ...EVERYWHERE],
  browser: [...BROWSER_KEYS, OPEN_TRACE, ...EVERYWHERE],
  answer: EDITING_KEYS.answer,
  token: [
    ...TOKEN_KEYS,
    ...TOKEN_CHECK_KEYS,
    OPEN_TRACE,
    ...MORE_TOKEN_KEYS,
    ...PANE_KEYS,
    ...TURN_PANE_KEYS,
    ...MOVING_KEYS,
    ...EVERYWHERE,
  ],
  error: [...ERROR_KEYS, OPEN_TRACE, ...EVERYWHERE],
  form: [...FORM_KEYS, ...ALWAYS],
  menu: [...EDITING_KEYS.menu, ...MOVING_KEYS],
  palette: [...PALETTE_KEYS, ...ALWAYS],
  settings: [...SETTINGS_KEYS, OPEN_PALETTE, ...MOVING_KEYS, ...ALWAYS],
  trace: [...TRACE_KEYS, ...MOVING_KEYS, ...EVERYWHERE],
  trace_step: [...TRACE_STEP_KEYS, ...MOVING_KEYS, ...EVERYWHERE],
  verify: [...VERIFY_KEYS, ...MOVING_KEYS, ...EVERYWHERE],
  reject: [...REJECT_KEYS, ...MOVING_KEYS, ...EVERYWHERE],
  ask: [...ASK_KEYS, ...ALWAYS],
  diff: [...DIFF_KEYS, ...MOVING_KEYS, ...EVERYWHERE],
  log: [...LOG_KEYS, OPEN_PALETTE, ...MOVING_KEYS, ...ALWAYS],
  script: [...SCRIPT_KEYS, ...MOVING_KEYS, ...ALWAYS],
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
  form: "Form",
  menu: "Menu",
  palette: "Actions",
  settings: "Settings",
  trace: "Trace",
  trace_step: "One step",
  verify: "Verifying",
  diff: "Comparing",
  reject: "Why rejected",
  ask: "Question",
  log: "Log",
  script: "Script",
  help: "Help",
};

/** Whether a binding can be used now. */
export function isEnabled(binding: Binding, state: State): boolean {
  return binding.when?.(state) ?? true;
}
