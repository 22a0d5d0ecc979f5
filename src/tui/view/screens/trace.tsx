import { Box } from "ink";
import type { ReactNode } from "react";
import { layoutOf } from "../../state/layout.ts";
import type { State } from "../../state/model.ts";
import {
  traceOf,
  type TraceOverlay,
  type TraceStepOverlay,
} from "../../state/trace.ts";
import { stepDocument } from "../../document/trace_step.ts";
import { traceDocument } from "../../document/trace.ts";
import type { Look } from "../../theme/look.ts";
import { Lines, Styled } from "../parts/styled.tsx";

/** The steps of a run between those who take part. */
export function TraceSteps(
  { look, state, overlay }: {
    readonly look: Look;
    readonly state: State;
    readonly overlay: TraceOverlay;
  },
): ReactNode {
  const { body } = layoutOf(state.size);
  const lines = traceDocument(state, overlay, { glyphs: look.glyphs });
  return (
    <Box flexDirection="column" height={body} aria-role="list">
      <Lines look={look} lines={lines} />
    </Box>
  );
}

/** One step: what was sent, what came back, and what all of it means. */
export function TraceStepDetail(
  { look, state, overlay }: {
    readonly look: Look;
    readonly state: State;
    readonly overlay: TraceStepOverlay;
  },
): ReactNode {
  const { body, columns } = layoutOf(state.size);
  const { runId, index, scroll } = overlay;
  const step = traceOf(state, runId)?.steps[index];
  if (step === undefined) {
    return <Styled look={look}>This step is not kept any more</Styled>;
  }
  const { glyphs } = look;
  const lines = stepDocument(step, { width: columns, glyphs });
  return (
    <Box flexDirection="column" height={body}>
      <Lines look={look} lines={lines.slice(scroll, scroll + body)} />
    </Box>
  );
}
