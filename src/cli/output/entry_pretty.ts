import { sanitizeText } from "../../engine/text.ts";
import { type Entry, KIND_WORDS, KINDS } from "../explain/entry.ts";
import { flowLines } from "../explain/flow_drawing.ts";
import type { Style } from "../terminal/style.ts";
import { wrapText } from "./wrap.ts";

/** How entries are shown. */
export interface EntryOptions {
  /** Columns of the terminal. */
  readonly width: number;
  /** The marks of the stream. */
  readonly style: Style;
}

/** Longer names have their words below them. */
const NAME_WIDTH = 24;

function named(
  name: string,
  { value, width }: { readonly value: string; readonly width: number },
): readonly string[] {
  const indent = " ".repeat(NAME_WIDTH);
  const lines = wrapText(sanitizeText(value), width - NAME_WIDTH);
  const label = `  ${sanitizeText(name)}`;
  if (label.length > NAME_WIDTH - 2) {
    return [label, ...lines.map((line) => indent + line)];
  }
  const [first = "", ...rest] = lines;
  return [
    label.padEnd(NAME_WIDTH) + first,
    ...rest.map((line) => indent + line),
  ];
}

function entryLines(entry: Entry, options: EntryOptions): readonly string[] {
  const { width, style } = options;
  const { kind, name, title, meaning, fix, facts = [], values = {} } = entry;
  const heading = [name, ...(title === undefined ? [] : [title])];
  const known = Object.entries(values);
  const { steps = [], commands = [], reference } = entry;
  const row = (label: string, value: string) => named(label, { value, width });
  return [
    `${style.strong(sanitizeText(heading.join(" · ")))}  ${
      style.muted(KIND_WORDS[kind])
    }`,
    ...wrapText(sanitizeText(meaning), width - 2).map((line) => `  ${line}`),
    ...(fix === undefined ? [] : row("What to do", fix)),
    ...facts.flatMap((fact) => row(fact.name, fact.value)),
    ...(known.length === 0 ? [] : ["", `  ${style.strong("Values")}`]),
    ...known.flatMap(([value, words]) => row(value, words)),
    ...(steps.length === 0 ? [] : ["", ...flowLines(steps, options)]),
    ...(commands.length === 0
      ? []
      : ["", ...commands.map((each) => `  ${each}`)]),
    ...(reference === undefined ? [] : row("See", reference)),
    "",
  ];
}

/**
 * Shows entries to people.
 *
 * @param entries The entries.
 * @param options How to show them.
 * @returns Lines with a final newline.
 */
export function prettyEntries(
  entries: readonly Entry[],
  options: EntryOptions,
): string {
  const lines = entries.flatMap((entry) => entryLines(entry, options));
  return lines.join("\n").trimEnd() + "\n";
}

/**
 * Lists entries by their names, for somebody to choose one.
 *
 * @param entries The entries.
 * @param options How to show them.
 * @returns Lines with a final newline.
 */
export function entryList(
  entries: readonly Entry[],
  { width }: EntryOptions,
): string {
  return entries.map(({ kind, name, meaning }) => {
    const line = `  ${kind}:${sanitizeText(name)}  ${sanitizeText(meaning)}`;
    return line.length <= width ? line : `${line.slice(0, width - 1)}…`;
  }).join("\n") + "\n";
}

const EXAMPLES: Readonly<Record<Entry["kind"], string>> = {
  error: "AADSTS50076, invalid_grant, or a whole pasted error",
  claim: "scp, amr, wids",
  flow: "device-code, with its sequence diagram",
  parameter: "code_challenge, prompt",
  scope: "offline_access, .default",
  app: "azure-cli, or a client id",
  api: "graph, an address or an id",
  role: "Global Reader, or a template id",
  tenant: "9188040d-6c67-4c5b-b112-36a304b66dad",
  finding: "audience_mismatch, nonce_in_header",
  code: "state_mismatch",
  exit: "exit 6, 78",
};

/**
 * Tells what can be looked up.
 *
 * @param entries All entries.
 * @param options How to show them.
 * @returns Lines with a final newline.
 */
export function overviewText(
  entries: readonly Entry[],
  { width, style }: EntryOptions,
): string {
  const counted = (kind: Entry["kind"]) =>
    entries.filter((each) => each.kind === kind).length;
  const rows = KINDS.flatMap((kind) =>
    named(`${kind} (${counted(kind)})`, { value: EXAMPLES[kind], width })
  );
  return [
    style.strong("What can be asked: entrada explain THING"),
    ...rows,
    "",
    "A kind in front asks for it alone: entrada explain claim:nonce",
  ].join("\n") + "\n";
}
