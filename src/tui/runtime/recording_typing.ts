import { HiddenText } from "../state/form_hidden.ts";
import { completionsOf, focusedField } from "../state/form_select.ts";
import type { Message } from "../state/message.ts";
import type { State } from "../state/model.ts";
import { shownEntries } from "../state/palette.ts";
import { suggestionsOf } from "../state/profile_form_fields.ts";
import { contextOf, frontOverlay, shownProfiles } from "../state/select.ts";
import {
  fieldText,
  splitGraphemes,
  type TextEdit,
} from "../state/text_field.ts";
import { shownClaims } from "../state/token_panes.ts";
import { update } from "../state/update.ts";
import { looksSecret, maskText, type SecretMemory } from "./recording_masks.ts";

type Of<Type extends Message["type"]> = Extract<Message, { type: Type }>;

/** What a rule may look at. */
export interface Situation {
  /** The interface before the message. */
  readonly state: State;
  readonly memory: SecretMemory;
}

/** Whether what stands in the search field now finds anything. */
function finds(state: State): boolean {
  const front = frontOverlay(state);
  if (front !== undefined) {
    return front.kind === "palette" && shownEntries(front).length > 0;
  }
  const { screen } = state;
  if (screen.kind === "token") return shownClaims(screen, "claims").length > 0;
  return screen.kind === "home" && shownProfiles(state).length > 0;
}

/** Remembers a text that was pasted or handed over: an address has a code in it. */
export function remember(text: string, { memory }: Situation): void {
  memory.add(text);
  for (const [, value = ""] of text.matchAll(/[?&#][^=&#\s]*=([^&#\s]+)/g)) {
    memory.add(value);
    try {
      memory.add(decodeURIComponent(value));
    } catch {
      // It is no encoded text, and is known as it is.
    }
  }
}

function hide(text: string, situation: Situation): string {
  remember(text, situation);
  return maskText(text);
}

function isSearch(state: State): boolean {
  const context = contextOf(state);
  return context === "filter" || context === "palette";
}

/** Records a pasted text, which may be anything: it is recorded where it finds what is in sight. */
export function recordedPaste(
  message: Of<"text_pasted">,
  situation: Situation,
): Message {
  const { state } = situation;
  const isFound = isSearch(state) && finds(update(state, message)[0]);
  return isFound
    ? message
    : { ...message, text: hide(message.text, situation) };
}

function isOneKey(edit: TextEdit): boolean {
  return edit.kind !== "insert" || splitGraphemes(edit.text).length <= 1;
}

/** What stands in the search field. */
function searchText(state: State): string {
  const front = frontOverlay(state);
  if (front !== undefined) {
    return front.kind === "palette" ? fieldText(front.field) : "";
  }
  const { screen } = state;
  const filter = screen.kind === "token" ? screen.filter : state.filter;
  return filter === undefined ? "" : fieldText(filter.field);
}

/** Words that a person looks for are recorded, secrets in their place are not. */
function isSearchWord(edit: TextEdit, after: State): boolean {
  return finds(after) ||
    isOneKey(edit) && !looksSecret(searchText(after));
}

/** Records a key or a text in a search field, or in one for an answer. */
export function recordedEdit(
  message: Of<"edit">,
  situation: Situation,
): Message {
  const { state } = situation;
  const { edit } = message;
  if (edit.kind !== "insert") return message;
  if (contextOf(state) === "answer") {
    return { ...message, edit: { ...edit, text: maskText(edit.text) } };
  }
  const isPlain = isSearch(state) &&
    isSearchWord(edit, update(state, message)[0]);
  return isPlain
    ? message
    : { ...message, edit: { ...edit, text: hide(edit.text, situation) } };
}

/** Whether a text is one of those that a field of a form can be completed to. */
function isOffered(text: string, { screen }: State): boolean {
  if (screen.kind !== "form") return false;
  const field = focusedField(screen);
  if (field === undefined) return false;
  const wanted = text.trim().toLowerCase();
  return suggestionsOf(field, screen).some(({ value, label }) =>
    value.toLowerCase() === wanted || label.toLowerCase() === wanted
  );
}

/** Whether a key leads to something that the form offers. */
function leadsToOffer(message: Of<"form">, state: State): boolean {
  const { screen } = update(state, message)[0];
  if (screen.kind !== "form") return false;
  return completionsOf(screen).length > 0 ||
    isOffered(fieldText(screen.field), state);
}

/** Records what is done in a form; a text that it does not know is hidden. */
export function recordedForm(
  message: Of<"form">,
  situation: Situation,
): Message {
  const { act } = message;
  const { state } = situation;
  rememberHidden(act.kind, situation);
  if (act.kind === "paste") {
    if (isOffered(act.text, state)) return message;
    return { ...message, act: { ...act, text: hide(act.text, situation) } };
  }
  if (act.kind !== "edit" || act.edit.kind !== "insert") return message;
  const { edit } = act;
  const isPlain = isOneKey(edit)
    ? leadsToOffer(message, state)
    : isOffered(edit.text, state);
  if (isPlain) return message;
  const text = hide(edit.text, situation);
  return { ...message, act: { kind: "edit", edit: { kind: "insert", text } } };
}

/** Records what is done in a question; no text of it is known. */
export function recordedAsk(message: Of<"ask">, situation: Situation): Message {
  const { act } = message;
  if (act.kind !== "edit" || act.edit.kind !== "insert") return message;
  const text = hide(act.edit.text, situation);
  return { ...message, act: { ...act, edit: { kind: "insert", text } } };
}

/** Remembers the hidden texts in front: whoever saves them may hear of them again. */
export function rememberHidden(
  because: string,
  { state, memory }: Situation,
): void {
  if (because !== "save" && because !== "accept") return;
  const { screen, overlays } = state;
  const texts = [
    ...(screen.kind === "form" ? Object.values(screen.hidden) : []),
    ...overlays.flatMap((one) =>
      one.kind === "ask"
        ? one.fields.flatMap((field) =>
          field.kind === "hidden" ? [field.text] : []
        )
        : []
    ),
  ];
  for (const text of texts) {
    if (text instanceof HiddenText) memory.add(text.reveal());
  }
}
