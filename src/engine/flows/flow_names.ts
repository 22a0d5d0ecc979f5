import { AuthError } from "../errors.ts";

/** The flows, by the names that users and profiles give them. */
export type FlowName =
  | "authorization-code"
  | "interactive"
  | "device-code"
  | "client-credentials"
  | "refresh-token";

/** One flow as help and completion show it. */
export interface FlowInfo {
  /** Canonical name. */
  readonly name: FlowName;
  /** Other accepted spellings, any case. */
  readonly aliases: readonly string[];
  /** One line of help. */
  readonly summary: string;
  /** Who signs in: a person, the application itself, or nobody again. */
  readonly actor: "user" | "app" | "kept";
}

/** Every flow, in the order in which help lists them. */
export const FLOWS: readonly FlowInfo[] = [
  {
    name: "interactive",
    aliases: ["InteractiveBrowser", "browser"],
    summary: "sign in with this machine's browser",
    actor: "user",
  },
  {
    name: "device-code",
    aliases: ["DeviceCode", "device"],
    summary: "sign in on another device by entering a code",
    actor: "user",
  },
  {
    name: "authorization-code",
    aliases: ["AuthorizationCode", "code"],
    summary: "sign in with any browser and a registered redirect URI",
    actor: "user",
  },
  {
    name: "client-credentials",
    aliases: ["ClientCredentials", "app"],
    summary: "a token for the application itself, no user",
    actor: "app",
  },
  {
    name: "refresh-token",
    aliases: ["RefreshToken", "refresh"],
    summary: "a new token from a kept refresh token",
    actor: "kept",
  },
];

/**
 * Finds a flow by its name or an alias, in any case.
 *
 * @param text What the user wrote.
 * @returns The canonical name.
 * @throws {AuthError} `unknown_flow` if there is no such flow.
 */
export function parseFlowName(text: string): FlowName {
  const wanted = text.toLowerCase();
  const found = FLOWS.find((flow) =>
    [flow.name, ...flow.aliases].some((name) => name.toLowerCase() === wanted)
  );
  if (found !== undefined) return found.name;
  throw new AuthError("unknown_flow", `Cannot use the flow "${text}"`, {
    hint: `The flows are ${FLOWS.map((flow) => flow.name).join(", ")}`,
  });
}

/** Whose a flow's tokens are; the two must never stand in for each other. */
export type Actor = "user" | "app";

/**
 * Tells whose a flow's tokens are.
 *
 * @param flow The flow.
 * @returns `app` when the application acts for itself.
 */
export function actorOf(flow: FlowName): Actor {
  return FLOWS.find((info) => info.name === flow)?.actor === "app"
    ? "app"
    : "user";
}
