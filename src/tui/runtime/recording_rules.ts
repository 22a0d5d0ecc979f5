import type { FormProblems } from "../state/form.ts";
import type { Message } from "../state/message.ts";
import { fieldText } from "../state/text_field.ts";
import { maskForeign, maskText } from "./recording_masks.ts";
import {
  recordedError,
  recordedEvent,
  recordedToken,
  recordedTrace,
} from "./recording_tokens.ts";
import {
  recordedAsk,
  recordedEdit,
  recordedForm,
  recordedPaste,
  remember,
  rememberHidden,
  type Situation,
} from "./recording_typing.ts";
import { encodeValue } from "./recording_values.ts";

type Of<Type extends Message["type"]> = Extract<Message, { type: Type }>;

/** What is shorter gives nothing away. */
const SHORTEST_TYPED = 2;

/** How messages that carry more than a wish are recorded. */
type Rules = {
  readonly [Type in Message["type"]]?: (
    message: Of<Type>,
    situation: Situation,
  ) => Message;
};

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
  if (news.kind === "failed") {
    return { ...message, news: { ...news, error: recordedError(news.error) } };
  }
  if (news.kind !== "checked" && news.kind !== "refused") return message;
  const problems = recordedProblems(news.problems, situation);
  return { ...message, news: { ...news, problems } };
}

/** What is wrong with a text may repeat it. */
function recordedProblems(
  problems: FormProblems,
  { state: { screen } }: Situation,
): FormProblems {
  if (screen.kind !== "form") return problems;
  const typed = Object.values(screen.values)
    .flatMap((text) => [text, ...text.split(/[\s,]+/)])
    .filter((text) => text.length >= SHORTEST_TYPED);
  const hidden = (problem: string) =>
    typed.reduce(
      (text, one) => text.replaceAll(`"${one}"`, () => `"${maskText(one)}"`),
      problem,
    );
  return Object.fromEntries(
    Object.entries(problems).map(([id, problem]) => [id, hidden(problem)]),
  );
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
