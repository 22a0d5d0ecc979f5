import type { AskAct } from "../state/ask.ts";
import type { Binding } from "./keymap.ts";

function act(what: AskAct): Binding["message"] {
  return { type: "ask", act: what };
}

/** Keys of a question; letters go into its fields. */
export const ASK_KEYS: readonly Binding[] = [
  {
    id: "ask.answer",
    keys: ["enter"],
    help: "go on",
    short: "go on",
    message: { type: "accept" },
  },
  {
    id: "ask.close",
    keys: ["escape"],
    help: "close the question",
    short: "back",
    message: { type: "back" },
  },
  {
    id: "ask.next",
    keys: ["tab", "down"],
    help: "to the next field",
    message: act({ kind: "move", by: 1 }),
  },
  {
    id: "ask.previous",
    keys: ["shift+tab", "up"],
    help: "to the field before",
    message: act({ kind: "move", by: -1 }),
  },
];
