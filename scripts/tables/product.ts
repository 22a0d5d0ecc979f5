import { EXIT } from "../../src/cli/exit_codes.ts";
import { FLOWS } from "../../src/engine/flows/flow_names.ts";
import {
  type Binding,
  CONTEXT_TITLES,
  KEYMAP,
} from "../../src/tui/keys/keymap.ts";
import type { Table } from "./markdown.ts";

/** Exhaustive by type: a new exit code does not compile without its words. */
const EXIT_MEANINGS: Readonly<Record<keyof typeof EXIT, string>> = {
  ok: "success",
  unexpected: "an unexpected error, or an API that says no (`call`)",
  profileNotFound: "profile not found",
  refused: "authentication refused",
  unreachable: "network or server unreachable",
  timedOut: "timed out, or the device code expired",
  interactionRequired: "someone has to sign in",
  tokenNotValid: "token not valid (`inspect`, `verify`, `diff`)",
  storage: "keyring, vault or file could not be used",
  usage: "wrong usage",
  configuration: "configuration is wrong",
  interrupted: "interrupted",
};

/** Exit codes of the command line. */
export function exitCodeTable(): Table {
  const names = Object.keys(EXIT) as (keyof typeof EXIT)[];
  return {
    head: ["Code", "Meaning"],
    rows: names.map((name) => [String(EXIT[name]), EXIT_MEANINGS[name]]),
  };
}

/** Flows and the other names that are accepted for them. */
export function flowTable(): Table {
  return {
    head: ["Flow", "Also", "What it does"],
    rows: FLOWS.map(({ name, aliases, summary }) => [
      `\`${name}\``,
      aliases.map((alias) => `\`${alias}\``).join(", "),
      summary,
    ]),
  };
}

/** Keys of the terminal interface, each once, with the places that know it. */
export function keyTable(): Table {
  const bindings = Object.entries(KEYMAP).flatMap(([context, inside]) =>
    inside.map((binding) => ({ context, binding }))
  );
  const contexts = Object.keys(KEYMAP);
  const groups = Map.groupBy(
    bindings,
    ({ binding: { keys, help } }) => JSON.stringify([keys, help]),
  );
  const rows = [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const places = group.map(({ context }) => titleOf(context));
    return [[
      namesOf(first.binding),
      first.binding.help,
      places.length === contexts.length ? "everywhere" : places.join(", "),
    ]];
  });
  return { head: ["Key", "Does", "Where"], rows };
}

function titleOf(context: string): string {
  return Object.entries(CONTEXT_TITLES).find(([name]) => name === context)
    ?.[1] ?? context;
}

function namesOf({ keys }: Binding): string {
  // A blank between marks is nothing to a formatter, nor to a reader.
  return keys.map((key) => `\`${key === " " ? "space" : key}\``).join(" ");
}
