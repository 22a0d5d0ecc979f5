import { Secret } from "../../engine/secret.ts";
import { sanitizeText } from "../../engine/text.ts";
import { askedField } from "../state/ask.ts";
import type { Effect } from "../state/effect.ts";
import { HiddenText } from "../state/form_hidden.ts";
import type { FormContent, FormNews } from "../state/form_message.ts";
import { focusedField, isHidden } from "../state/form_select.ts";
import type { Message } from "../state/message.ts";
import type { State } from "../state/model.ts";
import { contextOf, frontOverlay } from "../state/select.ts";
import { adviceOn } from "./advice.ts";
import type { ProfileDraft } from "./form_services.ts";
import { clean } from "./present.ts";
import type { TuiServices } from "./services.ts";

interface World {
  readonly services: TuiServices;
  readonly dispatch: (message: Message) => void;
}

type Of<Type extends Effect["type"]> = Extract<Effect, { type: Type }>;

function draftOf({ hidden, ...content }: FormContent): ProfileDraft {
  const secrets = Object.entries(hidden)
    .filter(([, text]) => text.count > 0)
    .map(([id, text]) => [id, new Secret(text.reveal())]);
  return { ...content, secrets: Object.fromEntries(secrets) };
}

/** Tells a form what became of it; what fails is told in words. */
async function tell(
  formId: number,
  { services, dispatch, work }: World & {
    readonly work: () => Promise<FormNews>;
  },
): Promise<void> {
  try {
    dispatch({ type: "form_news", formId, news: await work() });
  } catch (error) {
    const advice = await adviceOn(error, services);
    const news = { kind: "failed", error: advice } as const;
    dispatch({ type: "form_news", formId, news });
  }
}

/** Finds out what a form begins with. */
export async function openForm(
  { formId, purpose, profile }: Of<"open_form">,
  world: World,
): Promise<void> {
  const { forms } = world.services;
  const request = profile === undefined ? { purpose } : { purpose, profile };
  await tell(formId, {
    ...world,
    work: async () => ({ kind: "opened", ...clean(await forms.open(request)) }),
  });
}

/** Finds out what is wrong in a form. */
export async function checkForm(
  { formId, revision, content }: Of<"check_form">,
  world: World,
): Promise<void> {
  const { forms } = world.services;
  await tell(formId, {
    ...world,
    async work() {
      const problems = clean(await forms.check(draftOf(content)));
      return { kind: "checked", revision, problems };
    },
  });
}

/** Saves a form, and reads the list that it changed. */
export async function saveForm(
  { formId, content }: Of<"save_form">,
  world: World,
): Promise<void> {
  const { services } = world;
  await tell(formId, {
    ...world,
    async work() {
      const outcome = clean(await services.forms.save(draftOf(content)));
      if (outcome.kind === "refused") return outcome;
      return { ...outcome, profiles: clean(await services.profiles()) };
    },
  });
}

/** Deletes a profile, and reads the list that is left. */
export async function deleteProfile(
  { profile }: Of<"delete_profile">,
  { services, dispatch }: World,
): Promise<void> {
  try {
    const note = await services.forms.remove(profile);
    dispatch({
      type: "profile_deleted",
      profile,
      ...(note === undefined ? {} : { note: sanitizeText(note) }),
      profiles: clean(await services.profiles()),
    });
  } catch (error) {
    const { message, hint } = await adviceOn(error, services);
    const text = hint === undefined ? message : `${message}. ${hint}`;
    dispatch({ type: "warned", text });
  }
}

/** A secret of several lines was copied with something else. */
function hiddenPaste(text: string, type: "form" | "ask"): Message {
  const secret = text.trim();
  if (/\p{Cc}/u.test(secret)) {
    const reason = "This has several lines: a secret has one";
    return { type: "refuse", reason };
  }
  const edit = { kind: "insert", text: HiddenText.of(secret) } as const;
  return { type, act: { kind: "edit_hidden", edit } };
}

function plainPaste(text: string): string {
  return sanitizeText(text.replace(/\s+/g, " ").trim());
}

/**
 * What pasted text means in a form or a question: a token is text there, too.
 *
 * @param text The text.
 * @param state The interface.
 * @returns The message, or `undefined` when neither is in front.
 */
export function formPaste(text: string, state: State): Message | undefined {
  const { screen } = state;
  const overlay = frontOverlay(state);
  if (overlay?.kind === "ask") {
    if (askedField(overlay).kind === "hidden") return hiddenPaste(text, "ask");
    const edit = { kind: "insert", text: plainPaste(text) } as const;
    return { type: "ask", act: { kind: "edit", edit } };
  }
  if (contextOf(state) !== "form" || screen.kind !== "form") return undefined;
  if (isHidden(focusedField(screen))) return hiddenPaste(text, "form");
  return { type: "form", act: { kind: "paste", text: plainPaste(text) } };
}
