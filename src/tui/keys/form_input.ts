import { type AskAct, askedField } from "../state/ask.ts";
import type { FormAct } from "../state/form_message.ts";
import { type HiddenEdit, HiddenText } from "../state/form_hidden.ts";
import { focusedField, isHidden, takesLetters } from "../state/form_select.ts";
import type { Message } from "../state/message.ts";
import type { State } from "../state/model.ts";
import { contextOf, frontOverlay } from "../state/select.ts";
import type { TextEdit } from "../state/text_field.ts";

/** What a message may not carry in clear. */
function hidden(edit: TextEdit): HiddenEdit {
  return edit.kind === "insert"
    ? { kind: "insert", text: HiddenText.of(edit.text) }
    : edit;
}

/**
 * What a key means to the field of a question that has the keys.
 *
 * @param edit What the key does to a text, if anything.
 * @param state The interface.
 * @returns The message, or `undefined` when the key is none of the field's.
 */
export function askInput(
  edit: TextEdit | undefined,
  state: State,
): Message | undefined {
  const overlay = frontOverlay(state);
  if (overlay?.kind !== "ask" || edit === undefined) return undefined;
  const act: AskAct = askedField(overlay).kind === "hidden"
    ? { kind: "edit_hidden", edit: hidden(edit) }
    : { kind: "edit", edit };
  return { type: "ask", act };
}

/**
 * What a key means to the field of a form that has the keys.
 *
 * @param input The key.
 * @param place The interface, and what the key does to a text.
 * @returns The message, or `undefined` when the key is none of the field's.
 */
export function formInput(
  { text }: { readonly text?: string },
  { state, edit }: {
    readonly state: State;
    readonly edit: TextEdit | undefined;
  },
): Message | undefined {
  const { screen } = state;
  if (contextOf(state) !== "form" || screen.kind !== "form") return undefined;
  const act = actOf(screen, { text, edit });
  return act === undefined ? undefined : { type: "form", act };
}

function actOf(
  screen: Parameters<typeof focusedField>[0],
  { text, edit }: {
    readonly text: string | undefined;
    readonly edit: TextEdit | undefined;
  },
): FormAct | undefined {
  const field = focusedField(screen);
  if (!takesLetters(field)) {
    return text === undefined || text === " "
      ? undefined
      : { kind: "pick", letter: text };
  }
  if (edit === undefined) return undefined;
  return isHidden(field)
    ? { kind: "edit_hidden", edit: hidden(edit) }
    : { kind: "edit", edit };
}
