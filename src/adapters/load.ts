/**
 * Loads a module when it is used. Deno looks at what a literal `import()`
 * names before the program starts, with all that it leads to: for the whole
 * program that is 10 ms and 4 MiB. An address that is made at run time is read
 * only then; whoever bundles or compiles the program has to name these modules.
 *
 * @param path The module, seen from `from`.
 * @param from `import.meta.url` of the file that asks.
 * @returns The module.
 */
export async function load<Module>(
  path: string,
  from: string,
): Promise<Module> {
  return await import(new URL(path, from).href);
}
