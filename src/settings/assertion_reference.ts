import type { AssertionReference } from "../engine/protocol/client_assertion_reference.ts";

/** A word of a command line: plain, or with quoted parts in it. */
const WORD = /(?:[^\s"']|"[^"]*"|'[^']*')+/g;
const QUOTED_PART = /"([^"]*)"|'([^']*)'/g;

/**
 * Splits a command into its words, as a shell would, and does nothing else that
 * a shell does.
 *
 * @param line The program and its arguments; quotes keep blanks together.
 * @returns The words; none where a quote is not closed.
 */
export function commandWords(line: string): readonly string[] {
  // What no word takes up is blanks, and a quote that nothing closes.
  if (/["']/.test(line.replace(WORD, ""))) return [];
  return (line.match(WORD) ?? []).map((word) =>
    word.replace(QUOTED_PART, (_all, double, single) => double ?? single)
  );
}

/** The sources that take nothing, or may be told something after a colon. */
function platform(text: string): AssertionReference | undefined {
  const [name, ...rest] = text.split(":");
  const more = rest.join(":");
  if (rest.length > 0 && more === "") return undefined;
  switch (name) {
    case "github-actions":
      return {
        type: "assertion",
        from: name,
        ...(more === "" ? {} : { audience: more }),
      };
    case "azure-pipelines":
      return {
        type: "assertion",
        from: name,
        ...(more === "" ? {} : { serviceConnectionId: more }),
      };
    case "kubernetes":
    case "file":
      return more === "" ? { type: "assertion", from: name } : undefined;
    default:
      return undefined;
  }
}

/**
 * Reads where a client's assertions come from.
 *
 * @param text `file:PATH`, `env:NAME`, `command:LINE`, `profile:NAME`,
 * `github-actions`, `azure-pipelines`, `kubernetes`, or `file` alone for the
 * file that `AZURE_FEDERATED_TOKEN_FILE` names.
 * @returns The reference, or `undefined` when the text is not one; it may be an
 * assertion then, so it must not be shown.
 */
export function parseAssertionReference(
  text: string,
): AssertionReference | undefined {
  const [, from, value = ""] = /^(file|env|command|profile):(.+)$/.exec(text) ??
    [];
  const type = "assertion";
  switch (from) {
    case "file":
      return { type, from, path: value };
    case "env":
      return /^[A-Za-z_]\w*$/.test(value)
        ? { type, from, name: value }
        : undefined;
    case "command": {
      const command = commandWords(value);
      return command.length === 0 ? undefined : { type, from, command };
    }
    case "profile":
      return { type, from, profile: value };
    default:
      return platform(text);
  }
}
