/**
 * Writes what is left of a duration as a clock does.
 *
 * @param ms Milliseconds.
 * @returns Such as `14:32`.
 */
export function clockFace(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1_000));
  const rest = String(seconds % 60).padStart(2, "0");
  return `${Math.floor(seconds / 60)}:${rest}`;
}
