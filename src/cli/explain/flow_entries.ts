import { type FlowInfo, FLOWS } from "../../engine/flows/flow_names.ts";
import type { Participant } from "../../engine/trace/step.ts";
import data from "./data/flow_steps.json" with { type: "json" };
import { type Entry, factsOf } from "./entry.ts";

/** One step of a flow as it always is. */
export interface FlowStep {
  /** Who begins it. */
  readonly from: Participant;
  /** Whom it is for; the same as `from` for what happens inside. */
  readonly to: Participant;
  /** What it is, a few words. */
  readonly title: string;
  /** Why there is such a step. */
  readonly purpose?: string;
  /** Parameters of the request, with values that are always the same. */
  readonly sends?: readonly string[];
  /** Members of the answer. */
  readonly answers?: readonly string[];
}

/** The steps of each flow when all goes well; a test holds them to the truth. */
export const FLOW_STEPS: Readonly<Record<string, readonly FlowStep[]>> =
  data as Readonly<Record<string, readonly FlowStep[]>>;

const ACTORS: Readonly<Record<FlowInfo["actor"], string>> = {
  user: "a person",
  app: "the application itself",
  kept: "nobody: somebody or something is signed in already",
};

function entryOf(
  { name, aliases, summary, actor, interactive }: FlowInfo,
): Entry {
  return {
    kind: "flow",
    name,
    also: aliases,
    meaning: `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`,
    facts: factsOf({
      "Also called": aliases.join(", "),
      "Who signs in": ACTORS[actor],
      "Needs a person": interactive ? "yes" : "no",
    }),
    steps: FLOW_STEPS[name] ?? [],
    commands: [`entrada get-token -p PROFILE -f ${name}`],
  };
}

/**
 * The flows.
 *
 * @returns An entry each.
 */
export function flowEntries(): readonly Entry[] {
  return FLOWS.map(entryOf);
}
