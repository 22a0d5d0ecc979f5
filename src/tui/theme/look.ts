import { ASCII, type Glyphs, UNICODE } from "./glyphs.ts";
import {
  DEFAULT_PALETTE,
  HIGH_CONTRAST_PALETTE,
  MONOCHROME_PALETTE,
  type Palette,
} from "./roles.ts";

/** How the interface looks: what every view is given beside its data. */
export interface Look {
  /** Colours by role. */
  readonly palette: Palette;
  /** Signs. */
  readonly glyphs: Glyphs;
  /** Whether colours may be used; a QR code needs them. */
  readonly color: boolean;
  /** Whether a screen reader speaks the frames. */
  readonly screenReader: boolean;
}

/**
 * Chooses a look.
 *
 * @param options What the terminal can show; all of it by default.
 * @returns The look.
 */
export function createLook(
  options: {
    readonly color?: boolean;
    readonly ascii?: boolean;
    readonly screenReader?: boolean;
  } = {},
): Look {
  const color = options.color ?? true;
  return {
    palette: color ? DEFAULT_PALETTE : MONOCHROME_PALETTE,
    glyphs: options.ascii ? ASCII : UNICODE,
    color,
    screenReader: options.screenReader ?? false,
  };
}

/**
 * Whether a look has what a QR code needs: half blocks, black and white.
 *
 * @param look The look.
 * @returns Whether one may be drawn.
 */
export function drawsQr(look: Look): boolean {
  return look.color && look.glyphs.blocks && !look.screenReader;
}

const PALETTES: Readonly<Record<ThemeName, Palette>> = {
  "default": DEFAULT_PALETTE,
  "high-contrast": HIGH_CONTRAST_PALETTE,
  "monochrome": MONOCHROME_PALETTE,
};

/** What a theme is called. */
export type ThemeName = "default" | "high-contrast" | "monochrome";

/**
 * Puts a theme on a look; one without colours stays without.
 *
 * @param look What the terminal can show.
 * @param theme The theme's name.
 * @returns The look; the same one when nothing changes.
 */
export function themed(look: Look, theme: ThemeName): Look {
  if (!look.color || look.palette === PALETTES[theme]) return look;
  const color = theme !== "monochrome";
  return { ...look, palette: PALETTES[theme], color };
}
