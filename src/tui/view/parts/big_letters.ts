/**
 * Letters three rows high, five pixels by three to five, two pixels a cell.
 * One string a letter, its rows divided by `/`, `#` is ink.
 */
const LETTERS: Readonly<Record<string, string>> = {
  A: ".#./#.#/###/#.#/#.#",
  B: "##./#.#/##./#.#/##.",
  C: ".##/#../#../#../.##",
  D: "##./#.#/#.#/#.#/##.",
  E: "###/#../##./#../###",
  F: "###/#../##./#../#..",
  G: ".###/#.../#.##/#..#/.###",
  H: "#.#/#.#/###/#.#/#.#",
  I: "###/.#./.#./.#./###",
  J: "..#/..#/..#/#.#/.#.",
  K: "#.#/#.#/##./#.#/#.#",
  L: "#../#../#../#../###",
  M: "#...#/##.##/#.#.#/#...#/#...#",
  N: "#..#/##.#/#.##/#..#/#..#",
  O: ".##./#..#/#..#/#..#/.##.",
  P: "##./#.#/##./#../#..",
  Q: ".##./#..#/#..#/#.#./.#.#",
  R: "##./#.#/##./#.#/#.#",
  S: ".##/#../.#./..#/##.",
  T: "###/.#./.#./.#./.#.",
  U: "#.#/#.#/#.#/#.#/###",
  V: "#.#/#.#/#.#/#.#/.#.",
  W: "#...#/#...#/#.#.#/##.##/#...#",
  X: "#.#/#.#/.#./#.#/#.#",
  Y: "#.#/#.#/.#./.#./.#.",
  Z: "###/..#/.#./#../###",
  0: ".#./#.#/#.#/#.#/.#.",
  1: ".#./##./.#./.#./###",
  2: "##./..#/.#./#../###",
  3: "##./..#/.#./..#/##.",
  4: "#.#/#.#/###/..#/..#",
  5: "###/#../##./..#/##.",
  6: ".##/#../###/#.#/###",
  7: "###/..#/..#/.#./.#.",
  8: "###/#.#/###/#.#/###",
  9: "###/#.#/###/..#/##.",
  "-": ".../.../###/.../...",
};

const PIXEL_ROWS = 6;

/**
 * Draws a code in letters three rows high.
 *
 * @param code The code.
 * @returns Three rows, or `undefined` when a letter is not known.
 */
export function bigLetters(code: string): readonly string[] | undefined {
  const letters = Array.from(code.toUpperCase(), (letter) => LETTERS[letter]);
  const known = letters.filter((letter) => letter !== undefined);
  if (known.length !== letters.length || known.length === 0) return undefined;
  const pixels = Array.from(
    { length: PIXEL_ROWS },
    (_, row) => known.map((letter) => rowOf(letter, row)).join("."),
  );
  return [0, 2, 4].map((row) => halfBlocks(pixels[row], pixels[row + 1]));
}

function rowOf(letter: string, row: number): string {
  const rows = letter.split("/");
  return rows[row] ?? ".".repeat(rows[0]?.length ?? 0);
}

/**
 * Two rows of pixels in one row of cells.
 *
 * @param upper The upper row, `#` is ink.
 * @param lower The lower row.
 * @returns One row of half blocks.
 */
export function halfBlocks(upper = "", lower = ""): string {
  return Array.from(upper, (pixel, index) => {
    const below = lower[index] === "#";
    if (pixel === "#") return below ? "█" : "▀";
    return below ? "▄" : " ";
  }).join("");
}
