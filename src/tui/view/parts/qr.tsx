import { Text } from "ink";
import type { ReactNode } from "react";
import { encode } from "uqr";
import type { Look } from "../../theme/look.ts";
import { halfBlocks } from "./big_letters.ts";

/** Cells of quiet on every side; scanners need some. */
const BORDER = 1;

/** A QR code as rows of cells. */
export interface QrRows {
  readonly rows: readonly string[];
  /** Cells. */
  readonly width: number;
}

/**
 * Draws an address as a QR code.
 *
 * @param url The address.
 * @returns The rows, or `undefined` when it is too long.
 */
export function qrRows(url: string): QrRows | undefined {
  try {
    const { data } = encode(url, { border: BORDER });
    const pixels = data.map((row) =>
      row.map((dark) => dark ? "#" : ".").join("")
    );
    const rows = [];
    for (let row = 0; row < pixels.length; row += 2) {
      rows.push(halfBlocks(pixels[row], pixels[row + 1]));
    }
    return { rows, width: pixels[0]?.length ?? 0 };
  } catch {
    return undefined;
  }
}

/** A QR code in black on white, whatever the terminal's colours are. */
export function Qr(
  { look, qr }: { readonly look: Look; readonly qr: QrRows },
): ReactNode {
  return qr.rows.map((row, index) => (
    <Text key={index} aria-hidden {...look.palette.qr}>{row}</Text>
  ));
}
