import type { Step } from "../effect.ts";
import type { ListFilter, State } from "../model.ts";
import { contextOf, frontOverlay } from "../select.ts";
import {
  editField,
  EMPTY_FIELD,
  fieldText,
  type TextEdit,
} from "../text_field.ts";
import { notice } from "./passing.ts";

/** Lets letters go into the filter of the list in front. */
export function startFilter(state: State): State {
  const { screen } = state;
  const part = screen.kind === "token" ? screen : state;
  const before = screen.kind === "token" ? screen.at.claims : state.selected;
  const { field, from } = part.filter ?? { field: EMPTY_FIELD, from: before };
  const filter: ListFilter = { field, typing: true, from };
  return screen.kind === "token"
    ? { ...state, screen: { ...screen, pane: "claims", filter } }
    : { ...state, filter };
}

/**
 * What was selected may be hidden by what is typed now: the first one is. An
 * empty filter hides nothing.
 */
function editFilter(state: State, change: TextEdit): State {
  const { screen } = state;
  const { filter } = screen.kind === "token" ? screen : state;
  if (filter === undefined) return state;
  const field = editField(filter.field, change);
  const isSame = fieldText(field) === fieldText(filter.field);
  const edited = { ...filter, field };
  const first = fieldText(field).trim() === "" ? filter.from : 0;
  if (screen.kind === "token") {
    const at = isSame ? screen.at : { ...screen.at, claims: first };
    return { ...state, screen: { ...screen, filter: edited, at } };
  }
  const selected = isSame ? state.selected : first;
  return { ...state, filter: edited, selected };
}

/** Changes the field that has the keys. */
export function edit(state: State, change: TextEdit): State {
  const { screen } = state;
  if (contextOf(state) === "answer" && screen.kind === "browser") {
    const field = editField(screen.field, change);
    return { ...state, screen: { ...screen, field } };
  }
  const front = frontOverlay(state);
  if (front?.kind === "palette") {
    const field = editField(front.field, change);
    const same = fieldText(field) === fieldText(front.field);
    const selected = same ? front.selected : 0;
    const palette = { ...front, field, selected };
    return { ...state, overlays: [...state.overlays.slice(0, -1), palette] };
  }
  return contextOf(state) === "filter" ? editFilter(state, change) : state;
}

/** Takes pasted text where a field waits for it. */
export function textPasted(state: State, text: string): State {
  const { screen } = state;
  if (contextOf(state) === "palette") {
    return edit(state, { kind: "insert", text });
  }
  if (screen.kind === "browser" && screen.method === "paste") {
    const field = editField(screen.field, { kind: "insert", text });
    return { ...state, screen: { ...screen, field } };
  }
  if (contextOf(state) === "filter") {
    return edit(state, { kind: "insert", text });
  }
  return notice(state, {
    text: "Paste a token (a JWT) to see its claims",
    tone: "warn",
  });
}

/** Hands the pasted address over; an empty field gets the keys instead. */
export function submit(state: State): Step {
  const { screen, run } = state;
  if (screen.kind !== "browser" || run === undefined) return [state, []];
  const text = fieldText(screen.field).trim();
  if (text === "") {
    return [{ ...state, screen: { ...screen, typing: true } }, []];
  }
  const { problem: _answered, ...rest } = screen;
  return [
    { ...state, screen: { ...rest, submitted: true, typing: false } },
    [{ type: "answer_paste", runId: run.id, text }],
  ];
}
