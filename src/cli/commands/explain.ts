import type { Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import type { Entry } from "../explain/entry.ts";
import { allEntries, findEntries } from "../explain/find_entries.ts";
import type { ExplainFlags } from "../flags/reference.ts";
import { toJson } from "../output/json.ts";
import {
  entryList,
  type EntryOptions,
  overviewText,
  prettyEntries,
} from "../output/entry_pretty.ts";
import { viewFound } from "../output/entry_view.ts";
import { createStyle, usesColor } from "../terminal/style.ts";
import { textWidth } from "../terminal/text_width.ts";

/** Longer than any error that an authority writes. */
const MOST = 65_536;

function isJson({ json, output }: ExplainFlags): boolean {
  if (json && output === "pretty") {
    throw new UsageError(
      "Cannot use --json and -o pretty together",
      "--json is short for -o json",
    );
  }
  return json === true || output === "json";
}

/** An argument, what is piped in, or nothing. */
async function askedFor(
  words: readonly string[],
  { io }: Context,
): Promise<string> {
  if (words.length > 0 && words.join(" ") !== "-") return words.join(" ");
  if (words.length === 0 && io.stdin.isTerminal) return "";
  const text = await io.stdin.readAll(io.signal);
  return text.slice(0, MOST).trim();
}

function checkNoToken(query: string): void {
  if (!/eyJ[\w-]{10,}\.[\w-]*/.test(query)) return;
  throw new UsageError(
    "Cannot explain a token here",
    "Pass it to entrada inspect",
  );
}

interface Shown extends EntryOptions {
  readonly context: Context;
  readonly json: boolean;
}

async function tellOverview(shown: Shown): Promise<void> {
  const entries = await allEntries();
  shown.context.io.stdout.write(
    shown.json
      ? toJson(viewFound("", { entries, similar: [] }))
      : overviewText(entries, shown),
  );
}

/** What is not found exactly may be near, and is shown all the same. */
function tellSimilar(similar: readonly Entry[], shown: Shown): never {
  const { context: { io }, json } = shown;
  if (similar.length === 0) {
    throw new UsageError(
      "Cannot find this in the reference",
      "entrada explain, without a word, shows what can be asked",
    );
  }
  const isOne = similar.length === 1;
  if (!json) {
    io.stdout.write(
      isOne ? prettyEntries(similar, shown) : entryList(similar, shown),
    );
  }
  throw new UsageError(
    "Cannot find exactly this in the reference",
    isOne
      ? "What could be read of it is on standard output"
      : "Ask for one of those on standard output",
  );
}

/** Looks something up in what the program knows, without asking anybody. */
export default async function explain(
  this: Context,
  flags: ExplainFlags,
  ...words: readonly string[]
): Promise<void> {
  const { io, options } = this;
  const json = isJson(flags);
  const query = await askedFor(words, this);
  checkNoToken(query);
  const style = createStyle(usesColor(options.color, { io, stream: "stdout" }));
  const shown = { width: textWidth(io.stdout), style, context: this, json };
  if (query === "") return await tellOverview(shown);
  const { entries, similar } = await findEntries(query);
  if (json) io.stdout.write(toJson(viewFound(query, { entries, similar })));
  else if (entries.length > 0) io.stdout.write(prettyEntries(entries, shown));
  if (entries.length === 0) tellSimilar(similar, shown);
}
