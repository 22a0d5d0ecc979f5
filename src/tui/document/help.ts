import { CONTEXT_TITLES, KEYMAP } from "../keys/keymap.ts";
import { keyLabel } from "../keys/labels.ts";
import { bindingsOf } from "../keys/user_keymap.ts";
import type { State } from "../state/model.ts";
import { type Context, contextOf } from "../state/select.ts";
import { fit, type Line, wrap } from "./line.ts";
import { keptDocument } from "./protection.ts";

const KEY_CELLS = 22;
const INDENT = "  ";

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
      ...fresh.flatMap(({ keys, help }) =>
        helpLines({ lead: keys.map(keyLabel).join("  "), help }, state)
      ),
      [],
    ];
  });
  return [...keys, ...pastingLines(state), ...keptDocument(state)];
}

/** What does not fit beside its keys goes on below. */
function helpLines(
  { lead, help }: { readonly lead: string; readonly help: string },
  { size }: State,
): readonly Line[] {
  const cells = KEY_CELLS + INDENT.length;
  const room = Math.max(1, size.columns - cells - 1);
  return wrap(help, room).map((text, index): Line => [
    {
      text: index === 0 ? INDENT + fit(lead, KEY_CELLS) : " ".repeat(cells),
      role: "text.key",
    },
    { text },
  ]);
}

/** What can be done without a key. */
function pastingLines(state: State): readonly Line[] {
  const help = "read the claims of any JWT, on any screen but a sign-in";
  return [
    [{ text: " Without a key", role: "text.strong" }],
    ...helpLines({ lead: "paste a token", help }, state),
    ...(state.screenReader
      ? helpLines(
        { lead: "1 to 9", help: "select a profile by its number" },
        state,
      )
      : []),
  ];
}
