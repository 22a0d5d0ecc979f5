import { useApp, useInput, usePaste } from "ink";
import {
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useState,
  useSyncExternalStore,
} from "react";
import { decode } from "../keys/decode.ts";
import { messageOf } from "../keys/dispatch.ts";
import type { Session } from "../runtime/session.ts";
import { type Look, themed } from "../theme/look.ts";
import type { HandOver } from "../hand_over.ts";
import type { Mouse } from "../mouse.ts";
import type { State } from "../state/model.ts";
import { messagesAt } from "../keys/pointer.ts";
import { App } from "./app.tsx";
import { Styled } from "./parts/styled.tsx";

const NAME = " entrada";

/**
 * Binds a session to Ink: the one place where keys arrive.
 *
 * The whole screen is the ready sign: it is drawn once raw mode is on, and a
 * key sent earlier may be lost.
 */
export function Root(
  { session, look, terminal, mouse }: {
    readonly session: Session;
    /** What the terminal can show. */
    readonly look: Look;
    readonly terminal: HandOver;
    readonly mouse: Mouse;
  },
): ReactNode {
  const { store } = session;
  const state = useSyncExternalStore(store.subscribe, store.getState);
  const [live, setLive] = useState(false);
  const { suspendTerminal } = useApp();
  useEffect(() => terminal.attach(suspendTerminal), [
    terminal,
    suspendTerminal,
  ]);
  useMouse({ session, mouse, isOn: !look.screenReader && usesMouse(state) });
  usePaste((text) => session.paste(text));
  useInput((input, key) => {
    for (const done of decode(input, key)) {
      if (done.type === "paste") session.paste(done.text);
      else {
        const message = messageOf(done, store.getState());
        if (message !== undefined) session.send(message);
      }
    }
  });
  // After the effects of useInput, which switch raw mode on.
  useEffect(() => setLive(true), []);
  // Nobody can use more before keys are heard, and the less is drawn, the sooner.
  return live
    ? <App look={themed(look, state.settings.theme)} state={state} />
    : <Styled look={look} role="brand">{NAME}</Styled>;
}

function usesMouse({ settings }: State): boolean {
  return settings.mouse === "on";
}

/** A layout effect ends before the screen is left, however it is left. */
function useMouse(
  { session, mouse, isOn }: {
    readonly session: Session;
    readonly mouse: Mouse;
    readonly isOn: boolean;
  },
): void {
  useLayoutEffect(() => {
    if (!isOn) return;
    mouse.take((pointing) => {
      const state = session.store.getState();
      for (const message of messagesAt(state, pointing)) session.send(message);
    });
    return mouse.release;
  }, [session, mouse, isOn]);
}
