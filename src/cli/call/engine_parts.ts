import { load } from "../../adapters/load.ts";
import { clientCredentials } from "../../engine/flows/client_credentials.ts";
import type { EngineParts } from "../../engine/parts.ts";

/**
 * The engine's parts for one call: the flow of a program that waits for its
 * token is at hand, the others are read from their files when they are run.
 */
export const ENGINE_PARTS: EngineParts = {
  async *runFlow(name, request, options) {
    if (name === "client-credentials") {
      return yield* clientCredentials(request, options.ports, options);
    }
    const { runFlow } = await load<
      typeof import("../../engine/flows/run_flow.ts")
    >("../../engine/flows/run_flow.ts", import.meta.url);
    return yield* runFlow(name, request, options);
  },
  discovery: () =>
    load<typeof import("../../engine/protocol/discover.ts")>(
      "../../engine/protocol/discover.ts",
      import.meta.url,
    ),
  preview: () =>
    load<typeof import("../../engine/flows/preview.ts")>(
      "../../engine/flows/preview.ts",
      import.meta.url,
    ),
  api: () =>
    load<typeof import("../../engine/api/client_calls.ts")>(
      "../../engine/api/client_calls.ts",
      import.meta.url,
    ),
};
