import { type Binding, isEnabled } from "../keys/keymap.ts";
import { whyNotNow, withKeys } from "../keys/key_words.ts";
import { keyLabel } from "../keys/labels.ts";
import { bindingsOf } from "../keys/user_keymap.ts";
import type { State } from "../state/model.ts";
import type { PaletteEntry } from "../state/palette.ts";
import { type Place, stateAt } from "../state/places.ts";
import { type Context, contextOf, isSigningIn } from "../state/select.ts";

/** The palette does not open itself, and moving in it needs no name. */
const LEFT_OUT = /^(move\.|app\.palette$)/;
/** Elsewhere these mean the way out of there, or are listed by other names. */
const NOT_FROM_AFAR =
  /^(move\.|app\.)|\.(back|close|cancel|open|get|first|next_pane|previous_pane|claims|header|raw|next|previous)$|^error\.suggestion/;
/** The same wish on both screens; the one in front has it already. */
const SAME = /\.(copy|use|refresh)$/;

/** A context that is not in front, and how to get there. */
interface Elsewhere {
  readonly context: Context;
  /** Where an action of it can be done; nowhere when absent. */
  readonly place?: Place;
  /** Why it cannot be done here, with bindings in braces. */
  readonly reason: string;
}

const SIGNING_IN = "A sign-in is running: {device.cancel} cancels it";

const ELSEWHERE: readonly Elsewhere[] = [
  { context: "profiles", place: "home", reason: SIGNING_IN },
  {
    context: "token",
    place: "token",
    reason: "There is no token to look at yet",
  },
  { context: "device", reason: "Only while a device code is shown" },
  { context: "browser", reason: "Only while a sign-in page is waited for" },
  { context: "trace", reason: "Only in the trace: {trace.open} opens it" },
  { context: "error", reason: "Only after an error" },
];

/**
 * Every action: those of what is in front, then those of other places, each
 * with why it cannot be done when it cannot.
 *
 * @param state The interface, before the palette lies over it.
 * @returns The entries.
 */
export function actionEntries(state: State): readonly PaletteEntry[] {
  const here = entriesHere(state);
  const listed = new Set(here.map(({ label }) => label));
  const suffixes = new Set(here.map(({ id }) => SAME.exec(id)?.[0]));
  const afar = ELSEWHERE.flatMap((one) => entriesOf(state, one));
  return [
    ...here,
    ...afar.filter(({ id, label }) => {
      const isNew = !listed.has(label) &&
        !(SAME.test(id) && suffixes.has(SAME.exec(id)?.[0]));
      listed.add(label);
      return isNew;
    }),
  ];
}

function entriesHere(state: State): readonly PaletteEntry[] {
  const bindings = bindingsOf(state, contextOf(state))
    .filter(({ id }) => !LEFT_OUT.test(id));
  const enabled = bindings.filter((binding) => isEnabled(binding, state));
  return [
    ...enabled.map((binding) => entryOf(binding)),
    ...bindings.filter((binding) => !isEnabled(binding, state))
      .flatMap((binding) => refused(state, binding)),
  ];
}

function entriesOf(
  state: State,
  { context, place, reason }: Elsewhere,
): readonly PaletteEntry[] {
  if (context === contextOf(state)) return [];
  const there = place === undefined ? undefined : stateAt(state, place);
  const why = isSigningIn(state) && place !== undefined ? SIGNING_IN : reason;
  return bindingsOf(state, context)
    .filter(({ id, help }) => !NOT_FROM_AFAR.test(id) && help !== "")
    .flatMap((binding): readonly PaletteEntry[] => {
      const entry = entryOf(binding);
      if (there === undefined || place === undefined) {
        return [{ ...entry, reason: withKeys(state, why) }];
      }
      if (isEnabled(binding, there)) {
        const { message } = binding;
        return [{ ...entry, message: { type: "do_at", place, message } }];
      }
      return refused(there, binding);
    });
}

/** What has no reason to tell is left out. */
function refused(state: State, binding: Binding): readonly PaletteEntry[] {
  const reason = whyNotNow(state, binding);
  return reason === undefined ? [] : [{ ...entryOf(binding), reason }];
}

function entryOf({ id, keys, help, message }: Binding): PaletteEntry {
  return {
    id,
    label: help.slice(0, 1).toUpperCase() + help.slice(1),
    keys: keys.slice(0, 2).map(keyLabel).join(" "),
    message,
  };
}
