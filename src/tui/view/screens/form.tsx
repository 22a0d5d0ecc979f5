import { Box } from "ink";
import type { ReactNode } from "react";
import { completionLines, formRows, formWindow } from "../../document/form.ts";
import { type Line, wrap } from "../../document/line.ts";
import type { FormScreen } from "../../state/form.ts";
import { focusedField } from "../../state/form_select.ts";
import { layoutOf } from "../../state/layout.ts";
import type { State } from "../../state/model.ts";
import type { Look } from "../../theme/look.ts";
import type { Role } from "../../theme/roles.ts";
import { Lines, Styled } from "../parts/styled.tsx";

interface Props {
  readonly look: Look;
  readonly state: State;
  readonly screen: FormScreen;
}

/** Rows from which the help has a rule above it. */
const AIRY = 14;

/** A profile to fill in: its fields, and what belongs into the one in hand. */
export function Form({ look, state, screen }: Props): ReactNode {
  const { body, kind, listColumns } = layoutOf(state.size);
  if (screen.stage === "reading") {
    return (
      <Box paddingLeft={2}>
        <Styled look={look} role="text.muted">Reading the profile</Styled>
      </Box>
    );
  }
  if (kind !== "wide") {
    return <Stacked look={look} state={state} screen={screen} />;
  }
  return (
    <Box height={body}>
      <Box flexDirection="column" width={listColumns} flexShrink={0}>
        <Fields
          look={look}
          screen={screen}
          width={listColumns}
          room={body}
          completes={false}
        />
      </Box>
      <Side look={look} state={state} screen={screen} />
    </Box>
  );
}

/** The fields, and the help under them. */
function Stacked({ look, state, screen }: Props): ReactNode {
  const { body, columns } = layoutOf(state.size);
  const airy = body >= AIRY;
  const most = screen.failure !== undefined ? 4 : airy ? 2 : 1;
  const help = helpLines(screen, columns - 3).slice(0, most);
  const room = body - help.length - (airy ? 1 : 0);
  return (
    <Box flexDirection="column" height={body}>
      <Box flexDirection="column" height={room} flexShrink={0}>
        <Fields
          look={look}
          screen={screen}
          width={columns}
          room={room}
          completes
        />
      </Box>
      {airy ? <Rule look={look} width={columns} /> : null}
      <Lines look={look} lines={help} />
    </Box>
  );
}

function Fields(
  { look, screen, width, room, completes }: Omit<Props, "state"> & {
    /** Cells. */
    readonly width: number;
    /** Rows. */
    readonly room: number;
    /** Whether completions stand among the fields; a pane beside them has them else. */
    readonly completes: boolean;
  },
): ReactNode {
  const { glyphs } = look;
  const rows = formRows(screen, { width, glyphs, completes });
  const shown = formWindow(rows, { focus: screen.focus, room });
  return <Lines look={look} lines={shown.map(({ line }) => line)} />;
}

function Rule(
  { look, width }: { readonly look: Look; readonly width: number },
): ReactNode {
  return (
    <Box aria-hidden>
      <Styled look={look} role="border">
        {look.glyphs.rule.repeat(width)}
      </Styled>
    </Box>
  );
}

function said(
  text: string,
  { role, width }: { readonly role: Role; readonly width: number },
): readonly Line[] {
  return wrap(text, Math.max(1, width)).map((line) => [{
    text: ` ${line}`,
    role,
  }]);
}

/** What stands in the way of saving comes before what belongs into a field. */
function helpLines(screen: FormScreen, width: number): readonly Line[] {
  if (screen.stage === "saving") {
    return [[{ text: " Saving", role: "status.busy" }]];
  }
  return screen.failure === undefined
    ? said(focusedField(screen)?.help ?? "", { role: "text.muted", width })
    : said(screen.failure, { role: "status.error", width });
}

/** From 100 columns on the help has room for whole sentences. */
function Side({ look, state, screen }: Props): ReactNode {
  const { body, sideColumns } = layoutOf(state.size);
  const { glyphs } = look;
  const width = sideColumns - 4;
  const lines: readonly Line[] = [
    [{ text: ` ${focusedField(screen)?.label ?? ""}`, role: "text.strong" }],
    ...helpLines(screen, width),
    [],
    ...completionLines(screen, { width, glyphs, rows: body - 8, indent: 0 }),
  ];
  return (
    <>
      <Box flexDirection="column" width={1} flexShrink={0} aria-hidden>
        {Array.from(
          { length: body },
          (_, row) => (
            <Styled key={row} look={look} role="border">{glyphs.wall}</Styled>
          ),
        )}
      </Box>
      <Box flexDirection="column" width={sideColumns - 1} paddingLeft={1}>
        <Lines look={look} lines={lines.slice(0, body)} />
      </Box>
    </>
  );
}
