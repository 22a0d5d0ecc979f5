import { FLOWS } from "../../engine/flows/flow_names.ts";
import { sanitizeText } from "../../engine/text.ts";
import { initialState } from "../state/initial.ts";
import type { Message } from "../state/message.ts";
import type { Leaving, Size, State } from "../state/model.ts";
import { update } from "../state/update.ts";
import { createEffects } from "./effects.ts";
import { tellProtection } from "./kept.ts";
import { showToken } from "./present.ts";
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
}

/** Three parts of base64url, or the five of an encrypted one. */
const JWT = /^(?:Bearer)?(eyJ[\w-]+(?:\.[\w-]*){2}(?:(?:\.[\w-]*){2})?)$/i;

/**
 * Starts an interface and has its profiles read.
 *
 * @param services The world.
 * @param options What it is told.
 * @returns The session.
 */
export function openSession(
  services: TuiServices,
  { terminal, ...options }: SessionOptions,
): Session {
  const { clock } = services;
  const left = Promise.withResolvers<Leaving>();
  const effects = createEffects(services, { terminal, onLeave: left.resolve });
  const now = clock.now();
  const flows = FLOWS.map(({ name, summary }) => ({ name, summary }));
  const store = createStore({
    initial: initialState({ ...options, now, flows }),
    update,
    // What an effect reports is as late as the effect was slow.
    runEffect: (effect, dispatch) =>
      effects.run(
        effect,
        (message) => dispatch({ type: "tick", now: clock.now() }, message),
      ),
  });
  const stopTicker = startTicker(store, clock);
  effects.run({ type: "load_profiles" }, store.dispatch);
  services.onWarning?.((text) =>
    send({ type: "warned", text: sanitizeText(text) })
  );
  void tellProtection({ services, dispatch: store.dispatch });

  function send(message: Message): void {
    store.dispatch({ type: "tick", now: clock.now() }, message);
  }

  return {
    store,
    send,
    paste: (text) => void pasted(text, services).then(send),
    left: left.promise,
    close() {
      stopTicker();
      effects.close();
    },
  };
}

/** A terminal may have broken a long token into lines. */
async function pasted(
  text: string,
  services: TuiServices,
): Promise<Message> {
  const token = text.replace(/\s+/g, "").match(JWT)?.[1];
  if (token === undefined) {
    return {
      type: "text_pasted",
      text: sanitizeText(text.replace(/\s+/g, " ").trim()),
    };
  }
  try {
    const shown = showToken(token, await services.explain(token));
    return { type: "token_pasted", token: shown };
  } catch {
    // Whoever pastes anything at all must not bring the interface down.
    return { type: "refuse", reason: "This token cannot be read" };
  }
}
