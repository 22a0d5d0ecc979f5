import { HiddenText } from "../state/form_hidden.ts";
import { focusedField } from "../state/form_select.ts";
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
import { maskForeign, maskText, type SecretMemory } from "./recording_masks.ts";
import {
  recordedError,
  recordedEvent,
  recordedToken,
  recordedTrace,
} from "./recording_tokens.ts";
import { encodeValue } from "./recording_values.ts";

type Of<Type extends Message["type"]> = Extract<Message, { type: Type }>;

/** What a rule may look at. */
interface Situation {
  /** The interface before the message. */
  readonly state: State;
  readonly memory: SecretMemory;
}

/** How messages that carry more than a wish are recorded. */
type Rules = {
  readonly [Type in Message["type"]]?: (
    message: Of<Type>,
    situation: Situation,
  ) => Message;
};

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

/** An address that was pasted has a code in it. */
function remember(text: string, { memory }: Situation): void {
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

/** Pasted text may be anything: it is recorded where it finds what is in sight. */
function recordedPaste(
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

function recordedEdit(message: Of<"edit">, situation: Situation): Message {
  const { state } = situation;
  const { edit } = message;
  if (edit.kind !== "insert") return message;
  if (contextOf(state) === "answer") {
    return { ...message, edit: { ...edit, text: maskText(edit.text) } };
  }
  const isPlain = isOneKey(edit) ||
    isSearch(state) && finds(update(state, message)[0]);
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

function recordedForm(message: Of<"form">, situation: Situation): Message {
  const { act } = message;
  rememberHidden(act.kind, situation);
  const text = act.kind === "paste"
    ? act.text
    : act.kind === "edit" && act.edit.kind === "insert" && !isOneKey(act.edit)
    ? act.edit.text
    : undefined;
  if (text === undefined || isOffered(text, situation.state)) return message;
  const hidden = hide(text, situation);
  if (act.kind === "paste") {
    return { ...message, act: { ...act, text: hidden } };
  }
  return {
    ...message,
    act: { kind: "edit", edit: { kind: "insert", text: hidden } },
  };
}

function recordedAsk(message: Of<"ask">, situation: Situation): Message {
  const { act } = message;
  if (act.kind !== "edit" || act.edit.kind !== "insert" || isOneKey(act.edit)) {
    return message;
  }
  const text = hide(act.edit.text, situation);
  return { ...message, act: { ...act, edit: { kind: "insert", text } } };
}

/** The hidden texts in front: whoever saves them may hear of them again. */
function rememberHidden(
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

/** A question's hidden field is handed over. */
function recordedAccept(message: Of<"accept">, situation: Situation): Message {
  rememberHidden("accept", situation);
  return message;
}

/** What was typed or pasted for a sign-in is handed over. */
function recordedSubmit(message: Of<"submit">, situation: Situation): Message {
  const { screen } = situation.state;
  if (screen.kind === "browser") {
    remember(fieldText(screen.field).trim(), situation);
  }
  return message;
}

function recordedFormNews(message: Of<"form_news">, situation: Situation) {
  const { news } = message;
  rememberHidden("save", situation);
  return news.kind === "failed"
    ? { ...message, news: { ...news, error: recordedError(news.error) } }
    : message;
}

/** A script may write what the API has told it. */
function recordedScriptNews(message: Of<"script_news">): Message {
  const { news } = message;
  if (news.kind !== "wrote") return message;
  const lines = news.lines.map((line) => ({
    ...line,
    text: maskText(line.text),
  }));
  return { ...message, news: { ...news, lines } };
}

const RULES: Rules = {
  accept: recordedAccept,
  submit: recordedSubmit,
  edit: recordedEdit,
  text_pasted: recordedPaste,
  form: recordedForm,
  ask: recordedAsk,
  form_news: recordedFormNews,
  script_news: recordedScriptNews,
  token_pasted: (message) => ({
    ...message,
    token: recordedToken(message.token),
  }),
  token_acquired: (message) => ({
    ...message,
    token: recordedToken(message.token),
  }),
  kept_found: (message) => ({
    ...message,
    tokens: new Map(
      [...message.tokens].map(([name, token]) => [name, recordedToken(token)]),
    ),
  }),
  flow_event(message, { memory }) {
    const { event } = message;
    const recorded = recordedEvent(event);
    if (event.type === "user_code" && recorded.type === "user_code") {
      // A replay that is recorded has a placeholder already.
      const isCode = recorded.userCode !== event.userCode;
      if (isCode) memory.add(event.userCode);
    }
    return { ...message, event: recorded };
  },
  traced: (message) => ({ ...message, trace: recordedTrace(message.trace) }),
  run_failed: (message) => ({
    ...message,
    error: recordedError(message.error),
  }),
  profiles_failed: (message) => ({
    ...message,
    error: recordedError(message.error),
  }),
};

/** Names that the replay has to tell apart are written as they are. */
const NAMING: readonly Message["type"][] = [
  "profiles_loaded",
  "kept_found",
  "go_to",
  "get",
  "get_for",
  "log_out",
  "logged_out",
  "diff_with",
  "delete_profile",
  "profile_deleted",
  "form_news",
  "scripts_found",
  "run_script",
  "script_news",
];

/**
 * A message as it is recorded: without tokens, secrets, codes and pasted text,
 * and still one that leads to the same screen.
 *
 * @param message What happened.
 * @param situation The interface before it, and the secrets known so far.
 * @returns What `JSON.stringify` takes.
 */
export function recordedMessage(
  message: Message,
  situation: Situation,
): unknown {
  const rule = RULES[message.type] as
    | ((message: Message, situation: Situation) => Message)
    | undefined;
  const recorded = rule?.(message, situation) ?? message;
  const { memory } = situation;
  // Whatever nobody has thought of is treated as others' text.
  const guard = NAMING.includes(message.type)
    ? (text: string) => text
    : maskForeign;
  // Secrets are known before the first text that may repeat them.
  encodeValue(message, { text: (text) => text, secret: memory.add });
  return encodeValue(recorded, {
    text: (text) => guard(memory.hide(text)),
    secret: memory.add,
  });
}
