/**
 * Names the place of a key, so that two homes have two keys.
 *
 * @param base What it is, such as `key`.
 * @param scope Which home; empty for the user's usual one.
 * @returns The name.
 */
export async function itemName(base: string, scope: string): Promise<string> {
  if (scope === "") return base;
  const bytes = new TextEncoder().encode(scope);
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return `${base}-${new Uint8Array(digest).toHex().slice(0, 16)}`;
}

/**
 * Spells a directory in the one way in which it is always spelled the same.
 *
 * @param directory Its path; it is made (0700) when it is missing.
 * @returns Its path from the root, without links; as it was given when it cannot be had.
 */
export async function wholePath(directory: string): Promise<string> {
  try {
    return await Deno.realPath(directory);
  } catch {
    try {
      await Deno.mkdir(directory, { recursive: true, mode: 0o700 });
      return await Deno.realPath(directory);
    } catch {
      // Nothing can be kept in it either.
      return directory;
    }
  }
}
