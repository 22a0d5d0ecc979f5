import type { runFlow } from "./flows/run_flow.ts";

/**
 * What a client does not bring along, because a call needs little of it. Who
 * makes the client says where it is loaded from: a script has no permission to
 * read files, so all of it has to be named for Deno beforehand; a program that
 * has it can leave the reading until then.
 */
export interface EngineParts {
  /** Runs a flow by its name. */
  readonly runFlow: typeof runFlow;
  /** Asks authorities for their endpoints. */
  discovery(): Promise<
    Pick<typeof import("./protocol/discover.ts"), "createAuthorityFinder">
  >;
  /** Tells what would be sent. */
  preview(): Promise<Pick<typeof import("./flows/preview.ts"), "preview">>;
  /** Calls APIs. */
  api(): Promise<
    Pick<
      typeof import("./api/client_calls.ts"),
      "fetchWithToken" | "credentialToken"
    >
  >;
}
