/**
 * Checks the budgets of files: their length, their names, and that each folder
 * says what it is for. Run it with `deno run --allow-read scripts/size.ts`.
 * The budgets of functions are lint rules, in `lint/budgets.ts`.
 *
 * @module
 */
import { codeLines } from "./lint/code_lines.ts";
import { print, printError } from "./print.ts";

/** Lines of code that files may have. */
export const BUDGETS = { median: 80, p90: 200, max: 300 } as const;

const VAGUE_NAME =
  /(^|\/)(utils?|helpers?|common|types|constants)(\.tsx?|\/|$)/;
const TABLE = /\/data\/|\.json$/;

/** A file as it was read. */
export interface SourceFile {
  /** Path from the root, with slashes. */
  readonly path: string;
  /** What it holds. */
  readonly text: string;
}

/** What was measured, and what is wrong. */
export interface SizeReport {
  /** Figures by name, in the order in which they are printed. */
  readonly figures: Readonly<Record<string, number>>;
  /** The longest files, longest first. */
  readonly longest: readonly {
    readonly path: string;
    readonly lines: number;
  }[];
  /** One sentence for each breach; none means that all is well. */
  readonly breaches: readonly string[];
}

/**
 * Measures files against the budgets.
 *
 * @param files `mod.ts` and everything under `src`.
 */
export function measure(files: readonly SourceFile[]): SizeReport {
  const longest = files.filter(({ path }) => !TABLE.test(path))
    .map(({ path, text }) => ({
      path,
      lines: codeLines(text).filter(Boolean).length,
    }))
    .sort((a, b) => b.lines - a.lines);
  const lengths = longest.map(({ lines }) => lines).reverse();
  const figures = {
    files: lengths.length,
    lines: lengths.reduce((sum, lines) => sum + lines, 0),
    median: percentile(lengths, 0.5),
    p90: percentile(lengths, 0.9),
    max: lengths.at(-1) ?? 0,
    any: files.reduce((sum, file) => sum + allowedAny(file), 0),
  };
  const breaches = [
    ...figures.median > BUDGETS.median
      ? [
        `The median file has ${figures.median} lines: ${BUDGETS.median} at most`,
      ]
      : [],
    ...figures.p90 > BUDGETS.p90
      ? [
        `One file in ten has over ${BUDGETS.p90} lines: the longest are listed`,
      ]
      : [],
    ...longest.filter(({ lines }) => lines > BUDGETS.max).map((
      { path, lines },
    ) => `${path} has ${lines} lines: ${BUDGETS.max} at most`),
    ...files.flatMap(breachesOf),
    ...silentFolders(files),
  ];
  return { figures, longest, breaches };
}

/** The linter forbids `any`; what is left is where it was told to look away. */
function allowedAny({ text }: SourceFile): number {
  return text.match(/lint-ignore(-file)?[^\n]*no-explicit-any/g)?.length ??
    0;
}

function breachesOf(file: SourceFile): readonly string[] {
  return [
    ...VAGUE_NAME.test(file.path)
      ? [`${file.path} has a name that says nothing`]
      : [],
    ...allowedAny(file) > 0 ? [`${file.path} allows itself "any"`] : [],
  ];
}

/** Folders of which no opening file begins with a comment: `mod.ts` if there is one. */
function silentFolders(files: readonly SourceFile[]): readonly string[] {
  const modules = files.filter(({ path }) => /^src\/.*\/.*\.tsx?$/.test(path));
  const folders = Map.groupBy(
    modules,
    ({ path }) => path.slice(0, path.lastIndexOf("/")),
  );
  return [...folders].filter(([folder, inside]) => {
    const opening = inside.filter(({ path }) => path === `${folder}/mod.ts`);
    const candidates = opening.length > 0 ? opening : inside;
    return !candidates.some(({ text }) => text.startsWith("/**"));
  }).map(([folder]) =>
    `${folder} does not say what lives there: begin its mod.ts with a comment`
  );
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

async function* read(folder: string): AsyncGenerator<SourceFile> {
  for await (const entry of Deno.readDir(folder)) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) yield* read(path);
    else if (/\.(tsx?|json)$/.test(path)) {
      yield { path, text: await Deno.readTextFile(path) };
    }
  }
}

async function main(): Promise<number> {
  Deno.chdir(new URL("../", import.meta.url));
  const files = [{ path: "mod.ts", text: await Deno.readTextFile("mod.ts") }];
  files.push(...await Array.fromAsync(read("src")));
  const { figures, longest, breaches } = measure(files);
  const rows = Object.entries(figures).map(([name, value]) =>
    `${name.padEnd(8)}${String(value).padStart(7)}`
  );
  const tail = longest.slice(0, 5).map(({ path, lines }) =>
    `${String(lines).padStart(15)}  ${path}`
  );
  print([...rows, "longest", ...tail].join("\n"));
  for (const breach of breaches) printError(`error: ${breach}`);
  return breaches.length === 0 ? 0 : 1;
}

if (import.meta.main) Deno.exit(await main());
