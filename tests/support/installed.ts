/**
 * Tells whether a program of Debian is there, for a test that needs it.
 *
 * @param program Its name.
 * @returns What the test's definition adds: it is skipped, and its name says why.
 */
export function needs(
  program: string,
): { readonly ignore: boolean; readonly why: string } {
  const folders = (Deno.env.get("PATH") ?? "").split(":");
  const isThere = folders.some((folder) => {
    try {
      return Deno.statSync(`${folder}/${program}`).isFile;
    } catch {
      return false;
    }
  });
  return {
    ignore: !isThere,
    why: isThere ? "" : ` (skipped: ${program} is not installed)`,
  };
}
