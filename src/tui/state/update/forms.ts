import type { Step } from "../effect.ts";
import type { FormScreen } from "../form.ts";
import type { FormUserMessage } from "../form_message.ts";
import { completionsOf, isChanged } from "../form_select.ts";
import type { MenuEntry, State } from "../model.ts";
import { EMPTY_VALUES } from "../profile_form_fields.ts";
import { selectedProfile } from "../select.ts";
import { EMPTY_FIELD } from "../text_field.ts";
import { notice } from "./passing.ts";

/** A form that would lie under a sign-in page would be forgotten there. */
function refuseWhileBusy(state: State): State {
  const text = "Finish or cancel the sign-in first";
  return notice(state, { text, tone: "warn" });
}

/** Opens a form: an empty one takes keys at once. */
export function openForm(
  state: State,
  { purpose }: Extract<FormUserMessage, { type: "open_form" }>,
): Step {
  const profile = purpose === "new" ? undefined : selectedProfile(state)?.name;
  if (purpose !== "new" && profile === undefined) return [state, []];
  if (state.run !== undefined) return [refuseWhileBusy(state), []];
  const id = state.formId + 1;
  const whose = profile === undefined ? {} : { profile };
  const screen: FormScreen = {
    kind: "form",
    id,
    purpose,
    ...whose,
    stage: purpose === "new" ? "editing" : "reading",
    start: EMPTY_VALUES,
    values: EMPTY_VALUES,
    hidden: {},
    flows: [
      { value: "", label: "automatic", detail: "by proof and machine" },
      ...state.flows.map(({ name, summary }) => ({
        value: name,
        label: name,
        detail: summary,
      })),
    ],
    lists: { clients: [], resources: [] },
    focus: "name",
    field: EMPTY_FIELD,
    touched: new Set(),
    tried: false,
    revision: 0,
    problems: {},
  };
  return [{ ...state, screen, formId: id, overlays: [] }, [
    { type: "open_form", formId: id, purpose, ...whose },
  ]];
}

/** Leaves a form; what would be lost is asked about. */
export function leaveForm(state: State, screen: FormScreen): Step {
  if (completionsOf(screen).length > 0 && screen.stage === "editing") {
    const { completion: _closed, ...rest } = screen;
    return [{ ...state, screen: rest }, []];
  }
  if (screen.stage === "saving") {
    const text = "It is being saved";
    return [notice(state, { text, tone: "warn" }), []];
  }
  if (!isChanged(screen)) return [{ ...state, screen: { kind: "home" } }, []];
  const entries: readonly MenuEntry[] = [
    {
      key: "s",
      label: "save",
      message: { type: "form", act: { kind: "save" } },
    },
    {
      key: "d",
      label: "discard",
      detail: "what was changed here is lost",
      message: { type: "form", act: { kind: "leave" } },
    },
    { key: "b", label: "back to the form", message: { type: "dismiss" } },
  ];
  return [{
    ...state,
    overlays: [{
      kind: "menu",
      title: "Leave without saving?",
      entries,
      selected: 2,
    }],
  }, []];
}

/** Asks whether the selected profile shall go. */
export function askDelete(state: State): State {
  const profile = selectedProfile(state)?.name;
  if (profile === undefined) return state;
  if (state.run !== undefined) return refuseWhileBusy(state);
  const entries: readonly MenuEntry[] = [
    {
      key: "y",
      label: "yes, delete it",
      detail: "with its tokens and the secrets sealed for it",
      message: { type: "delete_profile", profile },
    },
    { key: "n", label: "no, keep it", message: { type: "dismiss" } },
  ];
  return {
    ...state,
    overlays: [...state.overlays, {
      kind: "menu",
      title: `Delete the profile ${profile}?`,
      entries,
      // A second Enter that was meant for the list must not cost a profile.
      selected: 1,
    }],
  };
}

/** Has a profile deleted. */
export function deleteProfile(state: State, profile: string): Step {
  const closed = { ...state, overlays: [] };
  return [closed, [{ type: "delete_profile", profile }]];
}
