import type { BorrowedTool } from "../entra/borrowed_tools.ts";
import { AuthError } from "../errors.ts";

/** The flows, by the names that users and profiles give them. */
export type FlowName =
  | "authorization-code"
  | "interactive"
  | "device-code"
  | "client-credentials"
  | "on-behalf-of"
  | "refresh-token"
  | "password"
  | "implicit"
  | "hybrid"
  | "managed-identity"
  | BorrowedTool;

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
  /** Whether a person has to do something for it. */
  readonly interactive: boolean;
}

/** Every flow, in the order in which help lists them. */
export const FLOWS: readonly FlowInfo[] = [
  {
    name: "interactive",
    aliases: ["InteractiveBrowser", "browser"],
    summary: "sign in with this machine's browser",
    actor: "user",
    interactive: true,
  },
  {
    name: "device-code",
    aliases: ["DeviceCode", "device"],
    summary: "sign in on another device by entering a code",
    actor: "user",
    interactive: true,
  },
  {
    name: "authorization-code",
    aliases: ["AuthorizationCode", "code"],
    summary: "sign in with any browser and a registered redirect URI",
    actor: "user",
    interactive: true,
  },
  {
    name: "client-credentials",
    aliases: ["ClientCredentials", "app"],
    summary: "a token for the application itself, no user",
    actor: "app",
    interactive: false,
  },
  {
    name: "on-behalf-of",
    aliases: ["OnBehalfOf", "obo"],
    summary: "an API's token for the next API, in the user's name",
    actor: "kept",
    interactive: false,
  },
  {
    name: "refresh-token",
    aliases: ["RefreshToken", "refresh"],
    summary: "a new token from a kept or pasted refresh token",
    actor: "kept",
    interactive: false,
  },
  {
    name: "hybrid",
    aliases: [],
    summary:
      "sign in with a browser; who it was is proven before the code is used",
    actor: "user",
    interactive: true,
  },
  {
    name: "implicit",
    aliases: [],
    summary: "legacy: tokens straight from the sign-in page",
    actor: "user",
    interactive: true,
  },
  {
    name: "password",
    aliases: ["ROPC"],
    summary: "discouraged: sign in with a user name and a password",
    actor: "user",
    interactive: true,
  },
  {
    name: "managed-identity",
    aliases: ["ManagedIdentity", "mi"],
    summary: "the identity that Azure gave this machine",
    actor: "app",
    interactive: false,
  },
  {
    name: "azure-cli",
    aliases: [],
    summary: "borrow a token from az, which is signed in already",
    actor: "kept",
    interactive: false,
  },
  {
    name: "azure-powershell",
    aliases: [],
    summary: "borrow a token from Azure PowerShell, which is signed in already",
    actor: "kept",
    interactive: false,
  },
  {
    name: "azd",
    aliases: [],
    summary: "borrow a token from azd, which is signed in already",
    actor: "kept",
    interactive: false,
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

/**
 * Tells what is known of a flow.
 *
 * @param flow The flow.
 * @returns Its names, its actor, and whether a person has to act.
 */
export function flowInfo(flow: FlowName): FlowInfo {
  const found = FLOWS.find((info) => info.name === flow);
  if (found !== undefined) return found;
  throw new TypeError(`There is no flow "${flow}"`);
}
