import type { FormDistance } from "../state/form.ts";
import type { FormAct } from "../state/form_message.ts";
import { focusedField, takesLetters } from "../state/form_select.ts";
import type { State } from "../state/model.ts";
import { selectedProfile } from "../state/select.ts";
import type { Binding } from "./keymap.ts";
import { withoutProfile } from "./no_profile.ts";

function isIdle(state: State): boolean {
  return state.run === undefined;
}

function canChange(state: State): boolean {
  return isIdle(state) && selectedProfile(state) !== undefined;
}

const BUSY = "Finish or cancel the sign-in first";

/** Keys of the list that change profiles. */
export const PROFILE_FORM_KEYS: readonly Binding[] = [
  {
    id: "profiles.new",
    keys: ["n"],
    help: "make a new profile",
    short: "new",
    when: (state) => isIdle(state) && state.profiles !== undefined,
    reason: BUSY,
    message: { type: "open_form", purpose: "new" },
  },
  {
    id: "profiles.edit",
    keys: ["e"],
    help: "edit or rename this profile",
    short: "edit",
    when: canChange,
    reason: withoutProfile(BUSY),
    message: { type: "open_form", purpose: "edit" },
  },
  {
    id: "profiles.clone",
    keys: ["c"],
    help: "make a new profile like this one",
    short: "clone",
    when: canChange,
    reason: withoutProfile(BUSY),
    message: { type: "open_form", purpose: "clone" },
  },
  {
    id: "profiles.delete",
    keys: ["D"],
    help: "delete this profile, its tokens and its secrets, after a question",
    short: "delete",
    when: canChange,
    reason: withoutProfile(BUSY),
    message: { type: "ask_delete" },
  },
];

function act(what: FormAct): Binding["message"] {
  return { type: "form", act: what };
}

function move(distance: FormDistance): Binding["message"] {
  return act({ kind: "move", distance });
}

function isChoosing({ screen }: State): boolean {
  return screen.kind === "form" && !takesLetters(focusedField(screen));
}

/** Keys of a form; letters go into its fields. */
export const FORM_KEYS: readonly Binding[] = [
  {
    id: "form.accept",
    keys: ["enter"],
    help: "take the completion, go on; save on the last field",
    short: "next",
    message: act({ kind: "accept" }),
  },
  {
    id: "form.save",
    keys: ["ctrl+s"],
    help: "save",
    short: "save",
    message: act({ kind: "save" }),
  },
  {
    id: "form.leave",
    keys: ["escape"],
    help: "leave; asks when something was changed",
    short: "leave",
    message: { type: "back" },
  },
  {
    id: "form.next_option",
    keys: ["right", " "],
    help: "the next choice; a letter goes to the one that begins so",
    short: "change",
    when: isChoosing,
    message: act({ kind: "step", by: 1 }),
  },
  {
    id: "form.previous_option",
    keys: ["left"],
    help: "the choice before",
    when: isChoosing,
    message: act({ kind: "step", by: -1 }),
  },
  {
    id: "form.next",
    keys: ["tab"],
    help: "to the next field",
    message: move("next"),
  },
  {
    id: "form.previous",
    keys: ["shift+tab"],
    help: "to the field before",
    message: move("previous"),
  },
  {
    id: "form.down",
    keys: ["down"],
    help: "one field down, or the next completion",
    message: move("down"),
  },
  {
    id: "form.up",
    keys: ["up"],
    help: "one field up, or the completion before",
    message: move("up"),
  },
  {
    id: "form.first",
    keys: ["pageup"],
    help: "to the first field",
    message: move("first"),
  },
  {
    id: "form.last",
    keys: ["pagedown"],
    help: "to the last field",
    message: move("last"),
  },
];
