import type { UserKeys } from "../state/model.ts";
import type { Context } from "../state/select.ts";
import { takesText } from "./dispatch.ts";
import { type Binding, CONTEXT_TITLES, KEYMAP } from "./keymap.ts";
import { keyLabel } from "./labels.ts";

/** What a person's keys came to. */
export interface CheckedKeys {
  /** Those that can be used. */
  readonly userKeys: UserKeys;
  /** What is wrong with the others, one sentence each. */
  readonly problems: readonly string[];
}

/** They lead out of everything, so that nobody can lose them. */
const FORBIDDEN: ReadonlySet<string> = new Set(["ctrl+c", "escape"]);
/** A terminal sends the same for them as for Tab, Enter and Backspace. */
const SAME_AS: Readonly<Record<string, string>> = {
  "ctrl+i": "tab",
  "ctrl+m": "enter",
  "ctrl+j": "enter",
  "ctrl+h": "backspace",
};
const NAMED: ReadonlySet<string> = new Set([
  "enter",
  "tab",
  "shift+tab",
  "up",
  "down",
  "left",
  "right",
  "pageup",
  "pagedown",
  "home",
  "end",
  "backspace",
  "delete",
]);

const CONTEXTS = Object.keys(KEYMAP) as Context[];

/** Every binding once, with the contexts that it is in. */
function contextsById(): ReadonlyMap<string, readonly Context[]> {
  const contexts = new Map<string, Context[]>();
  for (const context of CONTEXTS) {
    for (const { id } of KEYMAP[context]) {
      contexts.set(id, [...contexts.get(id) ?? [], context]);
    }
  }
  return contexts;
}

/**
 * Checks the keys that a person gave to bindings. What is wrong keeps its
 * default, and everything else holds.
 *
 * @param bindings `bindings` of the file: lists of keys by the binding's id.
 * @returns The keys, and what is wrong.
 */
export function checkUserKeys(bindings: unknown): CheckedKeys {
  if (
    typeof bindings !== "object" || bindings === null || Array.isArray(bindings)
  ) {
    return { userKeys: {}, problems: ['"bindings" has to be an object'] };
  }
  const contexts = contextsById();
  const problems: string[] = [];
  let userKeys: UserKeys = {};
  for (const [id, keys] of Object.entries(bindings)) {
    const wrong = problemOf(keys, { id, contexts: contexts.get(id) });
    if (wrong === undefined) userKeys = { ...userKeys, [id]: keys };
    else problems.push(wrong);
  }
  return withoutConflicts(userKeys, problems);
}

function problemOf(
  keys: unknown,
  { id, contexts }: {
    readonly id: string;
    readonly contexts: readonly Context[] | undefined;
  },
): string | undefined {
  const quoted = JSON.stringify(id);
  if (contexts === undefined) return `There is no binding ${quoted}`;
  if (
    !Array.isArray(keys) || keys.length === 0 ||
    keys.some((key) => typeof key !== "string")
  ) {
    return `${quoted} has to be a list of keys, such as ["ctrl+g"]`;
  }
  const defaults = defaultsOf(id);
  if (defaults.some((key) => FORBIDDEN.has(key))) {
    return `${quoted} cannot be changed: it leads out of everything`;
  }
  const wrong = keys.map((key: string) =>
    keyProblem(key, contexts.some(isTyped))
  ).find((problem) => problem !== undefined);
  return wrong === undefined ? undefined : `${quoted}: ${wrong}`;
}

/** A form has fields of both kinds. */
function isTyped(context: Context): boolean {
  return context === "form" || context === "ask" || takesText(context);
}

function defaultsOf(id: string): readonly string[] {
  for (const context of CONTEXTS) {
    const found = KEYMAP[context].find((binding) => binding.id === id);
    if (found !== undefined) return found.keys;
  }
  return [];
}

function keyProblem(key: string, isTyping: boolean): string | undefined {
  const quoted = JSON.stringify(key);
  if (FORBIDDEN.has(key)) return `the key ${quoted} is taken for good`;
  const same = SAME_AS[key];
  if (same !== undefined) {
    return `terminals send the same for ${quoted} as for "${same}"`;
  }
  const isCharacter = [...key].length === 1 && !/^\p{C}$/u.test(key);
  if (isCharacter && isTyping) {
    return `the key ${quoted} is text where this binding is used`;
  }
  const isKnown = isCharacter || NAMED.has(key) ||
    /^(?:ctrl|alt)\+[a-z0-9]$/.test(key);
  return isKnown ? undefined : `there is no key ${quoted}`;
}

/** Each one is tried beside all that hold already; the first one wins. */
function withoutConflicts(
  wanted: UserKeys,
  problems: readonly string[],
): CheckedKeys {
  let userKeys = wanted;
  const found = [...problems];
  for (const id of Object.keys(wanted)) {
    const conflict = conflictOf(id, userKeys);
    if (conflict === undefined) continue;
    found.push(conflict);
    userKeys = Object.fromEntries(
      Object.entries(userKeys).filter(([other]) => other !== id),
    );
  }
  return { userKeys, problems: found };
}

function conflictOf(id: string, userKeys: UserKeys): string | undefined {
  const keys = userKeys[id] ?? [];
  for (const context of CONTEXTS) {
    const bindings = KEYMAP[context];
    const own = bindings.find((binding) => binding.id === id);
    if (own === undefined) continue;
    for (const other of bindings) {
      if (other.id === id || mayShare(own, other)) continue;
      const taken = (userKeys[other.id] ?? other.keys)
        .find((key) => keys.includes(key));
      if (taken !== undefined) {
        return `${JSON.stringify(id)}: the key ${
          keyLabel(taken)
        } is already "${other.id}" in ${CONTEXT_TITLES[context]}`;
      }
    }
  }
  return undefined;
}

/** Some bindings have one key by turns, as opening and getting a token have. */
function mayShare(one: Binding, other: Binding): boolean {
  return one.keys.some((key) => other.keys.includes(key));
}
