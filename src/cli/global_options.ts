import { UsageError } from "./errors.ts";

/** When to write in colour. */
export type ColorChoice = "auto" | "always" | "never";

/** The options that every command takes, wherever they stand. */
export interface GlobalOptions {
  /** Tell more. */
  readonly verbose: boolean;
  /** Tell nothing but errors and what the user must do. */
  readonly quiet: boolean;
  /** Show every request and answer, redacted. */
  readonly trace: boolean;
  /** Leave the project file out. */
  readonly noProject?: boolean;
  /** The file that the steps of every flow are written to. */
  readonly traceOut?: string;
  /** The file that the session of the interface is recorded into. */
  readonly record?: string;
  /** Make the interface for ears. */
  readonly screenReader?: boolean;
  /** When to write in colour. */
  readonly color: ColorChoice;
}

const SWITCHES = {
  "--verbose": "verbose",
  "--quiet": "quiet",
  "--trace": "trace",
  "--no-project": "noProject",
  "--screen-reader": "screenReader",
} as const;

function parseColor(text: string | undefined): ColorChoice {
  if (text === "auto" || text === "always" || text === "never") return text;
  throw new UsageError(
    text === undefined
      ? "--color needs a value"
      : `Cannot use --color "${text}"`,
    "It is auto, always or never",
  );
}

/** Only an ending says how a trace is written. */
function parseTraceOut(text: string | undefined): string {
  if (/[^/\\]\.(?:json|md|sh)$/i.test(text ?? "")) return text ?? "";
  throw new UsageError(
    text === undefined || text === ""
      ? "--trace-out needs a file"
      : "Cannot tell from its name how to write the trace",
    "The name ends in .json, in .md (a Mermaid diagram and every parameter) or in .sh (curl commands)",
  );
}

function parseRecord(text: string | undefined): string {
  if (text !== undefined && text !== "") return text;
  throw new UsageError(
    "--record needs a file",
    "Name a file that is not there yet",
  );
}

/** The value of an option: after an equals sign, or the next argument. */
function valueOf(
  argv: readonly string[],
  { index, name }: { readonly index: number; readonly name: string },
): { readonly text: string | undefined; readonly last: number } | undefined {
  const argument = argv[index] ?? "";
  if (argument === name) return { text: argv[index + 1], last: index + 1 };
  return argument.startsWith(`${name}=`)
    ? { text: argument.slice(name.length + 1), last: index }
    : undefined;
}

/**
 * Takes the options of every command out of the arguments.
 *
 * @param argv The arguments.
 * @returns The options, and the other arguments in their order.
 * @throws {UsageError} If `--color`, `--trace-out` or `--record` has no good value.
 */
export function takeGlobalOptions(
  argv: readonly string[],
): { readonly options: GlobalOptions; readonly rest: readonly string[] } {
  const found: {
    -readonly [Name in keyof GlobalOptions]: GlobalOptions[Name];
  } = { verbose: false, quiet: false, trace: false, color: "auto" };
  const rest: string[] = [];
  for (let index = 0; index < argv.length; index++) {
    const argument = argv[index] ?? "";
    if (argument === "--") {
      rest.push(...argv.slice(index));
      break;
    }
    if (Object.hasOwn(SWITCHES, argument)) {
      found[SWITCHES[argument as keyof typeof SWITCHES]] = true;
      continue;
    }
    const color = valueOf(argv, { index, name: "--color" });
    const traceOut = valueOf(argv, { index, name: "--trace-out" });
    const record = valueOf(argv, { index, name: "--record" });
    if (color !== undefined) found.color = parseColor(color.text);
    else if (record !== undefined) found.record = parseRecord(record.text);
    else if (traceOut !== undefined) {
      found.traceOut = parseTraceOut(traceOut.text);
    } else rest.push(argument);
    index = (color ?? traceOut ?? record)?.last ?? index;
  }
  return { options: found, rest };
}
