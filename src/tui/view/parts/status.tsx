import { Text } from "ink";
import type { ReactNode } from "react";
import { fit } from "../../document/line.ts";
import type { ProfileStatus } from "../../state/select.ts";
import type { Glyphs } from "../../theme/glyphs.ts";
import type { Look } from "../../theme/look.ts";
import type { Role } from "../../theme/roles.ts";

const SIGNS: Readonly<
  Record<ProfileStatus["kind"], readonly [keyof Glyphs, Role]>
> = {
  busy: ["busy", "status.busy"],
  valid: ["valid", "status.ok"],
  expiring: ["warning", "status.warn"],
  expired: ["failed", "status.error"],
  none: ["none", "text.muted"],
  unknown: ["dot", "text.muted"],
};

/** The role of a state. */
export function statusRole(kind: ProfileStatus["kind"]): Role {
  return SIGNS[kind][1];
}

/** The state of a token: a symbol, a word and a colour that say the same. */
export function Status(
  { look, status, width }: {
    readonly look: Look;
    readonly status: ProfileStatus;
    /** Cells to fill; as many as it needs when absent. */
    readonly width?: number;
  },
): ReactNode {
  const [sign, role] = SIGNS[status.kind];
  const words = `${look.glyphs[sign]} ${status.text}`;
  return (
    <Text
      {...look.palette[role]}
      // What fills the cells is left out with the symbol: words need a space.
      aria-label={width === undefined ? status.text : `${status.text}  `}
    >
      {width === undefined
        ? words
        : fit(words, { width: width - 1, ellipsis: look.glyphs.ellipsis }) +
          " "}
    </Text>
  );
}
