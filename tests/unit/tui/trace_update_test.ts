import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import type { FlowEvent } from "../../../src/engine/events.ts";
import { stepDocument } from "../../../src/tui/document/trace_step.ts";
import { traceDocument } from "../../../src/tui/document/trace.ts";
import { tracePosition } from "../../../src/tui/document/trace_position.ts";
import { type Line, widthOf } from "../../../src/tui/document/line.ts";
import { messageOf } from "../../../src/tui/keys/dispatch.ts";
import { messagesAt } from "../../../src/tui/keys/pointer.ts";
import { createRecording } from "../../../src/tui/runtime/trace_recording.ts";
import type { Message } from "../../../src/tui/state/message.ts";
import type { State } from "../../../src/tui/state/model.ts";
import { frontOverlay } from "../../../src/tui/state/select.ts";
import { newestTrace } from "../../../src/tui/state/trace.ts";
import { update } from "../../../src/tui/state/update.ts";
import { ASCII, UNICODE } from "../../../src/tui/theme/glyphs.ts";
import * as states from "../../tui/support/states.ts";
import * as traces from "../../tui/trace_states.ts";

function test(name: string, fn: () => void): void {
  Deno.test({ name, permissions: "none", fn });
}

function begun(state: State): State {
  return states.play(state, { type: "get", flow: "device-code", force: true });
}

function record(state: State, ...events: readonly FlowEvent[]): State {
  return traces.recorded(state, events);
}

test("update() keeps the traces of the last five runs, and T opens the newest one", () => {
  let state = states.home();
  for (let run = 1; run <= 7; run++) {
    state = record(begun(state), traces.poll(run));
    state = states.play(state, { type: "back" }, { type: "back" });
  }
  assert.deepEqual(state.traces.map(({ runId }) => runId), [3, 4, 5, 6, 7]);
  const open = states.play(state, { type: "open_trace" });
  const overlay = frontOverlay(open);
  assert.ok(overlay?.kind === "trace");
  assert.equal(overlay.runId, 7);
});

test("update() drops steps of a run that was left", () => {
  const state = record(begun(states.home()), traces.poll(1));
  const after = states.play(state, {
    type: "traced",
    runId: state.runId - 1,
    trace: { steps: [], dropped: 0 },
  });
  assert.equal(after, state);
});

test("update() follows the newest step, and not a person who looks at another", () => {
  const state = traces.waiting();
  const on = record(state, ...traces.DONE);
  const followed = frontOverlay(on);
  assert.ok(followed?.kind === "trace");
  assert.equal(followed.selected, 5);
  const up = states.play(state, { type: "move", distance: "first" });
  const stays = frontOverlay(record(up, ...traces.DONE));
  assert.ok(stays?.kind === "trace");
  assert.equal(stays.selected, 0);
});

test("a click selects the step that is drawn there, and a second one opens it", () => {
  for (const size of [{ columns: 80, rows: 24 }, { columns: 60, rows: 15 }]) {
    const state = traces.waiting(size);
    const overlay = frontOverlay(state);
    assert.ok(overlay?.kind === "trace");
    const drawn = traceDocument(state, overlay, { glyphs: UNICODE })
      .findIndex((line) =>
        line.map(({ text }) => text).join("").includes("Show code and page")
      );
    // The title and its rule stand above.
    const click = { kind: "click", column: 20, row: drawn + 2 } as const;
    const once = states.play(state, ...messagesAt(state, click));
    const selected = frontOverlay(once);
    assert.ok(selected?.kind === "trace");
    assert.equal(selected.selected, 1);
    const twice = states.play(once, ...messagesAt(once, click));
    assert.equal(frontOverlay(twice)?.kind, "trace_step");
  }
});

test("update() leaves a trace open when the run fails under it", () => {
  const state = traces.waiting();
  const after = states.play(state, {
    type: "run_failed",
    runId: state.runId,
    error: states.REFUSED,
  });
  assert.equal(frontOverlay(after)?.kind, "trace");
  assert.equal(states.play(after, { type: "back" }).screen.kind, "error");
});

test("update() copies no trace while copying is switched off", () => {
  const state = traces.done();
  const off: State = {
    ...state,
    settings: { ...state.settings, clipboard: "off" },
  };
  const [after, effects] = update(off, { type: "copy_trace", format: "curl" });
  assert.deepEqual(effects, []);
  assert.match(after.notice?.text ?? "", /switched off/);
  assert.equal(frontOverlay(after)?.kind, "trace");
});

test("createRecording() lets nothing unclean into the state", () => {
  const messages: Message[] = [];
  const tell = createRecording({
    services: { clock: { now: () => 0, sleep: () => Promise.resolve() } },
    dispatch: (message) => messages.push(message),
  }, 1);
  const evil = "\x1b]52;c;x\x07\u202e";
  tell({
    event: traces.exchange("token", {
      sent: { grant_type: evil, [evil]: evil },
      body: { error: evil, [evil]: [evil] },
      at: 0,
    }),
  });
  tell({ event: { type: "browser_failed", reason: evil } });
  const [, message] = messages;
  assert.ok(message?.type === "traced");
  for (const { title, result, parameters } of message.trace.steps) {
    const texts = parameters.flatMap((
      { name, value, meaning },
    ) => [name, value, meaning]);
    assert.doesNotMatch(
      [title, result, ...texts].join(""),
      /[\p{Cc}\u202e]/u,
    );
  }
});

test("the documents of a trace fit every width, whatever a server sends", () => {
  const text = fc.string({ unit: "grapheme", maxLength: 60 });
  const width = fc.integer({ min: 60, max: 210 });
  const rows = fc.integer({ min: 15, max: 60 });
  fc.assert(fc.property(text, width, rows, (text, columns, rows) => {
    const state = record(
      begun(states.home({ columns, rows })),
      traces.exchange("token", {
        sent: { [`n${text}`]: text, scope: text },
        status: 400,
        body: { error: text, [text]: text },
        at: 0,
      }),
      { type: "warning", code: "password_discouraged", message: text },
      { type: "command", command: [text] },
    );
    const open = states.play(state, { type: "open_trace" });
    const overlay = frontOverlay(open);
    assert.ok(overlay?.kind === "trace");
    for (const glyphs of [UNICODE, ASCII]) {
      const steps = newestTrace(open, "graph-dev")?.steps ?? [];
      const lines: readonly Line[] = [
        ...traceDocument(open, overlay, { glyphs }),
        ...steps.flatMap((step) =>
          stepDocument(step, { width: columns, glyphs })
        ),
      ];
      for (const line of lines) {
        const cells = line.reduce((sum, span) => sum + widthOf(span.text), 0);
        // A single character may be wider than what is left for it.
        assert.ok(cells <= columns + 1, `${cells} > ${columns}`);
      }
    }
  }));
});

test("update() keeps a trace's selection valid for every sequence of keys and news", () => {
  const key = fc.constantFrom(
    ...["T", "j", "k", "g", "G", "enter", "escape", "l", "h", "n", "p", "y"],
    ...["c", "m", "pageup", "pagedown", "left", "right", "?", "f", "1"],
  );
  const event = fc.constantFrom(...traces.WAITING, ...traces.DONE);
  const step = fc.oneof(
    { weight: 3, arbitrary: key.map((key) => ({ key })) },
    { weight: 1, arbitrary: event.map((event) => ({ event })) },
  );
  fc.assert(
    fc.property(fc.array(step, { minLength: 10, maxLength: 60 }), (steps) => {
      let state: State = traces.waiting();
      for (const one of steps) {
        if ("event" in one) {
          if (state.run !== undefined) state = record(state, one.event);
          continue;
        }
        const text = one.key.length === 1 ? { text: one.key } : {};
        const input = { type: "key", name: one.key, ...text } as const;
        const message = messageOf(input, state);
        if (message !== undefined) state = update(state, message)[0];
        const overlay = frontOverlay(state);
        if (overlay?.kind !== "trace" && overlay?.kind !== "trace_step") {
          continue;
        }
        assert.match(tracePosition(state, overlay), /^[1-9]\d* of [1-9]\d*/);
        const trace = state.traces.find(({ runId }) => runId === overlay.runId);
        const at = overlay.kind === "trace" ? overlay.selected : overlay.index;
        assert.ok(trace?.steps[at] !== undefined);
      }
    }),
    { numRuns: 200 },
  );
});
