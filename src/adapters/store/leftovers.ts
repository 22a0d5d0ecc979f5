import { STALE_MS } from "../files_write.ts";

const TEMPORARY = /\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/;

function isStale(path: string): boolean {
  const { mtime } = Deno.lstatSync(path);
  return Date.now() - (mtime?.getTime() ?? Infinity) > STALE_MS;
}

/**
 * Takes away what killed writers left: of one's own record everything, since
 * whoever holds its lock is its only writer; of others what is old. A failure
 * is no harm, it is left for the next time.
 *
 * @param directory Where the temporaries are.
 * @param file Name of the record's file; its lock is held.
 */
export function sweepTemporaries(
  directory: string,
  file: string,
): void {
  try {
    // A link would lead to files of somebody else.
    if (!Deno.lstatSync(directory).isDirectory) return;
    for (const { name, isDirectory } of Deno.readDirSync(directory)) {
      if (isDirectory || !TEMPORARY.test(name)) continue;
      const path = `${directory}/${name}`;
      const isOwn = name.startsWith(`${file}.`);
      if (isOwn || isStale(path)) Deno.removeSync(path);
    }
  } catch {
    // Somebody else sweeps too, or there is nothing to sweep.
  }
}

/**
 * Takes away files of a record that were set aside because they were damaged.
 *
 * @param directory Where they are.
 * @param options The name of the record's file, and the one that stays.
 */
export async function removeAsides(
  directory: string,
  { file, except }: { readonly file: string; readonly except?: string },
): Promise<void> {
  for await (const { name } of Deno.readDir(directory)) {
    if (!name.startsWith(`${file}.corrupt-`) || name === except) continue;
    await Deno.remove(`${directory}/${name}`);
  }
}
