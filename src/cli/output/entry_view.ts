import type { Entry } from "../explain/entry.ts";
import type { Found } from "../explain/find_entries.ts";

function viewEntry(entry: Entry): unknown {
  const { kind, name, title, meaning, fix, facts = [], values = {} } = entry;
  const { steps, commands = [], reference } = entry;
  return {
    kind,
    name,
    title: title ?? null,
    meaning,
    fix: fix ?? null,
    facts: Object.fromEntries(
      facts.map((fact) =>
        [fact.name.toLowerCase().replaceAll(" ", "_"), fact.value] as const
      ),
    ),
    values,
    ...(steps === undefined ? {} : { steps }),
    commands,
    reference: reference ?? null,
  };
}

/**
 * Shows what was found as scripts get it; members are added, never changed.
 *
 * @param query What was asked for.
 * @param found What was found.
 * @returns `{query, found, entries, similar}`.
 */
export function viewFound(query: string, { entries, similar }: Found): unknown {
  return {
    query,
    found: entries.length > 0,
    entries: entries.map(viewEntry),
    similar: similar.map(viewEntry),
  };
}
