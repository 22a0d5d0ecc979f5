/** Columns that every terminal has. */
export const TEXT_WIDTH = 80;

/**
 * Breaks a text into lines at its blanks.
 *
 * @param text The text.
 * @param width Characters a line; a longer word stays whole.
 * @returns At least one line.
 */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
