const LABELS: Readonly<Record<string, string>> = {
  "escape": "Esc",
  "enter": "Enter",
  "up": "Up",
  "down": "Down",
  "left": "Left",
  "right": "Right",
  "pageup": "PgUp",
  "pagedown": "PgDn",
  "home": "Home",
  "end": "End",
  "tab": "Tab",
};

/**
 * What a key is called on a keyboard.
 *
 * @param name As the keymap names it.
 * @returns The label: `Esc`, `Ctrl+C`, or the character.
 */
export function keyLabel(name: string): string {
  const ctrl = name.match(/^ctrl\+(.+)$/)?.[1];
  return ctrl === undefined
    ? LABELS[name] ?? name
    : `Ctrl+${ctrl.toUpperCase()}`;
}
