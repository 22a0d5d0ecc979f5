import type { Effect } from "../state/effect.ts";
import type { Message } from "../state/message.ts";
import type { HeldToken, Leaving } from "../state/model.ts";
import { adviceOn } from "./advice.ts";
import { hold, runFlow, type Running } from "./flow_run.ts";
import { clean } from "./present.ts";
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

/**
 * Everything that the interface does to the world.
 *
 * @param services What does it.
 * @param options The terminal, and what is called when the person leaves.
 * @returns The effects.
 */
export function createEffects(
  services: TuiServices,
  { terminal, onLeave }: {
    readonly terminal: Terminal;
    readonly onLeave: (leaving: Leaving) => void;
  },
): Effects {
  const running = new Map<number, Running>();

  function run(effect: Effect, dispatch: Dispatch): void {
    const to = { services, dispatch };
    switch (effect.type) {
      case "load_profiles":
        return void loadProfiles(services, dispatch);
      case "run":
        return void runFlow(effect, { services, running, dispatch });
      case "cancel":
        running.get(effect.runId)?.controller.abort();
        return;
      case "answer_paste":
        running.get(effect.runId)?.answer?.resolve(effect.text);
        return;
      case "copy":
        return void tell(copy(effect, services), { ...to, ...effect });
      case "open_url":
        return void tell(openUrl(effect.url, services), { ...to, ...effect });
      case "show_url":
        return void showUrl(effect, { running, terminal });
      case "redraw":
        return void terminal.redraw();
      case "stop":
        return void terminal.stop();
      case "leave":
        return onLeave(effect.leaving);
      default:
        return effect satisfies never;
    }
  }

  const close = () => running.forEach(({ controller }) => controller.abort());
  return { run, close };
}

async function loadProfiles(
  services: TuiServices,
  dispatch: Dispatch,
): Promise<void> {
  try {
    const profiles = clean(await services.profiles());
    const tokens = new Map<string, HeldToken>();
    for (const { name } of profiles) {
      const token = services.peek?.(name);
      if (token === undefined) continue;
      tokens.set(name, await hold(services, token));
    }
    dispatch({ type: "profiles_loaded", profiles, tokens });
  } catch (error) {
    dispatch({
      type: "profiles_failed",
      error: await adviceOn(error, services),
    });
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
  { running, terminal }: {
    readonly running: ReadonlyMap<number, Running>;
    readonly terminal: Terminal;
  },
): Promise<void> {
  const ended = running.get(runId)?.ended.signal;
  if (ended === undefined) return;
  await terminal.present(
    `\nThe sign-in address, whole and on one line:\n\n${url}\n\nEnter goes back to Entrada\n`,
    ended,
  );
}

async function copy(
  { label, pieces, quoted }: Extract<Effect, { type: "copy" }>,
  services: TuiServices,
): Promise<string> {
  const text = pieces.map((piece) => {
    if (typeof piece === "string") return piece;
    const secret = piece.reveal();
    return quoted ? secret.replaceAll("'", `'\\''`) : secret;
  }).join("");
  const how = await services.copy(text);
  return how === "native"
    ? `Copied ${label}`
    : `Copied ${label} (OSC 52, not confirmed)`;
}

async function openUrl(url: string, services: TuiServices): Promise<string> {
  await services.openUrl(url);
  return "Opened in the browser";
}
