/** Texts of many lengths that show whether they are whole. */
export function wholeText(number: number): string {
  return `${number}|${"tøken ".repeat(number * 37 % 600)}|${number}`;
}

/** Whether a text is as it was written. */
export function isWholeText(text: string): boolean {
  return text === wholeText(parseInt(text));
}
