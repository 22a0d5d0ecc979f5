import { Box } from "ink";
import type { ReactNode } from "react";
import { fieldSpans, hiddenSpans } from "../../document/form_text.ts";
import {
  fit,
  type Line,
  type Span,
  widthOf,
  wrap,
} from "../../document/line.ts";
import type { AskField, AskOverlay } from "../../state/ask.ts";
import { layoutOf } from "../../state/layout.ts";
import type { State } from "../../state/model.ts";
import { fieldText } from "../../state/text_field.ts";
import type { Look } from "../../theme/look.ts";
import { Gap, Lines, Styled } from "../parts/styled.tsx";

interface Props {
  readonly look: Look;
  readonly state: State;
  readonly ask: AskOverlay;
}

/** A question with its fields, and what belongs there. */
export function Ask({ look, state, ask }: Props): ReactNode {
  const { body, columns } = layoutOf(state.size);
  const help = wrap(ask.help, Math.max(1, columns - 2)).map((text): Line => [
    { text: ` ${text}`, role: "text.muted" },
  ]);
  return (
    <Box flexDirection="column" height={body}>
      <Gap />
      <Styled look={look} role="text.strong">{` ${ask.title}`}</Styled>
      <Gap />
      <Lines look={look} lines={fieldLines({ look, state, ask })} />
      <Gap />
      <Lines look={look} lines={help} />
    </Box>
  );
}

function fieldLines({ look, state, ask }: Props): readonly Line[] {
  const { glyphs } = look;
  const cells = Math.max(...ask.fields.map(({ label }) => widthOf(label))) + 2;
  const width = Math.max(1, state.size.columns - cells - 5);
  return ask.fields.map((field, index): Line => {
    const typing = index === ask.focus;
    return [
      {
        text: ` ${typing ? glyphs.selected : " "} `,
        role: typing ? "selection" : "text.plain",
      },
      {
        text: fit(field.label, cells),
        role: typing ? "text.strong" : "text.muted",
      },
      ...valueSpans(field, { look, typing, width }),
    ];
  });
}

function valueSpans(
  field: AskField,
  { look: { glyphs }, typing, width }: {
    readonly look: Look;
    /** Whether letters go here. */
    readonly typing: boolean;
    /** Cells. */
    readonly width: number;
  },
): readonly Span[] {
  if (field.kind === "hidden") {
    return hiddenSpans(field.text, { typing, width, glyphs });
  }
  return typing
    ? fieldSpans(field.field, { width, glyphs })
    : [{ text: fieldText(field.field) }];
}
