import { CONTEXT_TITLES, KEYMAP } from "../keys/keymap.ts";
import { keyLabel } from "../keys/labels.ts";
import { bindingsOf } from "../keys/user_keymap.ts";
import type { State } from "../state/model.ts";
import { type Context, contextOf } from "../state/select.ts";
import { fit, type Line } from "./line.ts";
import { keptDocument } from "./protection.ts";

const KEY_CELLS = 22;

/**
 * Every key, those of the place that the help was opened from first; then how
 * tokens are kept, and what a person was warned of.
 *
 * @param state The interface.
 * @returns The lines.
 */
export function helpDocument(state: State): readonly Line[] {
  const here = contextOf({
    ...state,
    overlays: state.overlays.filter(({ kind }) => kind !== "help"),
  });
  const others = (Object.keys(KEYMAP) as Context[])
    .filter((context) => context !== here);
  const told = new Set<string>();
  const keys = [here, ...others].flatMap((context): readonly Line[] => {
    const fresh = bindingsOf(state, context).filter(({ id }) => !told.has(id));
    for (const { id } of fresh) told.add(id);
    if (fresh.length === 0) return [];
    return [
      [{ text: ` ${CONTEXT_TITLES[context]}`, role: "text.strong" }],
      ...fresh.map(({ keys, help }): Line => [
        {
          text: `  ${fit(keys.map(keyLabel).join("  "), KEY_CELLS)}`,
          role: "text.key",
        },
        { text: help },
      ]),
      [],
    ];
  });
  return [...keys, ...PASTING, ...keptDocument(state)];
}

/** What can be done without a key. */
const PASTING: readonly Line[] = [
  [{ text: " Without a key", role: "text.strong" }],
  [
    { text: `  ${fit("paste a token", KEY_CELLS)}`, role: "text.key" },
    { text: "read the claims of any JWT, on any screen but a sign-in" },
  ],
];
