import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import { renderToString } from "ink";
import { widthOf } from "../../src/tui/document/line.ts";
import { HiddenText } from "../../src/tui/state/form_hidden.ts";
import type { FormAct, FormNews } from "../../src/tui/state/form_message.ts";
import type { Size, State } from "../../src/tui/state/model.ts";
import { createLook, type Look } from "../../src/tui/theme/look.ts";
import { App } from "../../src/tui/view/app.tsx";
import { LISTS, WORK } from "./support/forms.ts";
import * as states from "./support/states.ts";

const SECRET = "hunter2-hunter2";

function news(state: State, what: FormNews): State {
  return states.play(state, {
    type: "form_news",
    formId: state.formId,
    news: what,
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

function fresh(size: Size): State {
  const state = states.play(states.home(size), {
    type: "open_form",
    purpose: "new",
  });
  return news(state, { kind: "opened", lists: LISTS });
}

function edit(size: Size): State {
  const state = states.play(states.home(size), {
    type: "open_form",
    purpose: "edit",
  });
  return news(state, { kind: "opened", lists: LISTS, values: WORK });
}

function wrong(size: Size): State {
  const state = act(fresh(size), typed("my work"), { kind: "save" });
  return news(state, {
    kind: "refused",
    problems: {
      name:
        "A name has 1 to 64 letters, digits, dots, hyphens or underscores; it does not begin with a hyphen",
      clientId: "The application (client) id is needed",
      tenant:
        "The tenant is needed: an id, a domain, common, organizations or consumers",
    },
  });
}

function completing(size: Size): State {
  return act(fresh(size), typed("work"), NEXT, typed("azure"), {
    kind: "move",
    distance: "down",
  });
}

function hidden(size: Size): State {
  const state = news(
    states.play(states.home(size), { type: "open_form", purpose: "clone" }),
    {
      kind: "opened",
      lists: LISTS,
      values: { ...WORK, name: "graph-dev-copy", proof: "secret" },
    },
  );
  let now = state;
  while (now.screen.kind === "form" && now.screen.focus !== "clientSecret") {
    now = act(now, NEXT);
  }
  const text = HiddenText.of(SECRET);
  return act(now, { kind: "edit_hidden", edit: { kind: "insert", text } });
}

const SCREENS: Readonly<Record<string, (size: Size) => State>> = {
  new: fresh,
  edit,
  wrong,
  completing,
  "a choice": (size) => act(edit(size), ...Array(6).fill(NEXT)),
  hidden,
  "the end": (size) => act(edit(size), { kind: "move", distance: "last" }),
  leaving: (size) =>
    states.play(act(edit(size), typed("-2")), { type: "back" }, {
      type: "back",
    }),
  failed: (size) =>
    news(act(edit(size), { kind: "save" }), {
      kind: "failed",
      error: {
        ...states.REFUSED,
        message:
          "Cannot write /home/ada/.config/entrada/profiles.json: the disk is full",
        hint: "Make room, then save again",
      },
    }),
  deleting: (size) => states.play(states.home(size), { type: "ask_delete" }),
  empty: (size) =>
    states.play(states.home(size), { type: "profiles_loaded", profiles: [] }),
};

function frame(state: State, look: Look): string {
  const text = renderToString(<App look={look} state={state} />, {
    columns: state.size.columns,
  });
  return stripVTControlCharacters(text);
}

const SIZES: readonly Size[] = [
  { columns: 80, rows: 24 },
  { columns: 100, rows: 30 },
  { columns: 60, rows: 15 },
];

for (const size of SIZES) {
  Deno.test(`a form at ${size.columns}×${size.rows}`, async (t) => {
    for (const [name, make] of Object.entries(SCREENS)) {
      const text = frame(make(size), createLook());
      await t.step(name, (t) => t.assertSnapshot(`\n${text}\n`));
    }
  });
}

Deno.test("a form in ASCII draws no other character, in monochrome the same", () => {
  const size = { columns: 80, rows: 24 };
  for (const [name, make] of Object.entries(SCREENS)) {
    const state = make(size);
    assert.match(
      frame(state, createLook({ ascii: true })),
      /^[\n\x20-\x7e]*$/,
      name,
    );
    assert.equal(
      frame(state, createLook({ color: false })),
      frame(state, createLook()),
    );
  }
});

Deno.test("a form never draws more than the terminal has, and always the field that has the keys", () => {
  for (const [name, make] of Object.entries(SCREENS)) {
    for (const columns of [1, 59, 60, 61, 79, 99, 100, 101, 200]) {
      for (const rows of [1, 14, 15, 16, 17, 18, 19, 50]) {
        const state = make({ columns, rows });
        const text = frame(state, createLook());
        const lines = text.split("\n");
        assert.ok(lines.length <= Math.max(1, rows - 1), name);
        for (const line of lines) assert.ok(widthOf(line) <= columns, name);
        const isForm = state.screen.kind === "form" &&
          state.overlays.length === 0;
        if (isForm && columns >= 60 && rows >= 15) assert.match(text, /^ › /m);
      }
    }
  }
});

Deno.test("a hidden text is in no frame, whatever the size", () => {
  for (const size of SIZES) {
    const state = hidden(size);
    const text = renderToString(<App look={createLook()} state={state} />, {
      columns: size.columns,
    });
    assert.match(text, /•{15}/);
    assert.ok(!text.includes("hunter"));
  }
});

Deno.test("a very long text and wide characters stay in their row, the cursor in sight", () => {
  const size = { columns: 60, rows: 15 };
  for (
    const text of ["x".repeat(10_000), "日本語".repeat(500), "👩‍🚀".repeat(99)]
  ) {
    const state = act(fresh(size), typed(text));
    const started = performance.now();
    const drawn = frame(state, createLook());
    assert.ok(performance.now() - started < 1000);
    const line = drawn.split("\n").find((each) => each.includes("Name")) ?? "";
    assert.ok(line.includes("▏"));
    assert.ok(widthOf(line) <= 60);
    const first = act(state, { kind: "edit", edit: { kind: "start" } });
    const begun = frame(first, createLook()).split("\n")
      .find((each) => each.includes("Name")) ?? "";
    assert.match(begun, /Name +▏/);
  }
});
