import type { Clock } from "../../engine/ports/clock.ts";
import type { Message } from "../state/message.ts";
import type { State } from "../state/model.ts";
import { nextTickMs } from "../state/ticking.ts";
import type { Store } from "./store.ts";

/**
 * Lets time pass in the interface, only while something on screen changes by
 * it: an idle interface sleeps.
 *
 * @param store The interface.
 * @param clock The time.
 * @returns What stops it.
 */
export function startTicker(
  store: Store<State, Message>,
  clock: Clock,
): () => void {
  let pending: { readonly at: number; readonly stop: () => void } | undefined;

  function schedule(): void {
    const wait = nextTickMs(store.getState());
    const at = clock.now() + (wait ?? 0);
    if (wait !== undefined && pending !== undefined && pending.at <= at) return;
    pending?.stop();
    pending = wait === undefined ? undefined : { at, stop: sleep(wait) };
  }

  function sleep(wait: number): () => void {
    const controller = new AbortController();
    clock.sleep(wait, controller.signal).then(() => {
      pending = undefined;
      store.dispatch({ type: "tick", now: clock.now() });
      schedule();
    }, () => {});
    return () => controller.abort();
  }

  const unsubscribe = store.subscribe(schedule);
  schedule();
  return () => {
    unsubscribe();
    pending?.stop();
  };
}
