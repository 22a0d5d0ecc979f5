import type { Fetch } from "../../engine/ports/mod.ts";
import type { Context } from "../context.ts";

/** Silence longer than this makes people wonder. */
const PATIENCE_MS = 1_000;

/**
 * Says once whom the program waits for, when an answer takes long. The timer
 * starts after the request is on its way, so that it costs no time.
 *
 * @param fetch The network.
 * @param context Time, and whom to tell.
 * @returns The same network.
 */
export function tellWhenSlow(
  fetch: Fetch,
  { io, messages }: Pick<Context, "io" | "messages">,
): Fetch {
  let told = false;
  return async (request) => {
    const answer = fetch(request);
    let waiting = true;
    io.remind(PATIENCE_MS, () => {
      if (!waiting || told) return;
      told = true;
      messages.note(`Waiting for ${new URL(request.url).host} to answer`);
    });
    try {
      return await answer;
    } finally {
      waiting = false;
    }
  };
}
