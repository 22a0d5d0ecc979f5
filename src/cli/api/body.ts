import { AuthError } from "../../engine/errors.ts";
import type { Context } from "../context.ts";

/**
 * Reads the body of an answer as it comes.
 *
 * @param response The answer.
 * @param options Where it is from, and the world.
 * @returns Its bytes.
 * @throws {AuthError} `network_error` if the rest does not come.
 */
export async function* bodyOf(
  { body }: Response,
  { url, context: { io } }: { readonly url: URL; readonly context: Context },
): AsyncGenerator<Uint8Array> {
  if (body === null) return;
  const reader = body.getReader();
  let isWhole = false;
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause) => {
        io.signal.throwIfAborted();
        throw new AuthError(
          "network_error",
          `Cannot read the whole answer of "${url.host}"`,
          { cause, hint: "Check the network, then try again" },
        );
      });
      isWhole = done;
      if (done) return;
      yield value;
    }
  } finally {
    // Whoever reads no further wants no more of it to come.
    if (!isWhole) await reader.cancel().catch(() => {});
  }
}
