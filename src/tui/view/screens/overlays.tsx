import { Box, Text } from "ink";
import type { ReactNode } from "react";
import { helpDocument } from "../../document/help.ts";
import { clip, fit, type Line, widthOf, wrap } from "../../document/line.ts";
import { layoutOf } from "../../state/layout.ts";
import type { MenuEntry, Overlay, State } from "../../state/model.ts";
import type { Look } from "../../theme/look.ts";
import { Gap, Lines, Styled } from "../parts/styled.tsx";
import { windowOf } from "../../state/window.ts";

/** Cells of the sign, the key and the label of an entry. */
const BEFORE_DETAIL = 32;

/** All keys. */
export function Help(
  { look, state, scroll }: {
    readonly look: Look;
    readonly state: State;
    readonly scroll: number;
  },
): ReactNode {
  const { body } = layoutOf(state.size);
  const lines = helpDocument(state).slice(scroll, scroll + body);
  return (
    <Box flexDirection="column" height={body}>
      <Lines look={look} lines={lines} />
    </Box>
  );
}

/** A choice of a few things, each with its key. */
export function Menu(
  { look, state, menu }: {
    readonly look: Look;
    readonly state: State;
    readonly menu: Extract<Overlay, { kind: "menu" }>;
  },
): ReactNode {
  const { body, columns } = layoutOf(state.size);
  const { entries, selected, title } = menu;
  const [start, end] = windowOf({
    count: entries.length,
    selected,
    rows: body - 3,
  });
  return (
    <Box flexDirection="column" height={body} aria-role="menu">
      <Gap />
      <Styled look={look} role="text.strong">{` ${title}`}</Styled>
      <Gap />
      {entries.slice(start, end).map((entry, index) => (
        <MenuRow
          key={entry.label}
          look={look}
          entry={entry}
          selected={start + index === selected}
          width={columns}
        />
      ))}
      <Gap />
      <Lines look={look} lines={wholeDetail(menu, { columns })} />
    </Box>
  );
}

/** What is cut off in the selected row. */
function wholeDetail(
  { entries, selected }: Extract<Overlay, { kind: "menu" }>,
  { columns }: { readonly columns: number },
): readonly Line[] {
  const detail = entries[selected]?.detail ?? "";
  if (widthOf(detail) <= columns - BEFORE_DETAIL) return [];
  return wrap(detail, columns - 2)
    .map((text) => [{ text: ` ${text}`, role: "text.muted" }]);
}

function MenuRow(
  { look, entry, selected, width }: {
    readonly look: Look;
    readonly entry: MenuEntry;
    readonly selected: boolean;
    /** Cells. */
    readonly width: number;
  },
): ReactNode {
  const { palette, glyphs } = look;
  const label = look.screenReader
    ? `${entry.label}  `
    : fit(entry.label, Math.min(24, width - 8));
  const labelStyle = entry.disabled
    ? palette["text.muted"]
    : selected
    ? palette["text.strong"]
    : {};
  const detail = clip(entry.detail ?? "", {
    width: width - BEFORE_DETAIL,
    ellipsis: glyphs.ellipsis,
  });
  return (
    <Text wrap="truncate-end">
      <Text {...(selected ? palette.selection : {})}>
        {` ${selected ? glyphs.selected : " "} `}
      </Text>
      <Text {...palette["text.key"]}>{fit(entry.key, 1)}</Text>
      <Text {...labelStyle}>{`  ${label}`}</Text>
      <Text {...palette["text.muted"]}>{detail}</Text>
    </Text>
  );
}
