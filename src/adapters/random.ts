import type { Random } from "../engine/ports/mod.ts";

/** The platform's cryptographically secure generator. */
export const systemRandom: Random = {
  bytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
};
