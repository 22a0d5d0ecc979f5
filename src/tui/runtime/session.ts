import { FLOWS } from "../../engine/flows/flow_names.ts";
import type { Clock } from "../../engine/ports/clock.ts";
import { sanitizeText } from "../../engine/text.ts";
import type { Effect } from "../state/effect.ts";
import { initialState } from "../state/initial.ts";
import type { Message } from "../state/message.ts";
import type {
  FlowChoice,
  Leaving,
  Size,
  State,
  UserKeys,
} from "../state/model.ts";
import type { FixedSettings, InterfaceSettings } from "../state/settings.ts";
import { update } from "../state/update.ts";
import { createEffects } from "./effects.ts";
import type { Recorder, RecordingStart } from "./recording.ts";
import { formPaste } from "./forms.ts";
import { tellProtection } from "./kept.ts";
import { pasted, pastedText } from "./paste.ts";
import type { TuiServices } from "./services.ts";
import { createStore, type Store } from "./store.ts";
import type { Terminal } from "./terminal.ts";
import { startTicker } from "./ticker.ts";

/** One interface without its screen. */
export interface Session {
  readonly store: Store<State, Message>;
  /** Takes what a person did, at the time it was done. */
  readonly send: (message: Message) => void;
  /** Takes pasted text: a token is read, everything else goes to a field. */
  readonly paste: (text: string) => void;
  /** Resolves when the person leaves. */
  readonly left: Promise<Leaving>;
  /** Cancels what runs and stops the time. */
  readonly close: () => void;
}

/** What a session is told. */
export interface SessionOptions {
  readonly size: Size;
  /** What the interface is drawn on. */
  readonly terminal: Terminal;
  readonly banner?: string;
  readonly deviceHint?: string;
  readonly timeZone?: string;
  readonly screenReader?: boolean;
  readonly drawsQr?: boolean;
  readonly canStop?: boolean;
  readonly settings?: InterfaceSettings;
  readonly fixed?: FixedSettings;
  readonly userKeys?: UserKeys;
  /** Begins to record the session; it is not recorded when absent. */
  readonly record?: (start: Omit<RecordingStart, "look">) => Recorder;
}

const FLOW_CHOICES: readonly FlowChoice[] = FLOWS
  .map(({ name, summary }) => ({ name, summary }));

/**
 * Starts an interface and has its profiles read.
 *
 * @param services The world.
 * @param options What it is told.
 * @returns The session.
 */
export function openSession(
  services: TuiServices,
  { terminal, record, ...options }: SessionOptions,
): Session {
  const { clock } = services;
  const left = Promise.withResolvers<Leaving>();
  const effects = createEffects(services, { terminal, onLeave: left.resolve });
  const initial = { ...options, now: clock.now() };
  const recorder = record?.({ initial: zoned(initial), onEnd: warn });
  const store = createStore<State, Message, Effect>({
    initial: initialState({ ...initial, flows: FLOW_CHOICES }),
    update(state, message) {
      recorder?.take(state, message);
      return update(state, message);
    },
    // What an effect reports is as late as the effect was slow.
    runEffect: (effect, dispatch) =>
      effects.run(effect, timed(dispatch, clock)),
  });
  const send = timed(store.dispatch, clock);
  const stopTicker = startTicker(store, clock);
  effects.run({ type: "load_profiles" }, store.dispatch);
  services.onWarning?.(warn);
  void tellProtection({ services, dispatch: store.dispatch });

  function warn(text: string): void {
    send({ type: "warned", text: sanitizeText(text) });
  }

  return {
    store,
    send,
    paste: (text) => paste(text, { services, state: store.getState(), send }),
    left: left.promise,
    close() {
      stopTicker();
      effects.close();
    },
  };
}

/** Every message comes at its time. */
function timed(
  dispatch: Store<State, Message>["dispatch"],
  { now }: Clock,
): (message: Message) => void {
  return (message) => dispatch({ type: "tick", now: now() }, message);
}

/** Where it is replayed, the zone may be another one: it is recorded by name. */
function zoned(
  initial: RecordingStart["initial"],
): RecordingStart["initial"] {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return { timeZone, ...initial };
}

/** Text is there before the next key; a token takes a while to read. */
function paste(
  text: string,
  { services, state, send }: {
    readonly services: TuiServices;
    readonly state: State;
    readonly send: (message: Message) => void;
  },
): void {
  const inField = formPaste(text, state) ?? pastedText(text, state);
  if (inField !== undefined) send(inField);
  else void pasted(text, { services, state }).then(send);
}
