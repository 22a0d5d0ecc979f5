/**
 * The files of a person's own scripts: the folder that they are in, a private
 * copy of the one that runs, and where the paths lead that they ask for.
 *
 * @module
 */

/**
 * Lists the scripts of a folder.
 *
 * @param folder Its path.
 * @param most How many are enough.
 * @returns The names of its TypeScript files in order; none when there is no
 *   such folder.
 */
export async function scriptFiles(
  folder: string,
  most: number,
): Promise<readonly string[]> {
  const names: string[] = [];
  try {
    for await (const { name, isDirectory } of Deno.readDir(folder)) {
      if (!isDirectory && /^[^.].*\.ts$/.test(name)) names.push(name);
    }
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
  return names.sort().slice(0, most);
}

/** So many links in a row are followed. */
const MOST_LINKS = 40;

async function linkAt(path: string): Promise<string | undefined> {
  try {
    return await Deno.readLink(path);
  } catch {
    return undefined;
  }
}

/**
 * Follows the links of a path as far as there is something.
 *
 * @param path A whole path.
 * @param most How many links whose end is missing may be followed.
 * @returns Where it leads; what is not there yet stays as it is.
 */
export async function linkedPath(
  path: string,
  most: number = MOST_LINKS,
): Promise<string> {
  try {
    return await Deno.realPath(path);
  } catch {
    // Its end is not there yet, or is not for this user.
  }
  const [, folder = "", name = ""] = /^(.+)([/\\][^/\\]+)$/.exec(path) ?? [];
  const link = most > 0 ? await linkAt(path) : undefined;
  if (link !== undefined) {
    const isWhole = /^(?:[/\\]|[A-Za-z]:)/.test(link);
    return await linkedPath(isWhole ? link : `${folder}/${link}`, most - 1);
  }
  return folder === "" ? path : await linkedPath(folder, most) + name;
}

/**
 * Does something with a copy of a script that nobody else can change.
 *
 * @param script The text, and the name of its file.
 * @param work What to do with the copy's path.
 * @returns What `work` returns; the copy is gone then.
 */
export async function withScriptCopy<T>(
  { text, name }: { readonly text: string; readonly name: string },
  work: (path: string) => Promise<T>,
): Promise<T> {
  const folder = await Deno.makeTempDir({ prefix: "entrada-script-" });
  try {
    const separator = Deno.build.os === "windows" ? "\\" : "/";
    const path = folder + separator + name;
    await Deno.writeTextFile(path, text, { mode: 0o600, createNew: true });
    return await work(path);
  } finally {
    await Deno.remove(folder, { recursive: true }).catch(() => {});
  }
}
