/**
 * A question with a field or two, over a screen: an API, or what a flow begins
 * with. What is hidden is text that nothing prints.
 *
 * @module
 */
import type { Secret } from "../../engine/secret.ts";
import { type HiddenEdit, HiddenText } from "./form_hidden.ts";
import {
  editField,
  EMPTY_FIELD,
  type TextEdit,
  type TextField,
} from "./text_field.ts";

/** What is asked for, and for whom. */
export type AskAbout =
  | {
    /** The API that may reject the token in front. */
    readonly kind: "target";
  }
  | {
    /** What a flow cannot begin without. */
    readonly kind: "password" | "refresh_token";
    readonly profile: string;
  };

/** One field of a question. */
export type AskField =
  | {
    readonly kind: "text";
    readonly label: string;
    readonly field: TextField;
  }
  | {
    readonly kind: "hidden";
    readonly label: string;
    readonly text: HiddenText;
  };

/** A question in front. */
export interface AskOverlay {
  readonly kind: "ask";
  readonly about: AskAbout;
  readonly title: string;
  /** What belongs there, one sentence. */
  readonly help: string;
  readonly fields: readonly AskField[];
  /** Which field has the keys. */
  readonly focus: number;
}

/** What a flow begins with, beside its client. */
export interface FlowMaterial {
  readonly username?: string;
  readonly password?: HiddenText;
  readonly refreshToken?: HiddenText;
  /** The user's token that is exchanged for another one. */
  readonly assertion?: Secret;
}

/** What a person does in a question. */
export type AskAct =
  | { readonly kind: "move"; readonly by: 1 | -1 }
  | { readonly kind: "edit"; readonly edit: TextEdit }
  | { readonly kind: "edit_hidden"; readonly edit: HiddenEdit };

/** A field that begins with a text. */
export function textField(label: string, text = ""): AskField {
  const field = editField(EMPTY_FIELD, { kind: "insert", text });
  return { kind: "text", label, field };
}

/** A field whose text is never shown. */
export function hiddenField(label: string): AskField {
  return { kind: "hidden", label, text: HiddenText.of("") };
}

/** The field that has the keys. */
export function askedField({ fields, focus }: AskOverlay): AskField {
  const field = fields[focus];
  if (field === undefined) throw new RangeError(`No field ${focus}`);
  return field;
}

/**
 * Changes a question.
 *
 * @param ask The question.
 * @param act What is done.
 * @returns The question afterwards.
 */
export function asked(ask: AskOverlay, act: AskAct): AskOverlay {
  const { fields, focus } = ask;
  if (act.kind === "move") {
    const to = Math.max(0, Math.min(fields.length - 1, focus + act.by));
    return { ...ask, focus: to };
  }
  const now = askedField(ask);
  const after = edited(now, act);
  return after === now ? ask : { ...ask, fields: fields.with(focus, after) };
}

function edited(
  field: AskField,
  act: Exclude<AskAct, { kind: "move" }>,
): AskField {
  if (field.kind === "hidden") {
    return act.kind === "edit_hidden"
      ? { ...field, text: field.text.edit(act.edit) }
      : field;
  }
  return act.kind === "edit"
    ? { ...field, field: editField(field.field, act.edit) }
    : field;
}
