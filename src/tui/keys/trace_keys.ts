import { profileInFront } from "../state/select.ts";
import { newestTrace } from "../state/trace.ts";
import type { Binding } from "./keymap.ts";

/** Opens the trace, on every screen that is about a profile. */
export const OPEN_TRACE: Binding = {
  id: "trace.open",
  keys: ["T"],
  help: "the trace: this profile's newest sign-in, step by step",
  short: "trace",
  when: (state) => newestTrace(state, profileInFront(state)) !== undefined,
  reason: "Nothing was traced for this profile yet: get a token first",
  message: { type: "open_trace" },
};

/** Keys of the steps. */
export const TRACE_KEYS: readonly Binding[] = [
  {
    id: "trace.step",
    keys: ["enter", "right", "l"],
    help: "what the step sent, what came back, and what that means",
    short: "explain",
    message: { type: "open_trace_step" },
  },
  {
    id: "trace.copy",
    keys: ["y"],
    help: "copy the steps as curl, Mermaid, Markdown or JSON",
    short: "copy",
    message: { type: "ask_trace_format" },
  },
  {
    id: "trace.close",
    keys: ["escape", "T", "left", "h", "-"],
    help: "back to where you were; what runs goes on",
    short: "back",
    message: { type: "back" },
  },
];

/** Keys of one step. */
export const TRACE_STEP_KEYS: readonly Binding[] = [
  {
    id: "trace_step.next",
    keys: ["right", "l", "n"],
    help: "the next step",
    short: "next step",
    message: { type: "turn_trace_step", by: 1 },
  },
  {
    id: "trace_step.previous",
    keys: ["left", "h", "p"],
    help: "the step before",
    short: "step before",
    message: { type: "turn_trace_step", by: -1 },
  },
  {
    id: "trace_step.copy",
    keys: ["y"],
    help: "copy all steps as curl, Mermaid, Markdown or JSON",
    short: "copy",
    message: { type: "ask_trace_format" },
  },
  {
    id: "trace_step.close",
    keys: ["escape", "enter", "-"],
    help: "back to the steps",
    short: "back",
    message: { type: "back" },
  },
];
