import type { AcquiredToken } from "../../engine/client.ts";
import type { FlowEvent } from "../../engine/events.ts";
import { Secret } from "../../engine/secret.ts";
import type { FlowMaterial } from "../state/ask.ts";
import type { Effect } from "../state/effect.ts";
import type { Message } from "../state/message.ts";
import type { HeldToken } from "../state/model.ts";
import { adviceOn } from "./advice.ts";
import { clean, holdToken } from "./present.ts";
import type { GivenMaterial, TuiServices } from "./services.ts";
import { createRecording } from "./trace_recording.ts";

type Dispatch = (message: Message) => void;
type Start = Extract<Effect, { type: "run" }>;

/** A sign-in under way. */
export interface Running {
  readonly controller: AbortController;
  /** Aborted when it is over, however it ended. */
  readonly ended: AbortController;
  /** Whoever waits for a pasted address. */
  answer?: PromiseWithResolvers<string>;
}

/** Makes the token that a client answered ready to be shown. */
export async function hold(
  services: TuiServices,
  token: AcquiredToken,
): Promise<HeldToken> {
  const explanation = await services.explain(token.accessToken);
  return holdToken(token, { explanation, now: services.clock.now() });
}

interface World {
  readonly services: TuiServices;
  readonly running: Map<number, Running>;
  readonly dispatch: Dispatch;
}

/**
 * Runs one sign-in to its end and reports what happens; a cancelled one falls
 * silent.
 */
export async function runFlow(start: Start, world: World): Promise<void> {
  const { services, running, dispatch } = world;
  const { runId } = start;
  const current: Running = {
    controller: new AbortController(),
    ended: new AbortController(),
  };
  const { signal } = current.controller;
  running.set(runId, current);
  const record = createRecording(world, runId);
  try {
    const flow = services.acquire(start.profile, {
      ...(start.flow === undefined ? {} : { flow: start.flow }),
      force: start.force,
      ...(start.material === undefined
        ? {}
        : { material: givenMaterial(start.material) }),
      signal,
      paste: (problem) => askPaste(current, { runId, problem, dispatch }),
    });
    let step = await flow.next();
    while (!step.done) {
      record({ event: step.value });
      report(step.value, { runId, dispatch });
      step = await flow.next();
    }
    const token = await hold(services, step.value);
    record({ end: { token } });
    dispatch({ type: "token_acquired", runId, token });
  } catch (error) {
    if (signal.aborted) return;
    const advice = await adviceOn(error, services);
    record({ end: { failure: advice.title } });
    dispatch({ type: "run_failed", runId, error: advice });
  } finally {
    running.delete(runId);
    current.ended.abort();
  }
}

/** What was typed unseen stays so on its way to the flow. */
function givenMaterial(
  { password, refreshToken, ...rest }: FlowMaterial,
): GivenMaterial {
  return {
    ...rest,
    ...(password === undefined
      ? {}
      : { password: new Secret(password.reveal()) }),
    ...(refreshToken === undefined
      ? {}
      : { refreshToken: new Secret(refreshToken.reveal()) }),
  };
}

/** An exchange is for traces; it changes nothing else that is shown. */
function report(
  event: FlowEvent,
  to: { readonly runId: number; readonly dispatch: Dispatch },
): void {
  if (event.type === "exchange") return;
  to.dispatch({ type: "flow_event", runId: to.runId, event: clean(event) });
}

function askPaste(
  current: Running,
  ask: {
    readonly runId: number;
    readonly problem: string | undefined;
    readonly dispatch: Dispatch;
  },
): Promise<string> {
  const { signal } = current.controller;
  signal.throwIfAborted();
  const answer = Promise.withResolvers<string>();
  current.answer = answer;
  signal.addEventListener("abort", () => answer.reject(signal.reason), {
    once: true,
  });
  ask.dispatch({
    type: "paste_wanted",
    runId: ask.runId,
    ...(ask.problem === undefined ? {} : { problem: clean(ask.problem) }),
  });
  return answer.promise;
}
