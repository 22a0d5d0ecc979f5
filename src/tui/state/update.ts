import type { Effect, Step } from "./effect.ts";
import type { Message } from "./message.ts";
import { spokenSize } from "./layout.ts";
import type { State } from "./model.ts";
import { stateAt } from "./places.ts";
import { frontOverlay, placeOf } from "./select.ts";
import {
  askDiff,
  checked,
  checkFailed,
  compared,
  copyChecks,
  diffWith,
  judged,
  openVerify,
  verified,
} from "./update/checking.ts";
import { answer, ask, openWhy } from "./update/asking.ts";
import { copy, openCopyMenu } from "./update/copying.ts";
import { edit, startFilter, submit, textPasted } from "./update/fields.ts";
import { flowEvent, pasteWanted } from "./update/flow_events.ts";
import { formAct } from "./update/form_acts.ts";
import { formNews, profileDeleted } from "./update/form_news.ts";
import { askDelete, deleteProfile, openForm } from "./update/forms.ts";
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
import { fitLog, logged, openLog } from "./update/logging.ts";
import {
  chosenEntry,
  closePalette,
  getFor,
  goTo,
  openPalette,
} from "./update/palette.ts";
import { notice, noticed, passTime, warn } from "./update/passing.ts";
import { pick } from "./update/picking.ts";
import { profilesFailed, profilesLoaded } from "./update/profiles.ts";
import { runFailed, tokenAcquired } from "./update/run_ends.ts";
import { get, openFlowMenu, retry, suggestion } from "./update/runs.ts";
import {
  allowScript,
  copyScript,
  lostScripts,
  runScript,
  scriptNews,
  scriptsFound,
  stopScript,
} from "./update/scripting.ts";
import { openSettings, setSetting, stepSetting } from "./update/settings.ts";
import {
  askTraceFormat,
  copyTrace,
  openTrace,
  openTraceStep,
  traceGrew,
  turnTraceStep,
} from "./update/tracing.ts";
import {
  goHome,
  openPane,
  openToken,
  reveal,
  toggleQr,
  tokenPasted,
  turnPane,
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
  resized: (state, { size }) =>
    only(fitLog({
      ...state,
      size: state.screenReader ? spokenSize(size) : size,
    })),
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
  open_verify: openVerify,
  open_why: (state) => only(openWhy(state)),
  ask: (state, { act }) => only(ask(state, act)),
  judged: (state, message) => only(judged(state, message)),
  ask_diff: (state) => only(askDiff(state)),
  diff_with: (state, { profile }) => diffWith(state, profile),
  copy_checks: copyChecks,
  checked: (state, message) => only(checked(state, message)),
  verified: (state, message) => only(verified(state, message)),
  compared: (state, message) => only(compared(state, message)),
  check_failed: (state, message) => only(checkFailed(state, message)),
  accept,
  get,
  retry,
  suggestion: (state, { index }) => suggestion(state, index),
  open_token: (state) => only(openToken(state)),
  do_at: (state, { place, message }) => {
    const there = stateAt(state, place);
    return there === undefined ? only(state) : update(there, message);
  },
  open_pane: (state, { pane }) => only(openPane(state, pane)),
  turn_pane: (state, { by }) => only(turnPane(state, by)),
  go_home: (state) => only(goHome(state)),
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
  open_form: openForm,
  form: (state, { act }) => formAct(state, act),
  form_news: formNews,
  ask_delete: (state) => only(askDelete(state)),
  delete_profile: (state, { profile }) => deleteProfile(state, profile),
  profile_deleted: profileDeleted,
  open_palette: (state) => [openPalette(state), [{ type: "find_scripts" }]],
  scripts_found: (state, message) => only(scriptsFound(state, message)),
  run_script: runScript,
  allow_script: allowScript,
  stop_script: stopScript,
  copy_script: copyScript,
  script_news: scriptNews,
  open_settings: (state) => only(openSettings(state)),
  // What is wrong with a script is told there.
  open_log: (state) => [openLog(state), [{ type: "find_scripts" }]],
  traced: (state, message) => only(traceGrew(state, message)),
  open_trace: (state) => only(openTrace(state)),
  open_trace_step: (state) => only(openTraceStep(state)),
  turn_trace_step: (state, { by }) => only(turnTraceStep(state, by)),
  ask_trace_format: (state) => only(askTraceFormat(state)),
  copy_trace: (state, { format }) => copyTrace(state, format),
  step_setting: stepSetting,
  set_setting: setSetting,
  pick: (state, { index }) => only(pick(state, index)),
  go_to: (state, message) => only(goTo(state, message)),
  get_for: getFor,
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
  const told = forgetNotice(state, after);
  const lost = lostScripts(state, after);
  return [logged(state, { after: told, message }), [...effects, ...lost]];
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
  const overlay = frontOverlay(state);
  if (overlay?.kind === "palette") return acceptEntry(state);
  if (overlay?.kind === "ask") return answer(state, overlay);
  const message = chosen(state);
  if (message?.type === "refuse") return update(state, message);
  const closed = closeOverlay(state);
  return message === undefined ? only(closed) : update(closed, message);
}

/** What cannot be done leaves the palette open, and says why. */
function acceptEntry(state: State): Step {
  const entry = chosenEntry(state);
  if (entry === undefined) return only(state);
  const { reason, message } = entry;
  if (reason !== undefined) return update(state, { type: "refuse", reason });
  return update(closePalette(state, entry), message);
}

function only(state: State): readonly [State, readonly Effect[]] {
  return [state, []];
}
