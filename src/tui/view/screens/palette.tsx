import { Box, Text } from "ink";
import type { ReactNode } from "react";
import { clip, fit, widthOf } from "../../document/line.ts";
import { layoutOf } from "../../state/layout.ts";
import type { State } from "../../state/model.ts";
import {
  type PaletteEntry,
  type PaletteOverlay,
  shownEntries,
} from "../../state/palette.ts";
import { windowOf } from "../../state/window.ts";
import type { Look } from "../../theme/look.ts";
import { Field } from "../parts/field.tsx";
import { Styled } from "../parts/styled.tsx";

const SIGN = ":";

/** Everything that can be done, found by its name. */
export function Palette(
  { look, state, palette }: {
    readonly look: Look;
    readonly state: State;
    readonly palette: PaletteOverlay;
  },
): ReactNode {
  const { body, columns } = layoutOf(state.size);
  const entries = shownEntries(palette);
  const { selected } = palette;
  const rows = body - 1;
  const [start, end] = windowOf({ count: entries.length, selected, rows });
  return (
    <Box flexDirection="column" height={body} aria-role="menu">
      <Query look={look} palette={palette} width={columns} />
      {entries.slice(start, end).map((entry, index) => (
        <PaletteRow
          key={entry.id}
          look={look}
          entry={entry}
          selected={start + index === selected}
          width={columns}
        />
      ))}
      {entries.length > 0 ? null : (
        <Styled look={look} role="text.muted">
          {"   Nothing is called that"}
        </Styled>
      )}
    </Box>
  );
}

function Query(
  { look, palette, width }: {
    readonly look: Look;
    readonly palette: PaletteOverlay;
    /** Cells. */
    readonly width: number;
  },
): ReactNode {
  const { field, entries } = palette;
  const count = `${shownEntries(palette).length} of ${entries.length}`;
  return (
    <Box justifyContent="space-between">
      <Text>
        <Text {...look.palette["text.key"]}>{` ${SIGN} `}</Text>
        <Field
          look={look}
          field={field}
          typing
          width={width - count.length - 6}
        />
      </Text>
      <Styled look={look} role="text.muted">{`${count} `}</Styled>
    </Box>
  );
}

function PaletteRow(
  { look, entry, selected, width }: {
    readonly look: Look;
    readonly entry: PaletteEntry;
    readonly selected: boolean;
    /** Cells. */
    readonly width: number;
  },
): ReactNode {
  const { palette, glyphs } = look;
  const { ellipsis } = glyphs;
  const { label, keys, reason } = entry;
  const isOff = reason !== undefined;
  // The reason is what a person needs of what cannot be done.
  const room = isOff ? Math.floor((width - 6) / 2) : width - widthOf(keys) - 6;
  const labelStyle = isOff
    ? palette["text.muted"]
    : selected
    ? palette["text.strong"]
    : {};
  const beside = isOff
    ? clip(`${glyphs.none} ${reason}`, { width: width - room - 5, ellipsis })
    : keys;
  return (
    <Text wrap="truncate-end">
      <Text {...(selected ? palette.selection : {})}>
        {` ${selected ? glyphs.selected : " "} `}
      </Text>
      <Text {...labelStyle}>
        {look.screenReader
          ? `${label} `
          : fit(label, { width: room, ellipsis })}
      </Text>
      <Text {...palette[isOff ? "text.muted" : "text.key"]}>
        {` ${beside}`}
      </Text>
    </Text>
  );
}
