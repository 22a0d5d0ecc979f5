import { type AskAct, asked, type AskOverlay } from "../ask.ts";
import type { RejectOverlay } from "../check.ts";
import type { Step } from "../effect.ts";
import type { Overlay, State } from "../model.ts";
import { frontOverlay } from "../select.ts";
import { targetOf } from "../target.ts";
import { fieldText } from "../text_field.ts";
import { textField } from "../ask.ts";
import { notice } from "./passing.ts";
import { get } from "./runs.ts";

function inFront(state: State, overlay: Overlay): State {
  return { ...state, overlays: [...state.overlays.slice(0, -1), overlay] };
}

/** Asks which API may reject the token in front; the profile's own is filled in. */
export function openWhy(state: State): State {
  const { screen, profiles } = state;
  if (screen.kind !== "token") return state;
  const profile = profiles?.find(({ name }) => name === screen.profile);
  const before = frontOverlay(state);
  const asked = before?.kind === "reject"
    ? before.asked
    : targetOf(profile?.scopes ?? []);
  const ask: AskOverlay = {
    kind: "ask",
    about: { kind: "target" },
    title: "Which API rejects this token?",
    help:
      "Its URI, its application id or a name such as graph, then the permissions that it asks for",
    fields: [textField("API", asked)],
    focus: 0,
  };
  const below = state.overlays.filter(({ kind }) => kind !== "reject");
  return { ...state, overlays: [...below, ask] };
}

/** Does what a person does in the question in front. */
export function ask(state: State, act: AskAct): State {
  const overlay = frontOverlay(state);
  return overlay?.kind === "ask" ? inFront(state, asked(overlay, act)) : state;
}

function textOf({ fields }: AskOverlay, index: number): string {
  const field = fields[index];
  return field?.kind === "text" ? fieldText(field.field).trim() : "";
}

function isEmpty(ask: AskOverlay, index: number): boolean {
  const field = ask.fields[index];
  return field?.kind === "hidden"
    ? field.text.count === 0
    : textOf(ask, index) === "";
}

/** Enter goes to what is still empty, and answers when nothing is. */
export function answer(state: State, overlay: AskOverlay): Step {
  const { fields, focus } = overlay;
  if (isEmpty(overlay, focus)) {
    const { label } = fields[focus] ?? { label: "" };
    const text = `${label}: type or paste it`;
    return [notice(state, { text, tone: "warn" }), []];
  }
  const open = fields.findIndex((_field, index) => isEmpty(overlay, index));
  if (open >= 0) return [inFront(state, { ...overlay, focus: open }), []];
  return submit(state, overlay);
}

function submit(state: State, overlay: AskOverlay): Step {
  const { about, fields } = overlay;
  if (about.kind === "target") return judge(state, textOf(overlay, 0));
  const closed = { ...state, overlays: state.overlays.slice(0, -1) };
  const last = fields.at(-1);
  if (last?.kind !== "hidden") return [closed, []];
  const { profile } = about;
  if (about.kind === "refresh_token") {
    const material = { refreshToken: last.text };
    return get(closed, {
      profile,
      flow: "refresh-token",
      force: true,
      material,
    });
  }
  const username = textOf(overlay, 0);
  const typedUsers = { ...state.typedUsers, [profile]: username };
  const material = { username, password: last.text };
  return get({ ...closed, typedUsers }, {
    profile,
    flow: "password",
    force: true,
    material,
  });
}

/** Has the token in front judged as an API would judge it. */
function judge(state: State, asked: string): Step {
  const { screen } = state;
  if (screen.kind !== "token") return [state, []];
  const checkId = state.checkId + 1;
  const [resource = "", ...permissions] = asked.split(/[\s,]+/)
    .filter((word) => word !== "");
  const overlay: RejectOverlay = {
    kind: "reject",
    checkId,
    asked,
    target: resource,
    checks: [],
    scroll: 0,
  };
  return [{ ...inFront(state, overlay), checkId }, [{
    type: "judge_token",
    checkId,
    token: screen.token.access,
    target: { resource, permissions },
  }]];
}
