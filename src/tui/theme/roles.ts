/**
 * Colours as roles: a view says what a text is, a palette says how that looks.
 * Imports nothing.
 *
 * @module
 */

/** What a piece of text is. */
export type Role =
  | "text.plain"
  | "text.muted"
  | "text.strong"
  | "text.link"
  | "text.key"
  | "text.code"
  | "brand"
  | "selection"
  | "status.ok"
  | "status.warn"
  | "status.error"
  | "status.busy"
  | "border"
  | "bar.rest"
  | "qr";

/** How a piece of text looks, in the words of Ink's `Text`. */
export interface TextStyle {
  /** Foreground, one of the terminal's sixteen colours. */
  readonly color?: string;
  /** Background, one of the terminal's sixteen colours. */
  readonly backgroundColor?: string;
  /** Heavier. */
  readonly bold?: boolean;
  /** Fainter; never for a text that a person needs. */
  readonly dimColor?: boolean;
  /** Foreground and background exchanged. */
  readonly inverse?: boolean;
  /** Underlined. */
  readonly underline?: boolean;
}

/** A look for every role. */
export type Palette = Readonly<Record<Role, TextStyle>>;

/** The sixteen colours that every terminal theme defines, light or dark. */
export const DEFAULT_PALETTE: Palette = {
  "text.plain": {},
  "text.muted": { dimColor: true },
  "text.strong": { bold: true },
  "text.link": { color: "cyan", underline: true },
  "text.key": { color: "cyan" },
  "text.code": { color: "cyan", bold: true },
  "brand": { color: "cyan", bold: true },
  "selection": { color: "cyan", bold: true },
  "status.ok": { color: "green" },
  "status.warn": { color: "yellow" },
  "status.error": { color: "red" },
  "status.busy": { color: "blue" },
  "border": { dimColor: true },
  "bar.rest": { dimColor: true },
  "qr": { color: "black", backgroundColor: "whiteBright" },
};

/** No colour at all: weight alone tells things apart, as `NO_COLOR` asks. */
export const MONOCHROME_PALETTE: Palette = {
  "text.plain": {},
  "text.muted": { dimColor: true },
  "text.strong": { bold: true },
  "text.link": { underline: true },
  "text.key": { bold: true },
  "text.code": { bold: true },
  "brand": { bold: true },
  "selection": { bold: true },
  "status.ok": {},
  "status.warn": { bold: true },
  "status.error": { bold: true },
  "status.busy": {},
  "border": { dimColor: true },
  "bar.rest": { dimColor: true },
  "qr": {},
};

/** Bright colours and nothing faint, for eyes and screens that need more. */
export const HIGH_CONTRAST_PALETTE: Palette = {
  "text.plain": {},
  "text.muted": {},
  "text.strong": { bold: true, underline: true },
  "text.link": { color: "cyanBright", bold: true, underline: true },
  "text.key": { color: "yellowBright", bold: true },
  "text.code": { color: "cyanBright", bold: true },
  "brand": { color: "cyanBright", bold: true },
  "selection": { bold: true, inverse: true },
  "status.ok": { color: "greenBright", bold: true },
  "status.warn": { color: "yellowBright", bold: true },
  "status.error": { color: "redBright", bold: true },
  "status.busy": { color: "cyanBright", bold: true },
  "border": {},
  "bar.rest": {},
  "qr": { color: "black", backgroundColor: "whiteBright" },
};
