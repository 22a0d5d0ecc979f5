import type { Io } from "../io.ts";
import type { ColorChoice } from "../global_options.ts";

/** Marks text by its role; says nothing when colour is off. */
export interface Style {
  /** What went wrong. */
  error(text: string): string;
  /** What may go wrong. */
  warning(text: string): string;
  /** What to look at. */
  strong(text: string): string;
  /** What is less important. */
  muted(text: string): string;
}

const sgr = (open: number, close: number) => (text: string) =>
  `\u001b[${open}m${text}\u001b[${close}m`;
const same = (text: string) => text;

const COLORED: Style = {
  error: sgr(31, 39),
  warning: sgr(33, 39),
  strong: sgr(1, 22),
  // Grey of the 16 colours; "faint" is unreadable on too many terminals.
  muted: sgr(90, 39),
};
const PLAIN: Style = {
  error: same,
  warning: same,
  strong: same,
  muted: same,
};

/**
 * Decides whether a stream gets colour.
 *
 * @param choice `--color`.
 * @param place The environment and the stream.
 * @returns Whether it does.
 * @see {@link https://no-color.org | NO_COLOR}
 */
export function usesColor(
  choice: ColorChoice,
  { io, stream }: {
    readonly io: Pick<Io, "env" | "stdout" | "stderr">;
    readonly stream: "stdout" | "stderr";
  },
): boolean {
  if (choice !== "auto") return choice === "always";
  const forced = io.env("FORCE_COLOR") ?? "";
  // Whoever wants no colour has the last word.
  if ((io.env("NO_COLOR") ?? "") !== "") return false;
  if (forced !== "") return forced !== "0" && forced !== "false";
  return io[stream].isTerminal &&
    io.env("TERM") !== "dumb";
}

/**
 * Gives the marks for a stream.
 *
 * @param colored Whether it gets colour.
 * @returns The marks.
 */
export function createStyle(colored: boolean): Style {
  return colored ? COLORED : PLAIN;
}
