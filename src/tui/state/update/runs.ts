import type { FlowName } from "../../../engine/flows/flow_names.ts";
import type { Effect, Step } from "../effect.ts";
import type { UserMessage } from "../message.ts";
import type { FlowMaterial } from "../ask.ts";
import type {
  MenuEntry,
  Overlay,
  ProfileSummary,
  Screen,
  State,
} from "../model.ts";
import { profileInFront, tokenOf, whyNot } from "../select.ts";
import { missingMaterial } from "./material.ts";
import { notice } from "./passing.ts";

/** What is wanted of a flow. */
type Wish = Omit<Extract<UserMessage, { type: "get" }>, "type"> & {
  /** The one in front when absent. */
  readonly profile?: string;
  /** What the person gave for it. */
  readonly material?: FlowMaterial;
};

/**
 * Starts a flow, or asks for what it cannot begin without; one that runs is
 * cancelled.
 */
export function get(state: State, wish: Wish): Step {
  const { flow, profile = profileInFront(state) } = wish;
  if (profile === undefined) return [state, []];
  const refused = refusal(state, { name: profile, flow });
  if (refused !== undefined) {
    return [notice(state, { text: refused, tone: "warn" }), []];
  }
  const material = wish.material ?? materialFrom(state, wish.from);
  const question = material === undefined
    ? questionFor(state, { name: profile, flow })
    : undefined;
  if (question !== undefined) {
    const below = state.overlays.filter(({ kind }) => kind !== "menu");
    return [{ ...state, overlays: [...below, question] }, []];
  }
  return start(state, {
    profile,
    ...(flow === undefined ? {} : { flow }),
    force: wish.force ?? false,
    ...(material === undefined ? {} : { material }),
  });
}

/** The token of another profile stands for its user. */
function materialFrom(
  state: State,
  from: string | undefined,
): FlowMaterial | undefined {
  const token = tokenOf(state, from);
  return token === undefined ? undefined : { assertion: token.access };
}

/** What is kept may do without a question. */
function questionFor(
  state: State,
  { name, flow }: {
    readonly name: string;
    readonly flow: FlowName | undefined;
  },
): Overlay | undefined {
  const profile = state.profiles?.find((one) => one.name === name);
  if (profile === undefined) return undefined;
  if (flow === undefined && tokenOf(state, name)?.canRefresh) return undefined;
  return missingMaterial(state, { profile, flow: flow ?? profile.flow });
}

type Start = Omit<Extract<Effect, { type: "run" }>, "type" | "runId">;

function start(state: State, wish: Start): Step {
  const { profile, flow } = wish;
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
    { type: "run", runId, ...wish },
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
  return whyNot(profile, flow ?? profile.flow);
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
      reason: whyNot(profile, flow.name),
    }))
    .sort((a, b) =>
      Number(a.reason !== undefined) - Number(b.reason !== undefined)
    )
    .map(({ name, summary, reason }, index): MenuEntry => ({
      // What cannot be chosen needs no key.
      key: reason === undefined && index < 9 ? String(index + 1) : "",
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
