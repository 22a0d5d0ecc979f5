import type { Step } from "../effect.ts";
import type { FormFieldId, FormScreen, FormValues } from "../form.ts";
import type { FormNews, FormWorldMessage } from "../form_message.ts";
import type { State } from "../model.ts";
import { shownProfiles } from "../select.ts";
import { focusOn, focusProblem } from "./form_focus.ts";
import { notice, warn } from "./passing.ts";
import { profilesLoaded } from "./profiles.ts";

function without(state: State, names: readonly (string | undefined)[]): State {
  const gone = new Set(names);
  const tokens = [...state.tokens].filter(([name]) => !gone.has(name));
  return { ...state, tokens: new Map(tokens) };
}

/** What else a person should know outlasts the notice. */
function told(state: State, { text, note }: {
  readonly text: string;
  readonly note: string | undefined;
}): State {
  return note === undefined
    ? notice(state, { text, tone: "ok" })
    : warn(state, `${text}. ${note}`);
}

/** Shows that a profile is gone. */
export function profileDeleted(
  state: State,
  { profile, note, profiles }: Extract<
    FormWorldMessage,
    { type: "profile_deleted" }
  >,
): Step {
  const [after, effects] = profilesLoaded(without(state, [profile]), {
    type: "profiles_loaded",
    profiles,
  });
  return [told(after, { text: `${profile}: deleted`, note }), effects];
}

function saved(state: State, { screen, news }: {
  readonly screen: FormScreen;
  readonly news: Extract<FormNews, { kind: "saved" }>;
}): Step {
  const { name, note, profiles } = news;
  const before = screen.purpose === "edit" ? screen.profile : undefined;
  const home: State = {
    ...without(state, [name, before]),
    screen: { kind: "home" },
    overlays: [],
  };
  const [loaded, effects] = profilesLoaded(home, {
    type: "profiles_loaded",
    profiles,
  });
  const text = screen.purpose === "edit" ? `${name}: saved` : `${name}: made`;
  return [told(select(loaded, name), { text, note }), effects];
}

/** A filter must not hide what was just made. */
function select(state: State, name: string): State {
  const at = indexOf(state, name);
  if (at >= 0) return { ...state, selected: at };
  const { filter: _hides, ...all } = state;
  return { ...all, selected: Math.max(0, indexOf(all, name)) };
}

function indexOf(state: State, name: string): number {
  return shownProfiles(state).findIndex((profile) => profile.name === name);
}

function opened(
  screen: FormScreen,
  news: Extract<FormNews, {
    kind: "opened";
  }>,
): FormScreen {
  const { values, lists } = news;
  if (values === undefined) return { ...screen, lists };
  return focusOn(
    { ...screen, lists, start: values, values, stage: "editing" },
    "name",
  );
}

/** What was not changed here is what the other program made of it. */
function rebased(screen: FormScreen, start: FormValues): FormScreen {
  const ids = Object.keys(start) as FormFieldId[];
  const values = ids.map((id) => {
    const own = screen.values[id];
    return [id, own === screen.start[id] ? start[id] : own] as const;
  });
  return {
    ...screen,
    start,
    values: Object.fromEntries(values) as FormValues,
  };
}

function refused(state: State, { screen, news }: {
  readonly screen: FormScreen;
  readonly news: Extract<FormNews, { kind: "refused" }>;
}): State {
  const { problems, start } = news;
  const after = focusProblem({
    ...(start === undefined ? screen : rebased(screen, start)),
    stage: "editing",
    tried: true,
    problems,
  });
  const count = Object.keys(problems).length;
  const text = start === undefined
    ? `Not saved: ${count === 1 ? "one field is" : `${count} fields are`} wrong`
    : "Not saved: another program changed the same; saving again keeps yours";
  return notice({ ...state, screen: after }, { text, tone: "warn" });
}

/** Takes over what became of the form in front. */
export function formNews(
  state: State,
  { formId, news }: Extract<FormWorldMessage, { type: "form_news" }>,
): Step {
  const { screen } = state;
  if (screen.kind !== "form" || screen.id !== formId) return [state, []];
  switch (news.kind) {
    case "opened":
      return [{ ...state, screen: opened(screen, news) }, []];
    case "checked": {
      if (news.revision !== screen.revision) return [state, []];
      const { problems } = news;
      return [{ ...state, screen: { ...screen, problems } }, []];
    }
    case "saved":
      return saved(state, { screen, news });
    case "refused":
      return [refused(state, { screen, news }), []];
    case "failed":
      return [failed(state, { screen, news }), []];
    default:
      return news satisfies never;
  }
}

/** A profile that cannot be read has no form. */
function failed(state: State, { screen, news }: {
  readonly screen: FormScreen;
  readonly news: Extract<FormNews, { kind: "failed" }>;
}): State {
  const { message, hint } = news.error;
  const failure = hint === undefined ? message : `${message}. ${hint}`;
  if (screen.stage === "reading") {
    return warn({ ...state, screen: { kind: "home" } }, failure);
  }
  const after: FormScreen = { ...screen, stage: "editing", failure };
  return notice({ ...state, screen: after }, {
    text: "Not saved",
    tone: "warn",
  });
}
