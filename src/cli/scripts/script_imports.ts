import { ConfigurationError } from "../errors.ts";

/** What Deno found out about a script and what it imports. */
interface ModuleGraph {
  readonly modules?: readonly {
    readonly specifier?: string;
    readonly error?: string;
  }[];
}

function graphOf(json: string): ModuleGraph {
  try {
    return JSON.parse(json) ?? {};
  } catch {
    return {};
  }
}

/**
 * Checks that a script is one file. Deno asks for no permission before it reads
 * what is imported by name, JSON files too, and what was not shown to the
 * person could change behind their back.
 *
 * @param json What `deno info --json` tells of it.
 * @param names The addresses of the script and of the program's folder, and how a
 *   copy of it is named to the person.
 * @throws {ConfigurationError} If it imports other files, or addresses.
 */
export function refuseForeignImports(
  json: string,
  { script, program, rename }: {
    readonly script: string;
    readonly program: string;
    readonly rename: (text: string) => string;
  },
): void {
  const { modules = [] } = graphOf(json);
  const known = modules.find(({ specifier }) => specifier === script);
  if (known === undefined || known.error !== undefined) {
    const why = known?.error?.split("\n")[0] ?? "Deno tells nothing of it";
    throw new ConfigurationError(
      `Cannot read this script: ${rename(why)}`,
      "Correct the script: deno check names every mistake",
    );
  }
  for (const { specifier = "" } of modules) {
    const isOwn = specifier === script || specifier.startsWith(program) ||
      /^(?:node|npm):/.test(specifier);
    if (isOwn) continue;
    throw new ConfigurationError(
      `Cannot run this script: it imports "${rename(specifier).slice(0, 200)}"`,
      'A script is one file; it may import "@entrada/entrada" and what Deno has built in',
    );
  }
}
