import type { FlowName } from "../../../engine/flows/flow_names.ts";
import type { Effect, Step } from "../effect.ts";
import type { UserMessage } from "../message.ts";
import type { MenuEntry, ProfileSummary, Screen, State } from "../model.ts";
import { profileInFront, tokenOf, whyNot } from "../select.ts";
import { notice } from "./passing.ts";

/** Starts a flow for the profile in front; one that runs is cancelled. */
export function get(
  state: State,
  { flow, force }: Omit<Extract<UserMessage, { type: "get" }>, "type">,
): Step {
  const profile = profileInFront(state);
  if (profile === undefined) return [state, []];
  const refused = refusal(state, { name: profile, flow });
  if (refused !== undefined) {
    return [notice(state, { text: refused, tone: "warn" }), []];
  }
  const runId = state.runId + 1;
  const asked = flow === undefined ? {} : { flow };
  const cancel: Effect[] = state.run === undefined
    ? []
    : [{ type: "cancel", runId: state.run.id }];
  return [{
    ...state,
    runId,
    run: { id: runId, profile, startedAt: state.now, ...asked },
    overlays: [],
    screen: screenWhileStarting(state.screen, flow),
  }, [
    ...cancel,
    { type: "run", runId, profile, force: force ?? false, ...asked },
  ]];
}

/** Why nothing can be started, unless a refresh will do. */
function refusal(
  state: State,
  { name, flow }: {
    readonly name: string;
    readonly flow: FlowName | undefined;
  },
): string | undefined {
  const profile = state.profiles?.find((one) => one.name === name);
  if (profile === undefined) return undefined;
  if (flow === undefined && tokenOf(state, name)?.canRefresh) return undefined;
  return whyNot(state, { profile, flow: flow ?? profile.flow });
}

/** A new code replaces the old one in place, a refreshed token too. */
function screenWhileStarting(screen: Screen, flow?: FlowName): Screen {
  const stays = screen.kind === "token" ||
    screen.kind === "device" && flow === "device-code";
  return stays ? screen : { kind: "home" };
}

/** Lists the flows that the profile in front can use. */
export function openFlowMenu(state: State): State {
  const name = profileInFront(state);
  const profile = state.profiles?.find((one) => one.name === name);
  const entries = profile === undefined ? [] : flowEntries(state, profile);
  if (profile === undefined || entries.length === 0) return state;
  const preferred = entries.findIndex((entry) => entry.label === profile.flow);
  return {
    ...state,
    overlays: [...state.overlays, {
      kind: "menu",
      title: `Get a token for ${profile.name} with`,
      entries,
      selected: Math.max(0, preferred),
    }],
  };
}

/** The flows that can be run first, then those that cannot, and why. */
function flowEntries(
  state: State,
  profile: ProfileSummary,
): readonly MenuEntry[] {
  return state.flows
    .filter((flow) =>
      profile.flows?.some(({ name }) => name === flow.name) ?? true
    )
    .map((flow) => ({
      ...flow,
      reason: whyNot(state, { profile, flow: flow.name }),
    }))
    .sort((a, b) =>
      Number(a.reason !== undefined) - Number(b.reason !== undefined)
    )
    .map(({ name, summary, reason }, index): MenuEntry => ({
      key: index < 9 ? String(index + 1) : "",
      label: name,
      ...(reason === undefined
        ? { detail: summary, message: { type: "get", flow: name, force: true } }
        : {
          detail: reason,
          disabled: true,
          message: { type: "refuse", reason },
        }),
    }));
}

/** Tries again what failed. */
export function retry(state: State): Step {
  const { screen } = state;
  if (screen.kind !== "error") return [state, []];
  if (screen.profile === undefined) {
    const { profiles: _unread, ...rest } = state;
    return [{ ...rest, screen: { kind: "home" } }, [{ type: "load_profiles" }]];
  }
  const asked = screen.flow === undefined ? {} : { flow: screen.flow };
  return get(state, { force: true, ...asked });
}

/** Starts a flow that the coach suggested. */
export function suggestion(state: State, index: number): Step {
  const { screen } = state;
  const flow = screen.kind === "error"
    ? screen.error.suggestions[index]
    : undefined;
  return flow === undefined ? [state, []] : get(state, { flow, force: true });
}

/** Ends the run that is under way, when there is one. */
export function cancelRun(state: State): Step {
  const { run, ...rest } = state;
  if (run === undefined) return [state, []];
  return [rest, [{ type: "cancel", runId: run.id }]];
}
