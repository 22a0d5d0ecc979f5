import type { AuthenticationKind } from "../protocol/client_authentication.ts";
import type { FlowName } from "./flow_names.ts";

/** What is known of the place where the program runs. */
export interface FlowEnvironment {
  /** Over SSH (`SSH_CONNECTION` or `SSH_TTY`). */
  readonly ssh: boolean;
  /** In a container. */
  readonly container: boolean;
  /** A display: always on macOS and Windows, `DISPLAY` or `WAYLAND_DISPLAY` elsewhere. */
  readonly display: boolean;
}

/** What the choice is made from. */
export interface FlowChoice {
  /** The flow that the user named. */
  readonly named?: FlowName;
  /** The profile's default flow. */
  readonly preferred?: FlowName;
  /** How the client authenticates. */
  readonly auth: AuthenticationKind;
  /** The place. */
  readonly environment: FlowEnvironment;
}

/**
 * Chooses a flow when none is named.
 *
 * @param choice What is known.
 * @returns The flow and, in one clause, why.
 */
export function chooseFlow(
  choice: FlowChoice,
): { readonly flow: FlowName; readonly reason: string } {
  const { named, preferred, auth, environment } = choice;
  if (named !== undefined) return { flow: named, reason: "it was asked for" };
  if (preferred !== undefined) {
    return { flow: preferred, reason: "it is the profile's flow" };
  }
  if (auth !== "none") {
    return {
      flow: "client-credentials",
      reason: "the client has a credential",
    };
  }
  if (environment.ssh) {
    return { flow: "device-code", reason: "over SSH there is no browser here" };
  }
  if (environment.container) {
    return {
      flow: "device-code",
      reason: "in a container there is no browser",
    };
  }
  if (!environment.display) {
    return { flow: "device-code", reason: "there is no display for a browser" };
  }
  return { flow: "interactive", reason: "this machine has a browser" };
}
