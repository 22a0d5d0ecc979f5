import type { Effect, Step } from "./effect.ts";
import type { Message } from "./message.ts";
import type { State } from "./model.ts";
import { placeOf } from "./select.ts";
import { copy, openCopyMenu } from "./update/copying.ts";
import { edit, startFilter, submit, textPasted } from "./update/fields.ts";
import { flowEvent, pasteWanted } from "./update/flow_events.ts";
import { back, interrupt, quit } from "./update/leaving.ts";
import { chosen, closeOverlay, move, openHelp } from "./update/moving.ts";
import { openUrl, showUrl } from "./update/addresses.ts";
import {
  askLogOut,
  dismiss,
  keptFound,
  loggedOut,
  logOut,
  protectionKnown,
} from "./update/kept.ts";
import { notice, noticed, passTime, warn } from "./update/passing.ts";
import { profilesFailed, profilesLoaded } from "./update/profiles.ts";
import { runFailed, tokenAcquired } from "./update/run_ends.ts";
import { get, openFlowMenu, retry, suggestion } from "./update/runs.ts";
import {
  openToken,
  reveal,
  toggleQr,
  tokenPasted,
  useToken,
} from "./update/showing.ts";

/** One handler a message: a message without one does not compile. */
type Handlers = {
  readonly [Type in Message["type"]]: (
    state: State,
    message: Extract<Message, { type: Type }>,
  ) => Step;
};

const HANDLERS: Handlers = {
  tick: (state, { now }) => only(passTime(state, now)),
  resized: (state, { size }) => only({ ...state, size }),
  profiles_loaded: profilesLoaded,
  profiles_failed: (state, { error }) => only(profilesFailed(state, error)),
  kept_found: (state, message) => only(keptFound(state, message)),
  protection_known: (state, { protection }) =>
    only(protectionKnown(state, protection)),
  warned: (state, { text }) => only(warn(state, text)),
  logged_out: (state, message) => only(loggedOut(state, message)),
  flow_event: (state, { event }) => only(flowEvent(state, event)),
  paste_wanted: (state, { problem }) => only(pasteWanted(state, problem)),
  token_acquired: (state, { token }) => only(tokenAcquired(state, token)),
  run_failed: (state, { error }) => only(runFailed(state, error)),
  noticed: (state, message) => only(noticed(state, message)),
  refuse: (state, { reason }) =>
    only(notice(state, { text: reason, tone: "warn" })),
  move: (state, { distance }) => only(move(state, distance)),
  accept,
  get,
  retry,
  suggestion: (state, { index }) => suggestion(state, index),
  open_token: (state) => only(openToken(state)),
  open_flows: (state) => only(openFlowMenu(state)),
  open_copy: (state) => only(openCopyMenu(state)),
  open_help: (state) => only(openHelp(state)),
  start_filter: (state) => only(startFilter(state)),
  edit: (state, message) => only(edit(state, message.edit)),
  submit,
  text_pasted: (state, { text }) => only(textPasted(state, text)),
  token_pasted: (state, { token }) => only(tokenPasted(state, token)),
  back,
  interrupt,
  quit,
  copy: (state, { item }) => copy(state, item),
  open_url: openUrl,
  show_url: showUrl,
  redraw: (state) => [state, [{ type: "redraw" }]],
  stop: (state) => [state, [{ type: "stop" }]],
  toggle_qr: (state) => only(toggleQr(state)),
  reveal: (state) => only(reveal(state)),
  use_token: useToken,
  ask_log_out: (state) => only(askLogOut(state)),
  log_out: (state, { profile }) => logOut(state, profile),
  dismiss: (state) => only(dismiss(state)),
};

/**
 * The next state and what to do about it; pure.
 *
 * @param state The interface.
 * @param message What happened.
 * @returns The state afterwards and the effects, in order.
 */
export function update(state: State, message: Message): Step {
  if (state.leaving !== undefined || isFromAnOldRun(state, message)) {
    return [state, []];
  }
  const handle = HANDLERS[message.type] as (
    state: State,
    message: Message,
  ) => Step;
  const [after, effects] = handle(state, message);
  return [forgetNotice(state, after), effects];
}

/** A notice ends with the screen that it was shown on. */
function forgetNotice(before: State, after: State): State {
  const { notice: shown, ...rest } = after;
  return shown !== undefined && shown === before.notice &&
      placeOf(before) !== placeOf(after)
    ? rest
    : after;
}

/** A run that was cancelled or replaced may still have news on the way. */
function isFromAnOldRun(state: State, message: Message): boolean {
  return "runId" in message && message.runId !== state.run?.id;
}

function accept(state: State): Step {
  const message = chosen(state);
  if (message?.type === "refuse") return update(state, message);
  const closed = closeOverlay(state);
  return message === undefined ? only(closed) : update(closed, message);
}

function only(state: State): readonly [State, readonly Effect[]] {
  return [state, []];
}
