import { UnsafeFileError } from "../adapters/files.ts";
import type { FlowEvent } from "../engine/events.ts";
import { sanitizeText } from "../engine/text.ts";
import {
  EMPTY_TRACE,
  toCurl,
  toJson,
  toMarkdown,
  type Trace,
  traced,
  type TraceEnd,
} from "../engine/trace/mod.ts";
import type { Context } from "./context.ts";

/** Records one run for a file. */
export interface TraceFile {
  /** Takes what happened. */
  readonly onEvent: (event: FlowEvent) => void;
  /** Takes how it ended, and writes the file. */
  readonly end: (end: TraceEnd) => Promise<void>;
}

/** A call may need several runs: that of its assertion, then its own. */
const endedRuns = new WeakMap<Context, readonly Trace[]>();

function joined(runs: readonly Trace[]): Trace {
  return {
    steps: runs.flatMap(({ steps }) => steps),
    dropped: runs.reduce((sum, { dropped }) => sum + dropped, 0),
  };
}

/** The ending was checked with the arguments. */
function textOf(trace: Trace, path: string): string {
  const ending = path.toLowerCase().split(".").at(-1);
  if (ending === "json") return toJson(trace);
  return ending === "sh" ? toCurl(trace.steps) : toMarkdown(trace.steps);
}

/** The token is what was asked for: without its trace, it is still good. */
async function write(
  path: string,
  { trace, context }: { readonly trace: Trace; readonly context: Context },
): Promise<void> {
  const { io, messages } = context;
  const shown = sanitizeText(path);
  try {
    await io.files.writePrivate(path, textOf(trace, path));
    messages.note(`The trace was written to ${shown}, readable by you alone`);
  } catch (error) {
    const why = error instanceof UnsafeFileError
      ? `: ${error.message}. ${error.hint}`
      : ". Check that the directory is yours and not full or read-only";
    messages.warn(`the trace could not be written to ${shown}${why}`);
  }
}

/**
 * Begins to record a run for the file that `--trace-out` names.
 *
 * @param context The world, and the options of the call.
 * @param path The file; its ending says how the trace is written.
 * @returns Takes what happens.
 */
export function openTraceFile(context: Context, path: string): TraceFile {
  const now = () => context.io.clock.now();
  let trace = EMPTY_TRACE;
  return {
    onEvent(event) {
      trace = traced(trace, { event, at: now() });
    },
    async end(end) {
      const ended = traced(trace, { end, at: now() });
      const runs = [...endedRuns.get(context) ?? [], ended];
      endedRuns.set(context, runs);
      await write(path, { trace: joined(runs), context });
    },
  };
}
