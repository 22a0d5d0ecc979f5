import { flowInfo, type FlowName } from "../../engine/flows/flow_names.ts";
import type { Merged } from "../../settings/merge.ts";
import type { CallSettings } from "../call/call_settings.ts";
import { doubtfulAuthority, signInRefused } from "../profiles/project_guard.ts";

/**
 * Keeps a person from signing in where only a project says so: the interface
 * has the command line's question in no place, so it refuses.
 *
 * @param flow The flow that is to run.
 * @param options The settings of the profile, and whether a token is kept.
 * @returns Whether the call has to do with what is kept, and ask nobody.
 * @throws {ConfigurationError} If somebody would sign in.
 */
export async function keepsSilent(
  flow: FlowName,
  { settings, isKept }: {
    readonly settings: Merged<CallSettings>;
    readonly isKept: () => Promise<boolean>;
  },
): Promise<boolean> {
  const named = doubtfulAuthority(settings);
  if (named === undefined || !flowInfo(flow).interactive) return false;
  // A password that is given is asked of nobody, and would be sent.
  if (flow !== "password" && await isKept()) return true;
  throw signInRefused(named, "interface");
}
