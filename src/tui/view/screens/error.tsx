import { Box } from "ink";
import type { ReactNode } from "react";
import { fit, type Line, wrap } from "../../document/line.ts";
import { layoutOf } from "../../state/layout.ts";
import type { ErrorScreen, State } from "../../state/model.ts";
import type { Look } from "../../theme/look.ts";
import { Gap, Lines } from "../parts/styled.tsx";

/** What went wrong, what it means, and what to do next. */
export function ErrorCoach(
  { look, state, screen }: {
    readonly look: Look;
    readonly state: State;
    readonly screen: ErrorScreen;
  },
): ReactNode {
  const { columns, body } = layoutOf(state.size);
  const lines = errorLines(look, state, {
    screen,
    width: Math.min(columns - 4, 96),
  });
  const roomy = lines.length + 1 <= body;
  return (
    <Box flexDirection="column" height={body} paddingLeft={2}>
      {roomy ? <Gap /> : null}
      <Lines look={look} lines={compact(lines, body)} />
    </Box>
  );
}

/** Blank rows go first when there is no room. */
function compact(lines: readonly Line[], rows: number): readonly Line[] {
  const kept = lines.length <= rows
    ? lines
    : lines.filter((line) => line.length > 0);
  return kept.slice(0, rows);
}

function errorLines(
  look: Look,
  state: State,
  { screen, width }: { readonly screen: ErrorScreen; readonly width: number },
): readonly Line[] {
  const { title, message, hint, code, details, suggestions } = screen.error;
  const plain = (text: string): Line[] =>
    wrap(text, width).map((line) => [{ text: line }]);
  const facts = [...details, { label: "Error code", value: code }];
  return [
    [{ text: `${look.glyphs.failed} ${title}`, role: "status.error" }],
    [],
    ...plain(message),
    [],
    ...(hint === undefined ? [] : [...plain(hint), []]),
    ...suggestions.map((flow, index): Line => [
      { text: `${index + 1}  `, role: "text.key" },
      { text: fit(flow, 20), role: "text.strong" },
      { text: summaryOf(state, flow), role: "text.muted" },
    ]),
    ...(suggestions.length === 0 ? [] : [[]]),
    ...facts.map(({ label, value }): Line => [
      { text: fit(label, 18), role: "text.muted" },
      { text: value },
    ]),
  ];
}

function summaryOf(state: State, flow: string): string {
  return state.flows.find(({ name }) => name === flow)?.summary ?? "";
}
