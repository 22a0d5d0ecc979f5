/**
 * A shell reads nothing inside single quotes.
 *
 * @param text Any text.
 * @returns One word of a shell.
 */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * Names the variable that stands for a secret.
 *
 * @param name The parameter's name on the wire.
 * @returns A name that every shell takes.
 */
export function variableOf(name: string): string {
  const letters = name.toUpperCase().replace(/[^A-Z0-9]+/g, "_");
  return /^[A-Z]/.test(letters) ? letters : `SECRET_${letters}`;
}

/**
 * Encodes a text for a form or a query.
 *
 * @param text Any text.
 * @returns Visible characters alone.
 */
export function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
