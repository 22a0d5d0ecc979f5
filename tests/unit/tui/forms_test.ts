import assert from "node:assert/strict";
import { decode } from "../../../src/tui/keys/decode.ts";
import { messageOf } from "../../../src/tui/keys/dispatch.ts";
import type { Effect } from "../../../src/tui/state/effect.ts";
import type { FormFieldId, FormScreen } from "../../../src/tui/state/form.ts";
import type { FormAct, FormNews } from "../../../src/tui/state/form_message.ts";
import {
  completionsOf,
  isChanged,
  shownProblem,
  visibleFields,
} from "../../../src/tui/state/form_select.ts";
import type { State } from "../../../src/tui/state/model.ts";
import {
  EMPTY_VALUES,
  PROFILE_FIELDS,
} from "../../../src/tui/state/profile_form_fields.ts";
import { fieldText } from "../../../src/tui/state/text_field.ts";
import { update } from "../../../src/tui/state/update.ts";
import { LISTS, WORK } from "../../tui/support/forms.ts";
import { PROFILES } from "../../tui/support/fixtures.ts";
import * as states from "../../tui/support/states.ts";

function test(name: string, fn: () => void | Promise<void>): void {
  Deno.test({ name, permissions: "none", fn });
}

function formOf({ screen }: State): FormScreen {
  assert.equal(screen.kind, "form");
  return screen as FormScreen;
}

function news(state: State, what: FormNews): State {
  const formId = state.formId;
  return states.play(state, { type: "form_news", formId, news: what });
}

function open(purpose: "new" | "edit" | "clone" = "new"): State {
  const state = states.play(states.home(), { type: "open_form", purpose });
  return news(state, {
    kind: "opened",
    lists: LISTS,
    ...(purpose === "new" ? {} : { values: WORK }),
  });
}

function act(state: State, ...acts: readonly FormAct[]): State {
  return acts.reduce(
    (now, one) => states.play(now, { type: "form", act: one }),
    state,
  );
}

function typed(text: string): FormAct {
  return { kind: "edit", edit: { kind: "insert", text } };
}

const NEXT: FormAct = { kind: "move", distance: "next" };

/** Presses a key as the terminal reports it. */
function press(state: State, name: string, text?: string): State {
  const input = {
    type: "key" as const,
    name,
    ...(text === undefined ? {} : { text }),
  };
  const message = messageOf(input, state);
  return message === undefined ? state : update(state, message)[0];
}

/** Goes to a field by the keys that a person has. */
function goTo(state: State, id: FormFieldId): State {
  let now = act(state, { kind: "move", distance: "first" });
  for (let count = 0; formOf(now).focus !== id; count++) {
    assert.ok(count < PROFILE_FIELDS.length, `${id} is not in sight`);
    now = act(now, NEXT);
  }
  return now;
}

function choose(state: State, id: FormFieldId, value: string): State {
  let now = goTo(state, id);
  for (let count = 0; formOf(now).values[id] !== value; count++) {
    assert.ok(count < 20, `${id} cannot be ${value}`);
    now = act(now, { kind: "step", by: 1 });
  }
  return now;
}

function shown(state: State): readonly FormFieldId[] {
  return visibleFields(formOf(state)).map(({ id }) => id);
}

test("every field has a label, a help and a place in one section", () => {
  const ids = PROFILE_FIELDS.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
  assert.deepEqual(new Set(ids), new Set(Object.keys(EMPTY_VALUES)));
  const sections = PROFILE_FIELDS.map(({ section }) => section);
  assert.deepEqual(
    [...new Set(sections)],
    ["Who", "What for", "How it signs in", "Proof", "Storage", "More"],
  );
  const joined = sections.filter((each, at) => sections[at - 1] !== each);
  assert.equal(joined.length, 6);
  for (const { label, help } of PROFILE_FIELDS) {
    assert.ok(label.length > 0 && label.length <= 17, label);
    assert.match(help, /^[A-Za-z].*[^.]$/);
  }
});

test("a new form takes keys at once, and what Microsoft has comes later", () => {
  const [state, effects] = update(states.home(), {
    type: "open_form",
    purpose: "new",
  });
  assert.equal(formOf(state).stage, "editing");
  assert.deepEqual(effects, [
    { type: "open_form", formId: 1, purpose: "new" },
  ]);
  const written = act(state, typed("work"));
  const after = news(written, { kind: "opened", lists: LISTS });
  assert.equal(formOf(after).values.name, "work");
});

test("a form of a profile takes no keys before the profile is read", () => {
  const state = states.play(states.home(), {
    type: "open_form",
    purpose: "edit",
  });
  assert.equal(act(state, typed("x")), state);
  assert.equal(act(state, { kind: "save" }), state);
  const read = news(state, { kind: "opened", lists: LISTS, values: WORK });
  assert.equal(fieldText(formOf(read).field), "graph-dev");
  assert.equal(isChanged(formOf(read)), false);
});

test("no form is opened over a sign-in", () => {
  const busy = states.play(states.home(), { type: "get", force: true });
  const after = states.play(busy, { type: "open_form", purpose: "new" });
  assert.equal(after.screen.kind, "home");
  assert.match(after.notice?.text ?? "", /sign-in/);
  assert.equal(states.play(busy, { type: "ask_delete" }).overlays.length, 0);
});

test("late news of another form are dropped", () => {
  const first = open();
  const second = states.play(first, { type: "open_form", purpose: "new" });
  const late = states.play(second, {
    type: "form_news",
    formId: first.formId,
    news: { kind: "failed", error: states.REFUSED },
  });
  assert.equal(late.screen, second.screen);
});

test("what is in sight follows the flow and the proof", () => {
  let state = open();
  assert.ok(shown(state).includes("redirectUri"));
  assert.ok(!shown(state).includes("clientSecret"));
  state = choose(state, "flow", "device-code");
  assert.ok(!shown(state).includes("redirectUri"));
  assert.ok(shown(state).includes("renewCode"));
  state = choose(state, "proof", "secret");
  assert.ok(shown(state).includes("clientSecret"));
  assert.ok(shown(state).includes("secretStore"));
  state = choose(state, "secretFrom", "env");
  assert.ok(!shown(state).includes("clientSecret"));
  assert.ok(!shown(state).includes("secretStore"));
  assert.ok(shown(state).includes("secretPlace"));
  state = choose(state, "proof", "certificate");
  assert.ok(shown(state).includes("clientCertificate"));
  state = choose(state, "proof", "assertion");
  assert.ok(shown(state).includes("clientAssertion"));
  state = choose(state, "flow", "managed-identity");
  assert.ok(!shown(state).includes("clientId"));
  assert.ok(!shown(state).includes("proof"));
  assert.ok(shown(state).includes("identity"));
});

test("keys move among the fields, and letters go into them", () => {
  let state = open();
  state = press(press(state, "q", "q"), "?", "?");
  assert.equal(formOf(state).values.name, "q?");
  state = press(state, "tab");
  assert.equal(formOf(state).focus, "clientId");
  state = press(press(state, "shift+tab"), "shift+tab");
  assert.equal(formOf(state).focus, shown(state).at(-1));
  state = press(press(state, "tab"), "down");
  assert.equal(formOf(state).focus, "clientId");
  state = press(press(state, "up"), "up");
  assert.equal(formOf(state).focus, "name");
  state = press(press(state, "pagedown"), "pageup");
  assert.equal(formOf(state).focus, "name");
  state = press(press(state, "enter"), "home");
  assert.equal(formOf(state).focus, "clientId");
});

test("a choice is changed by Space, the arrows and its first letter", () => {
  let state = goTo(open(), "flow");
  state = press(state, " ", " ");
  assert.equal(formOf(state).values.flow, "interactive");
  state = press(press(state, "left"), "left");
  assert.equal(formOf(state).values.flow, "azd");
  state = press(state, "right");
  assert.equal(formOf(state).values.flow, "");
  state = press(state, "d", "d");
  assert.equal(formOf(state).values.flow, "device-code");
  state = press(press(state, "a", "a"), "a", "a");
  assert.equal(formOf(state).values.flow, "azure-cli");
  state = press(state, "z", "z");
  assert.equal(formOf(state).values.flow, "azure-cli");
  state = press(goTo(state, "tokenStore"), "v", "v");
  assert.equal(formOf(state).values.tokenStore, "vault");
});

test("a switch is changed like a choice", () => {
  let state = press(goTo(open(), "capability"), " ", " ");
  assert.equal(formOf(state).values.capability, "yes");
  state = press(state, "n", "n");
  assert.equal(formOf(state).values.capability, "");
});

test("Enter on the last field and Ctrl+S save; other keys wait meanwhile", () => {
  const last = act(open("edit"), { kind: "move", distance: "last" });
  const [saving, effects] = update(last, {
    type: "form",
    act: { kind: "accept" },
  });
  assert.equal(formOf(saving).stage, "saving");
  assert.equal(effects[0]?.type, "save_form");
  assert.equal(act(saving, typed("x")), saving);
  assert.equal(press(saving, "ctrl+s"), saving);
  const still = press(saving, "escape");
  assert.equal(still.screen.kind, "form");
  assert.match(still.notice?.text ?? "", /saved/);
  assert.equal(formOf(press(open("edit"), "ctrl+s")).stage, "saving");
});

test("what is wrong is told of fields that were changed, and of all after saving", () => {
  let state = act(open(), typed("a b"));
  const problems = { name: "No blanks", tenant: "The tenant is needed" };
  state = news(state, { kind: "checked", revision: 1, problems });
  assert.equal(shownProblem(formOf(state), "name"), "No blanks");
  assert.equal(shownProblem(formOf(state), "tenant"), undefined);
  state = act(state, NEXT, { kind: "save" });
  state = news(state, {
    kind: "refused",
    problems: { tenant: "It is needed" },
  });
  assert.equal(shownProblem(formOf(state), "tenant"), "It is needed");
  assert.equal(formOf(state).focus, "tenant");
  assert.equal(formOf(state).stage, "editing");
  assert.equal(state.notice?.text, "Not saved: one field is wrong");
});

test("a check that is late is dropped", () => {
  let state = act(open(), typed("a"), typed("b"));
  state = news(state, {
    kind: "checked",
    revision: 1,
    problems: { name: "too short" },
  });
  assert.deepEqual(formOf(state).problems, {});
});

test("every change asks for one check of what is typed", () => {
  const [, effects] = update(open(), { type: "form", act: typed("work") });
  assert.equal(effects.length, 1);
  const [effect] = effects as readonly Extract<
    Effect,
    { type: "check_form" }
  >[];
  assert.equal(effect?.content.values.name, "work");
  const left = update(open("edit"), {
    type: "form",
    act: { kind: "edit", edit: { kind: "left" } },
  });
  assert.deepEqual(left[1], []);
});

test("completions begin with what is typed, then have it somewhere", () => {
  let state = act(goTo(open(), "clientId"), typed("powershell"));
  assert.deepEqual(
    completionsOf(formOf(state)).map(({ label }) => label),
    ["azure-powershell", "graph-powershell"],
  );
  state = press(state, "down");
  assert.equal(formOf(state).focus, "clientId");
  state = press(press(press(state, "down"), "down"), "enter");
  assert.equal(formOf(state).values.clientId, LISTS.clients[2]?.value);
  assert.equal(formOf(state).focus, "clientId");
  assert.deepEqual(completionsOf(formOf(state)), []);
  assert.equal(formOf(press(state, "enter")).focus, "tenant");
});

test("Esc closes completions first, and Up leaves them", () => {
  let state = act(goTo(open(), "clientId"), typed("azure"));
  const up = press(press(press(press(state, "down"), "up"), "up"), "up");
  assert.equal(formOf(up).focus, "name");
  state = press(state, "escape");
  assert.deepEqual(completionsOf(formOf(state)), []);
  assert.equal(state.overlays.length, 0);
  assert.equal(formOf(press(state, "down")).focus, "tenant");
});

test("Esc asks only when something was changed", () => {
  assert.equal(press(open("edit"), "escape").screen.kind, "home");
  const changed = act(open("edit"), typed("2"), NEXT);
  const asked = press(changed, "escape");
  assert.equal(asked.overlays.length, 1);
  assert.equal(press(asked, "escape").overlays.length, 0);
  assert.equal(press(asked, "enter").screen.kind, "form");
  assert.equal(press(asked, "d", "d").screen.kind, "home");
  const saving = press(asked, "s", "s");
  assert.equal(saving.overlays.length, 0);
  assert.equal(formOf(saving).stage, "saving");
  const back = act(changed, { kind: "move", distance: "first" }, {
    kind: "edit",
    edit: { kind: "backspace" },
  }, NEXT);
  assert.equal(press(back, "escape").screen.kind, "home");
});

test("Ctrl+C asks before what was typed is lost, and then leaves", () => {
  const changed = act(open("edit"), typed("2"), NEXT);
  const asked = press(changed, "ctrl+c");
  assert.equal(asked.leaving, undefined);
  assert.equal(asked.overlays.length, 1);
  assert.equal(press(asked, "ctrl+c").leaving?.interrupted, true);
  assert.equal(press(open("edit"), "ctrl+c").leaving?.interrupted, true);
});

test("what failed is told in the form until something is changed", () => {
  const saving = act(open("edit"), { kind: "save" });
  const state = news(saving, {
    kind: "failed",
    error: {
      ...states.REFUSED,
      message: "The disk is full",
      hint: "Make room",
    },
  });
  assert.equal(formOf(state).failure, "The disk is full. Make room");
  assert.equal(formOf(act(state, typed("x"))).failure, undefined);
});

test("a profile that cannot be read has no form", () => {
  const reading = states.play(states.home(), {
    type: "open_form",
    purpose: "edit",
  });
  const state = news(reading, { kind: "failed", error: states.REFUSED });
  assert.equal(state.screen.kind, "home");
  assert.ok(state.warnings.some((text) => text.includes(REFUSED_MESSAGE)));
});

const REFUSED_MESSAGE = states.REFUSED.message;

test("what another program changed is taken over, and one's own is kept", () => {
  let state = act(open("edit"), typed("-2"), { kind: "save" });
  const start = { ...WORK, scopes: "Mail.Send", name: "theirs" };
  state = news(state, {
    kind: "refused",
    start,
    problems: { name: 'Another program wrote "theirs" here meanwhile' },
  });
  const { values } = formOf(state);
  assert.equal(values.name, "graph-dev-2");
  assert.equal(values.scopes, "Mail.Send");
  assert.deepEqual(formOf(state).start, start);
  assert.match(state.notice?.text ?? "", /saving again keeps yours/);
});

test("a saved profile is selected, and what was known of its token is not", () => {
  const saving = act(open("edit"), typed("-2"), { kind: "save" });
  const profiles = [...PROFILES.slice(1), {
    ...PROFILES[0] as typeof PROFILES[number],
    name: "graph-dev-2",
  }];
  const state = news(saving, {
    kind: "saved",
    name: "graph-dev-2",
    profiles,
    note: "Its tokens could not be moved: sign in again",
  });
  assert.equal(state.screen.kind, "home");
  assert.equal(state.selected, 4);
  assert.ok(!state.tokens.has("graph-dev"));
  assert.ok(state.looking.has("graph-dev-2"));
  assert.match(state.warnings.at(-1) ?? "", /sign in again/);
});

test("a filter does not hide what was just made", () => {
  const filtered = states.play(
    states.home(),
    { type: "start_filter" },
    { type: "edit", edit: { kind: "insert", text: "prod" } },
    { type: "accept" },
    { type: "open_form", purpose: "new" },
  );
  const made = { ...PROFILES[0] as typeof PROFILES[number], name: "alpha" };
  const state = news(filtered, {
    kind: "saved",
    name: "alpha",
    profiles: [...PROFILES, made],
  });
  assert.equal(state.filter, undefined);
  assert.equal(state.selected, 5);
});

test("deleting asks first, with the harmless answer chosen", () => {
  const asked = states.play(states.home(), { type: "ask_delete" });
  assert.equal(press(asked, "enter").overlays.length, 0);
  const overlay = asked.overlays[0];
  assert.ok(overlay?.kind === "menu");
  assert.match(overlay.title, /graph-dev/);
  assert.match(overlay.entries[0]?.detail ?? "", /tokens.*secrets/);
  const [state, effects] = update(asked, {
    type: "delete_profile",
    profile: "graph-dev",
  });
  assert.deepEqual(effects, [{ type: "delete_profile", profile: "graph-dev" }]);
  const after = states.play(state, {
    type: "profile_deleted",
    profile: "graph-dev",
    profiles: PROFILES.slice(1),
  });
  assert.ok(!after.tokens.has("graph-dev"));
  assert.equal(after.notice?.text, "graph-dev: deleted");
});

test("a hidden text is in no message, no state and no effect that is printed", () => {
  let state = choose(open(), "proof", "secret");
  state = goTo(state, "clientSecret");
  const seen: unknown[] = [];
  for (const letter of ["h", "u", "n", "t", "e", "r", "2", "😀"]) {
    const input = { type: "key" as const, name: letter, text: letter };
    const message = messageOf(input, state);
    assert.ok(message !== undefined);
    const [after, effects] = update(state, message);
    seen.push(message, after, effects);
    state = after;
  }
  const { hidden } = formOf(state);
  assert.equal(hidden.clientSecret?.reveal(), "hunter2😀");
  assert.equal(hidden.clientSecret?.count, 8);
  const printed = JSON.stringify(seen) + Deno.inspect(seen, { depth: 12 });
  assert.ok(!printed.includes("hunter2"));
  assert.ok(!/"h"|"😀"/.test(printed));
  state = press(press(state, "left"), "backspace");
  assert.equal(formOf(state).hidden.clientSecret?.reveal(), "hunter😀");
  state = press(state, "ctrl+u");
  assert.equal(formOf(state).hidden.clientSecret?.count, 0);
});

test("10,000 characters, wide ones and combined ones are edited by what people call characters", () => {
  let state = act(open(), typed("日本👩‍🚀e\u0301"), {
    kind: "edit",
    edit: { kind: "backspace" },
  });
  assert.equal(formOf(state).values.name, "日本👩‍🚀");
  state = act(state, { kind: "edit", edit: { kind: "clear" } }, {
    kind: "paste",
    text: "x".repeat(10_000),
  });
  assert.equal(formOf(state).values.name.length, 10_000);
  state = press(state, "ctrl+w");
  assert.equal(formOf(state).values.name, "");
});

test("control characters that are typed go nowhere", () => {
  const key = { ctrl: false, meta: false, shift: false } as Parameters<
    typeof decode
  >[1];
  let state = open();
  for (const done of decode("a\u0007\u0000b", key)) {
    assert.equal(done.type, "key");
    if (done.type === "key") state = press(state, done.name, done.text);
  }
  assert.equal(formOf(state).values.name, "ab");
});

test("Esc in a field without completions asks at once", () => {
  const changed = act(open("edit"), typed("2"));
  assert.equal(press(changed, "escape").overlays.length, 1);
});
