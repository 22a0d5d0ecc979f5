/**
 * Finding app registrations and making profiles of them: what `discover` does
 * once it is signed in to Graph.
 *
 * @module
 */
import type { AppRegistration } from "../graph/registrations.ts";

/** Whether a text has these parts one after the other; linear in its length. */
function hasParts(text: string, parts: readonly string[]): boolean {
  const [first = "", ...rest] = parts;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  const last = rest.pop();
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return last === undefined
    ? text.length === at
    : text.length - last.length >= at && text.endsWith(last);
}

/**
 * Finds registrations by a part of their name or client id, in any case. `*`
 * stands for anything, and then the whole name is meant: `Contoso*`.
 *
 * @param registrations Where to look.
 * @param search What to look for.
 * @returns Those found, in their order.
 */
export function searchRegistrations(
  registrations: readonly AppRegistration[],
  search: string,
): readonly AppRegistration[] {
  const wanted = search.trim().toLowerCase();
  const parts = wanted.includes("*") ? wanted.split("*") : ["", wanted, ""];
  return registrations.filter(({ name, clientId }) =>
    [name.toLowerCase(), clientId].some((text) => hasParts(text, parts))
  );
}

/**
 * Sorts registrations as people look for them.
 *
 * @param registrations The registrations.
 * @returns The same by name, and by client id where names are the same.
 */
export function sortRegistrations(
  registrations: readonly AppRegistration[],
): readonly AppRegistration[] {
  const key = ({ name, clientId }: AppRegistration) =>
    `${name.toLowerCase()}\n${clientId}`;
  return registrations.map((each) => [key(each), each] as const)
    .sort(([one], [other]) => one < other ? -1 : one > other ? 1 : 0)
    .map(([, each]) => each);
}
