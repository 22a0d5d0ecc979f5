import type { ExchangeEvent } from "../events.ts";
import type { Wire } from "./wire.ts";

/**
 * Makes one protocol step: runs it, reports its exchanges whether it succeeds
 * or not, and names what could not be done.
 *
 * @param wire The wire that the step uses.
 * @param action What a failure is called, such as `Cannot redeem the code`.
 * @param run The step.
 * @returns Exchange events, then the step's result.
 */
export async function* step<T>(
  wire: Wire,
  { action, run }: { readonly action: string; readonly run: () => Promise<T> },
): AsyncGenerator<ExchangeEvent, T> {
  let value: T;
  try {
    value = await run();
  } catch (error) {
    yield* wire.drain();
    // Only what goes wrong needs words.
    const { toAuthError } = await import("./failure.ts");
    throw await toAuthError(error, action);
  }
  yield* wire.drain();
  return value;
}
