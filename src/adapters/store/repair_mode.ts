import type { StoreNotice } from "./file_store.ts";

/**
 * Takes a file or a directory away from others, if that can be done.
 *
 * @param path Its path; known to be no link.
 * @param notify Hears how it went.
 */
export async function repairMode(
  path: string,
  notify: (notice: StoreNotice) => void,
): Promise<void> {
  try {
    const { mode } = await Deno.lstat(path);
    await Deno.chmod(path, (mode ?? 0) & 0o700);
    const repaired = (await Deno.lstat(path)).mode ?? 0;
    // Some file systems take every mode and keep their own.
    const kind = (repaired & 0o077) === 0 ? "mode_repaired" : "open_to_others";
    notify({ kind, path });
  } catch {
    notify({ kind: "open_to_others", path });
  }
}
