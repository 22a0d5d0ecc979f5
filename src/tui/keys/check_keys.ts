import type { State } from "../state/model.ts";
import type { Binding } from "./keymap.ts";

/** Whether another profile has a token. */
function hasOther({ screen, tokens }: State): boolean {
  const own = screen.kind === "token" ? screen.profile : undefined;
  return [...tokens.keys()].some((name) => name !== own);
}

const WHY: Binding = {
  id: "token.why",
  keys: ["w"],
  help: "tell why an API rejects it: audience, scope, role, tenant, time",
  short: "why",
  message: { type: "open_why" },
};

/** Keys of the token screen that look closer. */
export const TOKEN_CHECK_KEYS: readonly Binding[] = [
  {
    id: "token.verify",
    keys: ["v"],
    help: "verify it: the signature by the issuer's keys, and every claim",
    short: "verify",
    message: { type: "open_verify" },
  },
  WHY,
  {
    id: "token.diff",
    keys: ["d"],
    help: "compare it with the token of another profile",
    short: "diff",
    when: hasOther,
    reason: "No other profile has a token to compare with",
    message: { type: "ask_diff" },
  },
];

/** Keys of the checks. */
export const VERIFY_KEYS: readonly Binding[] = [
  {
    id: "verify.again",
    keys: ["r", "v"],
    help: "verify it again",
    short: "again",
    message: { type: "open_verify" },
  },
  WHY,
  {
    id: "verify.copy",
    keys: ["y"],
    help: "copy the checks",
    short: "copy",
    message: { type: "copy_checks" },
  },
  {
    id: "verify.close",
    keys: ["escape", "left", "h", "-"],
    help: "back to the token",
    short: "back",
    message: { type: "back" },
  },
];

/** Keys of what an API would say. */
export const REJECT_KEYS: readonly Binding[] = [
  {
    id: "reject.again",
    keys: ["w", "enter"],
    help: "ask for another API, or other permissions",
    short: "another API",
    message: { type: "open_why" },
  },
  {
    id: "reject.copy",
    keys: ["y"],
    help: "copy the checks",
    short: "copy",
    message: { type: "copy_checks" },
  },
  {
    id: "reject.close",
    keys: ["escape", "left", "h", "-"],
    help: "back to the token",
    short: "back",
    message: { type: "back" },
  },
];

/** Keys of the differences. */
export const DIFF_KEYS: readonly Binding[] = [
  {
    id: "diff.copy",
    keys: ["y"],
    help: "copy the differences",
    short: "copy",
    message: { type: "copy_checks" },
  },
  {
    id: "diff.close",
    keys: ["escape", "left", "h", "-"],
    help: "back to the token",
    short: "back",
    message: { type: "back" },
  },
];
