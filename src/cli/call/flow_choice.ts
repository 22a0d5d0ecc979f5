import { chooseFlow } from "../../engine/flows/choose.ts";
import type { FlowName } from "../../engine/flows/flow_names.ts";
import type { AuthenticationKind } from "../../engine/protocol/client_authentication.ts";
import type { Merged } from "../../settings/merge.ts";
import type { CallSettings } from "./call_settings.ts";
import type { Io } from "../io.ts";

/** Flows that ask this machine: they know neither client nor authority. */
const LOCAL: readonly (FlowName | undefined)[] = [
  "managed-identity",
  "azure-cli",
  "azure-powershell",
  "azd",
];

/**
 * Tells whether a flow asks this machine, and no authority.
 *
 * @param flow The flow, if one is named.
 * @returns Whether it needs no client.
 */
export function isLocalFlow(flow: FlowName | undefined): boolean {
  return LOCAL.includes(flow);
}

function isSet(io: Io, name: string): boolean {
  return (io.env(name) ?? "") !== "";
}

function flowEnvironment(io: Io) {
  return {
    ssh: isSet(io, "SSH_CONNECTION") || isSet(io, "SSH_TTY"),
    container: io.host.isContainer(),
    display: io.host.os === "darwin" || io.host.os === "windows" ||
      isSet(io, "DISPLAY") || isSet(io, "WAYLAND_DISPLAY"),
  };
}

/**
 * Chooses the flow of a call.
 *
 * @param settings The settings of the call.
 * @param place How the client authenticates, and where the program runs.
 * @returns The flow, and why when nobody named it on the command line.
 */
export function flowOf(
  { flow }: Merged<CallSettings>,
  { auth, io }: {
    readonly auth: AuthenticationKind;
    readonly io: Io;
  },
): { readonly flow: FlowName; readonly reason?: string } {
  if (flow?.origin.kind === "flag") return { flow: flow.value };
  if (flow?.origin.kind === "project") {
    return { flow: flow.value, reason: "the project's file says so" };
  }
  return chooseFlow({
    ...(flow === undefined ? {} : { preferred: flow.value }),
    auth,
    environment: flowEnvironment(io),
  });
}
