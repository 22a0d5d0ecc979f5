/**
 * Tools for the people who work on the product: `lint/` keeps the house rules,
 * `bench/` measures speed, `size.ts` and `tables.ts` keep files and README in
 * order. May import the product's data, never the other way round.
 *
 * @module
 */
const encoder = new TextEncoder();

/** Writes a line to stdout. */
export function print(line: string): void {
  Deno.stdout.writeSync(encoder.encode(`${line}\n`));
}

/** Writes a line to stderr. */
export function printError(line: string): void {
  Deno.stderr.writeSync(encoder.encode(`${line}\n`));
}
