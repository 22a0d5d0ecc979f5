import type { FormEffect } from "../form_message.ts";
import type { FormAct, FormContent } from "../form_message.ts";
import type { Step } from "../effect.ts";
import type { FormScreen } from "../form.ts";
import { HiddenText } from "../form_hidden.ts";
import {
  completionsOf,
  firstCompletion,
  focusedField,
  isHidden,
  optionsOf,
  takesLetters,
} from "../form_select.ts";
import type { State } from "../model.ts";
import { editField, fieldText, type TextEdit } from "../text_field.ts";
import { focusOn, isAtEnd, moveFocus } from "./form_focus.ts";

/** What is sent to be checked or saved. */
function contentOf(
  { purpose, profile, start, values, hidden }: FormScreen,
): FormContent {
  const whose = profile === undefined ? {} : { profile };
  return { purpose, ...whose, start, values, hidden };
}

/** Shows the form, and has what changed checked. */
function changed(state: State, screen: FormScreen): Step {
  const { failure: _old, ...rest } = screen;
  const after: FormScreen = {
    ...rest,
    revision: screen.revision + 1,
    touched: new Set([...screen.touched, screen.focus]),
  };
  const check: FormEffect = {
    type: "check_form",
    formId: after.id,
    revision: after.revision,
    content: contentOf(after),
  };
  return [{ ...state, screen: after }, [check]];
}

function setText(state: State, { screen, field }: {
  readonly screen: FormScreen;
  readonly field: FormScreen["field"];
}): Step {
  const text = fieldText(field);
  if (text === screen.values[screen.focus]) {
    return [{ ...state, screen: { ...screen, field } }, []];
  }
  const values = { ...screen.values, [screen.focus]: text };
  const typed: FormScreen = { ...screen, values, field, completion: -1 };
  return changed(state, { ...typed, completion: firstCompletion(typed) });
}

function edited(state: State, { screen, edit }: {
  readonly screen: FormScreen;
  readonly edit: TextEdit;
}): Step {
  const field = focusedField(screen);
  if (!takesLetters(field) || isHidden(field)) return [state, []];
  return setText(state, { screen, field: editField(screen.field, edit) });
}

function editedHidden(state: State, { screen, act }: {
  readonly screen: FormScreen;
  readonly act: Extract<FormAct, { kind: "edit_hidden" }>;
}): Step {
  const field = focusedField(screen);
  if (!isHidden(field)) return [state, []];
  const text = (screen.hidden[field.id] ?? HiddenText.of("")).edit(act.edit);
  const hidden = { ...screen.hidden, [field.id]: text };
  return changed(state, { ...screen, hidden });
}

function setOption(state: State, { screen, value }: {
  readonly screen: FormScreen;
  readonly value: string | undefined;
}): Step {
  const { focus, values } = screen;
  if (value === undefined || value === values[focus]) return [state, []];
  return changed(state, { ...screen, values: { ...values, [focus]: value } });
}

function stepped(state: State, { screen, by }: {
  readonly screen: FormScreen;
  readonly by: number;
}): Step {
  const field = focusedField(screen);
  if (field === undefined) return [state, []];
  const options = optionsOf(field, screen).map(({ value }) => value);
  const at = options.indexOf(screen.values[field.id]);
  const value = options[(at + by + options.length) % options.length];
  return setOption(state, { screen, value });
}

/** The next one that begins so, after the one that is chosen. */
function picked(state: State, { screen, letter }: {
  readonly screen: FormScreen;
  readonly letter: string;
}): Step {
  const field = focusedField(screen);
  if (field === undefined) return [state, []];
  const options = optionsOf(field, screen);
  const at = options.findIndex(({ value }) =>
    value === screen.values[field.id]
  );
  const value = [...options.slice(at + 1), ...options.slice(0, at)]
    .find(({ label }) => label.toLowerCase().startsWith(letter.toLowerCase()))
    ?.value;
  return setOption(state, { screen, value });
}

/**
 * Has the form saved.
 *
 * @param state The interface.
 * @param screen The form in front.
 * @returns The form, which takes no keys until it is known what became of it.
 */
function save(state: State, screen: FormScreen): Step {
  const { failure: _old, completion: _closed, ...rest } = screen;
  const saving: FormScreen = { ...rest, stage: "saving" };
  return [{ ...state, overlays: [], screen: saving }, [{
    type: "save_form",
    formId: screen.id,
    content: contentOf(screen),
  }]];
}

/** Enter takes a completion, goes on, and saves at the end. */
function accepted(state: State, screen: FormScreen): Step {
  const found = completionsOf(screen)[screen.completion ?? -1];
  if (found !== undefined) {
    const values = { ...screen.values, [screen.focus]: found.value };
    return changed(state, focusOn({ ...screen, values }, screen.focus));
  }
  if (isAtEnd(screen)) return save(state, screen);
  return [{ ...state, screen: moveFocus(screen, "next") }, []];
}

/**
 * Does what a person does in a form.
 *
 * @param state The interface.
 * @param act What is done.
 * @returns The state afterwards, and what to check or save.
 */
export function formAct(state: State, act: FormAct): Step {
  const { screen } = state;
  if (screen.kind !== "form") return [state, []];
  if (act.kind === "leave") {
    return [{ ...state, screen: { kind: "home" }, overlays: [] }, []];
  }
  if (screen.stage !== "editing") return [state, []];
  switch (act.kind) {
    case "move":
      return [{ ...state, screen: moveFocus(screen, act.distance) }, []];
    case "accept":
      return accepted(state, screen);
    case "save":
      return save(state, screen);
    case "step":
      return stepped(state, { screen, by: act.by });
    case "pick":
      return picked(state, { screen, letter: act.letter });
    case "edit":
      return edited(state, { screen, edit: act.edit });
    case "paste":
      return edited(state, {
        screen,
        edit: { kind: "insert", text: act.text },
      });
    case "edit_hidden":
      return editedHidden(state, { screen, act });
    default:
      return act satisfies never;
  }
}
