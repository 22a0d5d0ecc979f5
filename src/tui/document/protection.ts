import type { Protection, State } from "../state/model.ts";
import { selectedProfile } from "../state/select.ts";
import { type Line, wrap } from "./line.ts";

/** How tokens are kept, in a few words. */
export interface ProtectionWords {
  /** The words, the longest form first; every form says the same. */
  readonly forms: readonly string[];
  /** Whether it is a reason to worry. */
  readonly isWarning: boolean;
}

const FORMS: Readonly<Record<Protection["name"], readonly string[]>> = {
  keyring: ["kept: system keyring", "kept: keyring"],
  kernel: [
    "kept: kernel keyring, until restart",
    "kept: kernel keyring",
    "kept: kernel",
  ],
  vault: ["kept: passphrase"],
  memory: ["not kept: memory only", "not kept"],
  plaintext: ["kept: PLAINTEXT", "PLAINTEXT"],
};

/**
 * Tells how the tokens in front are kept.
 *
 * @param state The interface.
 * @returns The words, or `undefined` while that is not known.
 */
export function protectionWords(state: State): ProtectionWords | undefined {
  const own = profileStore(state);
  const name = own ?? state.protection?.name;
  if (name === undefined) return undefined;
  const hasProblem = own === undefined &&
    state.protection?.problem !== undefined;
  return {
    forms: FORMS[name],
    isWarning: name === "plaintext" || hasProblem,
  };
}

/** A profile may ask for a place of its own. */
function profileStore(state: State): Protection["name"] | undefined {
  const { screen, profiles } = state;
  if (screen.kind === "home") return selectedProfile(state)?.tokenStore;
  return profiles?.find(({ name }) => name === screen.profile)?.tokenStore;
}

/**
 * Says how tokens are kept, and what a person was warned of, as lines.
 *
 * @param state The interface.
 * @returns The lines; none while there is nothing to say.
 */
export function keptDocument(state: State): readonly Line[] {
  const { protection, warnings } = state;
  return [
    ...(protection === undefined ? [] : protectionLines(state, protection)),
    ...(warnings.length === 0 ? [] : section(state, {
      title: "Warnings",
      texts: warnings.toReversed(),
    })),
  ];
}

function protectionLines(
  state: State,
  { description, problem }: Protection,
): readonly Line[] {
  return [
    ...section(state, {
      title: "Kept tokens",
      texts: [`Tokens are kept ${description}`],
    }),
    ...(problem === undefined
      ? []
      : indented(problem, state).map((text): Line => [
        { text, role: "status.warn" },
      ])),
  ];
}

function section(
  state: State,
  { title, texts }: {
    readonly title: string;
    readonly texts: readonly string[];
  },
): readonly Line[] {
  return [
    [],
    [{ text: ` ${title}`, role: "text.strong" }],
    ...texts.flatMap((each) => indented(each, state))
      .map((text): Line => [{ text }]),
  ];
}

function indented(text: string, { size }: State): readonly string[] {
  // What goes on below its first line is told from what begins there.
  return wrap(text, Math.max(1, size.columns - 5))
    .map((line, index) => (index === 0 ? "  " : "    ") + line);
}
