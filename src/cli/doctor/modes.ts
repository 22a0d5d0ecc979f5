/** Bits that let others read or do anything else. */
const OTHERS = 0o077;
/** Bits that let others write. */
const OTHERS_WRITE = 0o022;

/**
 * Tells whether others get at something.
 *
 * @param mode Permission bits; absent where the system has none.
 * @returns Whether group or others may do anything with it.
 */
export function isOpen(mode: number | undefined): boolean {
  return mode !== undefined && (mode & OTHERS) !== 0;
}

/**
 * Tells whether others may change something.
 *
 * @param mode Permission bits; absent where the system has none.
 * @returns Whether group or others may write.
 */
export function isWritableByOthers(mode: number | undefined): boolean {
  return mode !== undefined && (mode & OTHERS_WRITE) !== 0;
}

/**
 * Writes permission bits as `chmod` takes them.
 *
 * @param mode Permission bits.
 * @returns Such as `0644`.
 */
export function modeText(mode: number): string {
  return (mode & 0o777).toString(8).padStart(4, "0");
}

/**
 * Writes a path so that a shell takes it for one word.
 *
 * @param path The path.
 * @returns The path, quoted where it has to be.
 */
export function shellWord(path: string): string {
  return /^[\w./~:@%+,-]+$/.test(path)
    ? path
    : `'${path.replaceAll("'", `'\\''`)}'`;
}
