import { Box, Text } from "ink";
import type { ReactNode } from "react";
import { keyOf } from "../../keys/key_words.ts";
import { fit, widthOf } from "../../document/line.ts";
import { paneLines } from "../../document/token_pane.ts";
import {
  type Box as Cells,
  PANE_TITLE_ROWS,
  type TokenPane,
} from "../../state/layout.ts";
import type { State, TokenScreen } from "../../state/model.ts";
import {
  claimCount,
  shownClaims,
  TOKEN_PANES,
} from "../../state/token_panes.ts";
import type { Look } from "../../theme/look.ts";
import { Field } from "./field.tsx";
import { Lines, Styled } from "./styled.tsx";

interface Props {
  readonly look: Look;
  readonly state: State;
  readonly screen: TokenScreen;
  readonly box: Cells & { readonly pane: TokenPane };
  /** Whether it is the only one in sight; its title then names the others. */
  readonly isAlone: boolean;
}

/** One pane of a token under its title. */
export function TokenPaneView(props: Props): ReactNode {
  const { look, state, screen, box, isAlone } = props;
  const { pane, columns, rows } = box;
  const isFiltered = pane === "claims" && screen.filter !== undefined;
  const room = rows - PANE_TITLE_ROWS;
  const lines = paneLines(state, {
    pane,
    screen,
    width: columns,
    rows: room,
    glyphs: look.glyphs,
  });
  return (
    <Box
      flexDirection="column"
      width={columns}
      height={rows}
      flexShrink={0}
      overflow="hidden"
    >
      {isFiltered
        ? <ClaimFilter {...props} />
        : isAlone
        ? <Tabs {...props} />
        : <PaneTitle {...props} />}
      <Lines look={look} lines={lines} />
    </Box>
  );
}

function labelOf(state: State, pane: TokenPane): string {
  return `${keyOf(state, `token.${pane}`)} ${pane}`;
}

/** All panes by their names: only one of them is in sight. */
function Tabs({ look, state, screen, box }: Props): ReactNode {
  const labels = TOKEN_PANES.map((pane) => ` ${labelOf(state, pane)} `);
  const rest = box.columns - 2 -
    labels.reduce((sum, one) => sum + widthOf(one), 0);
  return (
    <Text wrap="truncate-end">
      <Text aria-hidden {...look.palette.border}>
        {look.glyphs.rule.repeat(2)}
      </Text>
      {TOKEN_PANES.map((pane, index) => (
        <Text
          key={pane}
          {...look.palette[pane === screen.pane ? "selection" : "text.muted"]}
        >
          {labels[index]}
        </Text>
      ))}
      <Text aria-hidden {...look.palette.border}>
        {look.glyphs.rule.repeat(Math.max(0, rest))}
      </Text>
    </Text>
  );
}

function PaneTitle({ look, state, screen, box }: Props): ReactNode {
  const { pane, columns } = box;
  const label = ` ${labelOf(state, pane)} `;
  const { rule } = look.glyphs;
  const rest = Math.max(0, columns - widthOf(label) - 2);
  return (
    <Text wrap="truncate-end">
      <Text aria-hidden {...look.palette.border}>{rule.repeat(2)}</Text>
      <Text
        {...look.palette[pane === screen.pane ? "selection" : "text.muted"]}
      >
        {label}
      </Text>
      <Text aria-hidden {...look.palette.border}>{rule.repeat(rest)}</Text>
    </Text>
  );
}

const FILTER_SIGN = " / ";

function ClaimFilter({ look, screen, box }: Props): ReactNode {
  const { filter } = screen;
  if (filter === undefined) return null;
  const count = `${shownClaims(screen, "claims").length} of ${
    claimCount(screen)
  }`;
  return (
    <Box justifyContent="space-between" width={box.columns}>
      <Text>
        <Text {...look.palette["text.key"]}>{FILTER_SIGN}</Text>
        <Field
          look={look}
          field={filter.field}
          typing={filter.typing}
          width={box.columns - widthOf(count) - 6}
        />
      </Text>
      <Styled look={look} role="text.muted">
        {fit(count, widthOf(count) + 1)}
      </Styled>
    </Box>
  );
}
