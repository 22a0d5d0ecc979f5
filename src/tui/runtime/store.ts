/**
 * Where the interface meets the world: the store, the effects, the time.
 * The only folder of the interface that may import values of the engine.
 *
 * @module
 */

/** Starts one effect. */
export type RunEffect<Message, Effect> = (
  effect: Effect,
  dispatch: (...messages: readonly Message[]) => void,
) => void;

/** A state, the way in and the way to hear of changes. */
export interface Store<State, Message> {
  /** The state now. */
  readonly getState: () => State;
  /** Takes messages in order; listeners hear once, after the last. */
  readonly dispatch: (...messages: readonly Message[]) => void;
  /** Hears of changes; the answer ends that. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** What a store is made of. */
export interface Program<State, Message, Effect> {
  /** The first state. */
  readonly initial: State;
  /** The reducer. */
  readonly update: (
    state: State,
    message: Message,
  ) => readonly [State, readonly Effect[]];
  /** What starts an effect. */
  readonly runEffect: RunEffect<Message, Effect>;
}

/**
 * Runs a reducer: messages in order, effects after the state is set.
 *
 * @param program The reducer and what is around it.
 * @returns The store.
 */
export function createStore<State, Message, Effect>(
  { initial, update, runEffect }: Program<State, Message, Effect>,
): Store<State, Message> {
  let state = initial;
  let draining = false;
  const listeners = new Set<() => void>();
  const queue: Message[] = [];

  function drain(): void {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [after, effects] = update(state, next);
      state = after;
      for (const effect of effects) runEffect(effect, dispatch);
    }
  }

  function dispatch(...messages: readonly Message[]): void {
    queue.push(...messages);
    if (draining) return;
    const before = state;
    draining = true;
    try {
      drain();
    } finally {
      draining = false;
    }
    if (state === before) return;
    for (const listener of [...listeners]) listener();
  }

  return {
    getState: () => state,
    dispatch,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
