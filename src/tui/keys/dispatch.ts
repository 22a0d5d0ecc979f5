import type { Message } from "../state/message.ts";
import type { State } from "../state/model.ts";
import {
  type Context,
  contextOf,
  frontOverlay,
  shownProfiles,
} from "../state/select.ts";
import type { TextEdit } from "../state/text_field.ts";
import type { Input } from "./decode.ts";
import { askInput, formInput } from "./form_input.ts";
import { isEnabled } from "./keymap.ts";
import { whyNotNow } from "./key_words.ts";
import { bindingsOf } from "./user_keymap.ts";

type KeyInput = Extract<Input, { type: "key" }>;

const TEXT_CONTEXTS: ReadonlySet<Context> = new Set([
  "filter",
  "answer",
  "palette",
]);

const EDITS: Readonly<Record<string, TextEdit>> = {
  "backspace": { kind: "backspace" },
  "delete": { kind: "delete" },
  "left": { kind: "left" },
  "right": { kind: "right" },
  "home": { kind: "start" },
  "end": { kind: "end" },
  "ctrl+a": { kind: "start" },
  "ctrl+e": { kind: "end" },
  "ctrl+u": { kind: "clear" },
  "ctrl+w": { kind: "delete_word" },
};

/**
 * What a key means where it was pressed.
 *
 * @param input The key.
 * @param state The interface.
 * @returns The message, or `undefined` when the key means nothing here.
 */
export function messageOf(input: KeyInput, state: State): Message | undefined {
  const context = contextOf(state);
  if (takesText(context)) {
    const edit = editOf(input);
    if (edit !== undefined) return { type: "edit", edit };
  }
  return askInput(editOf(input), state) ??
    formInput(input, { state, edit: editOf(input) }) ??
    menuChoice(input, state) ?? numbered(input, state) ?? bound(input, state);
}

/** Whether letters are text here, and not keys. */
export function takesText(context: Context): boolean {
  return TEXT_CONTEXTS.has(context);
}

function editOf({ name, text }: KeyInput): TextEdit | undefined {
  if (text !== undefined) return { kind: "insert", text };
  return EDITS[name];
}

function menuChoice(input: KeyInput, state: State): Message | undefined {
  const overlay = frontOverlay(state);
  if (overlay?.kind !== "menu") return undefined;
  return overlay.entries.find((entry) => entry.key === input.name)?.message;
}

/** Whoever hears the list has no pointer to follow: rows have numbers instead. */
function numbered({ name }: KeyInput, state: State): Message | undefined {
  if (!state.screenReader || contextOf(state) !== "profiles") return undefined;
  const index = "123456789".indexOf(name);
  return index >= 0 && index < shownProfiles(state).length
    ? { type: "pick", index }
    : undefined;
}

function bound(input: KeyInput, state: State): Message | undefined {
  const found = bindingsOf(state, contextOf(state))
    .filter((binding) => binding.keys.includes(input.name));
  const enabled = found.find((binding) => isEnabled(binding, state));
  if (enabled !== undefined) return enabled.message;
  const reason = found.map((binding) => whyNotNow(state, binding))
    .find((one) => one !== undefined);
  return reason === undefined ? undefined : { type: "refuse", reason };
}
