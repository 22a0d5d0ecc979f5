/**
 * The offline reference: what can be looked up, how it is found and how it is
 * shown. The tables are the engine's; here they become entries of one shape.
 * May import the engine, and the pure drawings of the interface.
 *
 * @module
 */
import type { FlowStep } from "./flow_entries.ts";

/** The kinds of things that can be looked up, in the order of the overview. */
export const KINDS = [
  "error",
  "claim",
  "flow",
  "parameter",
  "scope",
  "app",
  "api",
  "role",
  "tenant",
  "finding",
  "code",
  "exit",
] as const;

/** What kind of thing it is. */
export type EntryKind = typeof KINDS[number];

/** One fact about a thing. */
export interface Fact {
  /** What it is. */
  readonly name: string;
  /** How it is. */
  readonly value: string;
}

/** One thing that can be looked up. */
export interface Entry {
  /** What kind of thing it is. */
  readonly kind: EntryKind;
  /** What it is called. */
  readonly name: string;
  /** Other words that find it. */
  readonly also?: readonly string[];
  /** A few words more. */
  readonly title?: string;
  /** What it is, or what happened. */
  readonly meaning: string;
  /** What to do about it. */
  readonly fix?: string;
  /** What else is known. */
  readonly facts?: readonly Fact[];
  /** Known values and what they mean. */
  readonly values?: Readonly<Record<string, string>>;
  /** The steps of a flow. */
  readonly steps?: readonly FlowStep[];
  /** Commands that go on from here. */
  readonly commands?: readonly string[];
  /** The specification or the page that has it. */
  readonly reference?: string;
}

/** What kinds are called in front of a name. */
export const KIND_WORDS: Readonly<Record<EntryKind, string>> = {
  error: "an error of the authority",
  claim: "a claim of a token",
  flow: "a way to get a token",
  parameter: "a parameter of requests and answers",
  scope: "a scope",
  app: "an application of Microsoft's",
  api: "an API of Microsoft's",
  role: "a directory role",
  tenant: "a tenant that is the same for everybody",
  finding: "what verify or inspect finds in a token",
  code: "an error code of Entrada",
  exit: "an exit code of entrada",
};

/**
 * Leaves out facts that are not known.
 *
 * @param facts Names and values.
 * @returns The known ones.
 */
export function factsOf(
  facts: Readonly<Record<string, string | undefined>>,
): readonly Fact[] {
  return Object.entries(facts).flatMap(([name, value]) =>
    value === undefined || value === "" ? [] : [{ name, value }]
  );
}
