import { sanitizeText } from "../../engine/text.ts";

/** What is shown at most of what a program says. */
const SHOWN = 300;
/** What is this long and has no blank in it may be a secret. */
const LONG = /[\w+/=~.-]{24,}/g;
/** A word that names a secret, and what stands after it. */
const NAMED =
  /\b([\w-]*(?:password|passwd|pwd|secret|token|key|assertion|authorization)[\w-]*["']?\s*[=:]\s*)(?:bearer\s+)?(?:"[^"]*"|'[^']*'|\S+)/gi;

/**
 * Makes what a program said fit to be shown: without what looks like a secret,
 * on one line, short.
 *
 * @param text What it wrote to standard error.
 * @returns Its last part, redacted.
 */
export function redactDiagnostics(text: string): string {
  // Long words go first: among short ones the other search takes no time.
  const shown = sanitizeText(text.replaceAll(/\s+/g, " "))
    .replaceAll(LONG, "[redacted]")
    .replaceAll(NAMED, "$1[redacted]")
    .trim();
  return shown.length > SHOWN ? `…${shown.slice(-SHOWN)}` : shown;
}
