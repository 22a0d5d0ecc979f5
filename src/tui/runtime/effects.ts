import type { Effect } from "../state/effect.ts";
import type { Message } from "../state/message.ts";
import type { Leaving } from "../state/model.ts";
import type { InterfaceSettings } from "../state/settings.ts";
import { adviceOn } from "./advice.ts";
import { type Checks, createChecks } from "./checks.ts";
import { runFlow, type Running } from "./flow_run.ts";
import { checkForm, deleteProfile, openForm, saveForm } from "./forms.ts";
import {
  createKeptSearches,
  type KeptSearches,
  logOut,
  tellProtection,
} from "./kept.ts";
import { clean } from "./present.ts";
import { traceText } from "./trace_recording.ts";
import { createScripts, type Scripts } from "./scripts.ts";
import type { TuiServices } from "./services.ts";
import type { RunEffect } from "./store.ts";
import type { Terminal } from "./terminal.ts";

type Dispatch = (message: Message) => void;

/** The effects of one interface, and their end. */
export interface Effects {
  /** Starts one. */
  readonly run: RunEffect<Message, Effect>;
  /** Cancels what still runs. */
  readonly close: () => void;
}

/** What effects are done with. */
interface World {
  readonly services: TuiServices;
  readonly running: Map<number, Running>;
  readonly searches: KeptSearches;
  readonly checks: Checks;
  readonly scripts: Scripts;
  readonly terminal: Terminal;
  readonly onLeave: (leaving: Leaving) => void;
  readonly dispatch: Dispatch;
}

/** One starter an effect: an effect without one does not compile. */
type Starters = {
  readonly [Type in Effect["type"]]: (
    effect: Extract<Effect, { type: Type }>,
    world: World,
  ) => unknown;
};

const STARTERS: Starters = {
  load_profiles: (_effect, world) => loadProfiles(world),
  find_kept: (effect, { searches, dispatch }) =>
    searches.start(effect, dispatch),
  log_out: ({ profile }, world) => logOut(profile, world),
  verify_token: (effect, world) => world.checks.verify(effect, world),
  judge_token: (effect, world) => world.checks.judge(effect, world),
  compare_tokens: (effect, world) => world.checks.compare(effect, world),
  find_scripts: (_effect, world) => world.scripts.find(world),
  plan_script: (effect, world) => world.scripts.plan(effect, world),
  start_script: (effect, world) => world.scripts.start(effect, world),
  stop_script: ({ scriptId }, { scripts }) => scripts.stop(scriptId),
  open_form: openForm,
  check_form: checkForm,
  save_form: saveForm,
  delete_profile: deleteProfile,
  async run(effect, world) {
    await runFlow(effect, world);
    // A keyring that was locked may have been opened meanwhile.
    await tellProtection(world);
  },
  cancel: ({ runId }, { running }) => running.get(runId)?.controller.abort(),
  answer_paste: ({ runId, text }, { running }) =>
    running.get(runId)?.answer?.resolve(text),
  copy: (effect, world) =>
    tell(copy(effect, world.services), { ...world, place: effect.place }),
  copy_trace: (effect, world) =>
    tell(copyTrace(effect, world.services), { ...world, place: effect.place }),
  open_url: ({ url, place }, world) =>
    tell(openUrl(url, world.services), { ...world, place }),
  show_url: showUrl,
  save_settings: ({ settings }, world) => saveSettings(settings, world),
  redraw: (_effect, { terminal }) => terminal.redraw(),
  stop: (_effect, { terminal }) => terminal.stop(),
  leave: ({ leaving }, { onLeave }) => onLeave(leaving),
};

/**
 * Everything that the interface does to the world.
 *
 * @param services What does it.
 * @param options The terminal, and what is called when the person leaves.
 * @returns The effects.
 */
export function createEffects(
  services: TuiServices,
  options: Pick<World, "terminal" | "onLeave">,
): Effects {
  const running = new Map<number, Running>();
  const searches = createKeptSearches(services);
  const checks = createChecks();
  const scripts = createScripts();
  const world = { ...options, services, running, searches, checks, scripts };
  return {
    run(effect, dispatch) {
      const start = STARTERS[effect.type] as (
        effect: Effect,
        world: World,
      ) => unknown;
      void start(effect, { ...world, dispatch });
    },
    close() {
      searches.close();
      checks.close();
      scripts.close();
      running.forEach(({ controller }) => controller.abort());
    },
  };
}

async function loadProfiles(
  { services, dispatch }: World,
): Promise<void> {
  try {
    const profiles = clean(await services.profiles());
    dispatch({ type: "profiles_loaded", profiles });
  } catch (error) {
    dispatch({
      type: "profiles_failed",
      error: await adviceOn(error, services),
    });
  }
}

/** A choice that could not be kept still holds for this run. */
async function saveSettings(
  settings: InterfaceSettings,
  { services, dispatch }: World,
): Promise<void> {
  try {
    await services.saveSettings?.(settings);
  } catch (error) {
    const { message, hint } = await adviceOn(error, services);
    const text = hint === undefined ? message : `${message}. ${hint}`;
    dispatch({ type: "warned", text });
  }
}

/** Tells what a small effect did, or why it could not. */
async function tell(
  done: Promise<string>,
  { services, dispatch, place }: {
    readonly services: TuiServices;
    readonly dispatch: Dispatch;
    readonly place: string;
  },
): Promise<void> {
  try {
    dispatch({ type: "noticed", text: await done, tone: "ok", place });
  } catch (error) {
    const { message } = await adviceOn(error, services);
    dispatch({ type: "noticed", text: message, tone: "warn", place });
  }
}

/** Inside a frame an address this long would be broken or cut. */
async function showUrl(
  { url, runId }: Extract<Effect, { type: "show_url" }>,
  { running, terminal }: World,
): Promise<void> {
  const ended = running.get(runId)?.ended.signal;
  if (ended === undefined) return;
  await terminal.present(
    `\nThe sign-in address, whole and on one line:\n\n${url}\n\nEnter goes back to Entrada\n`,
    ended,
  );
}

async function copy(
  { label, pieces, quoted, via }: Extract<Effect, { type: "copy" }>,
  services: TuiServices,
): Promise<string> {
  const text = pieces.map((piece) => {
    if (typeof piece === "string") return piece;
    const secret = piece.reveal();
    return quoted ? secret.replaceAll("'", `'\\''`) : secret;
  }).join("");
  const how = await services.copy(text, via);
  return how === "native"
    ? `Copied ${label}`
    : `Copied ${label} (OSC 52, not confirmed)`;
}

function copyTrace(
  { format, trace, via, place }: Extract<Effect, { type: "copy_trace" }>,
  services: TuiServices,
): Promise<string> {
  const pieces = [traceText(trace, format)];
  const label = "the trace";
  return copy({ type: "copy", label, pieces, via, place }, services);
}

async function openUrl(url: string, services: TuiServices): Promise<string> {
  await services.openUrl(url);
  return "Opened in the browser";
}
