import { Text } from "ink";
import type { ReactNode } from "react";
import type { Look } from "../../theme/look.ts";
import type { Role } from "../../theme/roles.ts";

/** How much is left of something; hidden from screen readers, who get words. */
export function Bar(
  { look, share, width, role }: {
    readonly look: Look;
    /** What is left, from 0 to 1. */
    readonly share: number;
    /** Cells. */
    readonly width: number;
    readonly role: Role;
  },
): ReactNode {
  const full = Math.min(width, Math.ceil(share * width));
  return (
    <Text aria-hidden>
      <Text {...look.palette[role]}>{look.glyphs.full.repeat(full)}</Text>
      <Text {...look.palette["bar.rest"]}>
        {look.glyphs.rest.repeat(width - full)}
      </Text>
    </Text>
  );
}
