import type { FormDistance, FormFieldId, FormScreen } from "../form.ts";
import { completionsOf, shownProblem, visibleFields } from "../form_select.ts";
import { editField, EMPTY_FIELD } from "../text_field.ts";

/**
 * Gives the keys to a field; its cursor is at its end.
 *
 * @param screen The form.
 * @param id The field.
 * @returns The form, its completions closed.
 */
export function focusOn(screen: FormScreen, id: FormFieldId): FormScreen {
  const { completion: _closed, ...rest } = screen;
  const text = screen.values[id];
  const field = editField(EMPTY_FIELD, { kind: "insert", text });
  return { ...rest, focus: id, field };
}

function placeOf(screen: FormScreen): number {
  return visibleFields(screen).findIndex(({ id }) => id === screen.focus);
}

/** Whether the last field has the keys. */
export function isAtEnd(screen: FormScreen): boolean {
  return placeOf(screen) === visibleFields(screen).length - 1;
}

/** Up and down choose among completions while there are any. */
function inCompletions(
  screen: FormScreen,
  distance: FormDistance,
): FormScreen | undefined {
  const count = completionsOf(screen).length;
  const { completion = -1 } = screen;
  if (count === 0) return undefined;
  if (distance === "down") {
    return { ...screen, completion: Math.min(count - 1, completion + 1) };
  }
  return distance === "up" && completion >= 0
    ? { ...screen, completion: completion - 1 }
    : undefined;
}

/**
 * Moves the keys to another field, or among completions.
 *
 * @param screen The form.
 * @param distance How far.
 * @returns The form; a field that was left is told what is wrong with it.
 */
export function moveFocus(
  screen: FormScreen,
  distance: FormDistance,
): FormScreen {
  const completing = inCompletions(screen, distance);
  if (completing !== undefined) return completing;
  const fields = visibleFields(screen);
  const at = placeOf(screen);
  const last = fields.length - 1;
  const to = {
    next: at === last ? 0 : at + 1,
    previous: at === 0 ? last : at - 1,
    down: Math.min(last, at + 1),
    up: Math.max(0, at - 1),
    first: 0,
    last,
  }[distance];
  const id = fields[to]?.id;
  return id === undefined || to === at ? screen : focusOn(screen, id);
}

/** Goes to the first field that is wrong, in their order. */
export function focusProblem(screen: FormScreen): FormScreen {
  const wrong = visibleFields(screen)
    .find(({ id }) => shownProblem(screen, id) !== undefined);
  return wrong === undefined ? screen : focusOn(screen, wrong.id);
}
