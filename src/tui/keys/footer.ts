import { widthOf } from "../document/line.ts";
import type { Message } from "../state/message.ts";
import type { State } from "../state/model.ts";
import { contextOf } from "../state/select.ts";
import { type Binding, isEnabled } from "./keymap.ts";
import { keyLabel } from "./labels.ts";
import { bindingsOf } from "./user_keymap.ts";

/** One hint of the footer. */
export interface Hint {
  readonly key: string;
  readonly short: string;
  /** What the key means. */
  readonly message: Message;
}

/** Hints that stay when there is little room, beside the way back. */
const ALWAYS: readonly string[] = ["app.help", "app.quit"];
/** More, beside help and quit, are not read at a glance; the help has them all. */
const MOST_HINTS = 7;
/** Between two hints, in cells. */
export const GAP = 2;

/**
 * The keys worth naming now: the first ones of the keymap that fit, and always
 * help and quit.
 *
 * @param state The interface.
 * @param width Cells they may take.
 * @returns The hints, in the order of the keymap.
 */
export function footerHints(state: State, width: number): readonly Hint[] {
  const seen = new Set<string>();
  const all = bindingsOf(state, contextOf(state)).filter((binding) => {
    const key = binding.keys[0] ?? "";
    if (binding.short === undefined || seen.has(key)) return false;
    if (!isEnabled(binding, state)) return false;
    seen.add(key);
    return true;
  });
  const kept = all.filter(isKept);
  let left = width + GAP - sum(kept.map(cellsOf));
  let more = MOST_HINTS - kept.filter(({ id }) => !ALWAYS.includes(id)).length;
  return all.filter((binding) => {
    if (isKept(binding)) return true;
    const cells = cellsOf(binding);
    if (cells > left || more <= 0) return false;
    left -= cells;
    more--;
    return true;
  }).map(hintOf);
}

function isKept({ id, keys }: Binding): boolean {
  return ALWAYS.includes(id) || keys[0] === "escape";
}

function hintOf({ keys, short, message }: Binding): Hint {
  return { key: keyLabel(keys[0] ?? ""), short: short ?? "", message };
}

function cellsOf(binding: Binding): number {
  const { key, short } = hintOf(binding);
  return widthOf(`${key} ${short}`) + GAP;
}

function sum(cells: readonly number[]): number {
  return cells.reduce((total, one) => total + one, 0);
}
