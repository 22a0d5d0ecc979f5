/**
 * What `--trace` tells and `--trace-out` writes: every request of a command, as
 * it was recorded without secrets.
 *
 * @module
 */
import { load } from "../../adapters/load.ts";
import { UnsafeFileError } from "../../adapters/files.ts";
import type { FlowEvent } from "../../engine/events.ts";
import type { Fetch } from "../../engine/ports/mod.ts";
import { sanitizeText } from "../../engine/text.ts";
import {
  apiStep,
  challengeStep,
  withContent,
} from "../../engine/trace/api_call.ts";
import {
  EMPTY_TRACE,
  toCurl,
  toJson,
  toMarkdown,
  type Trace,
  traced,
  type TraceEnd,
  type TraceStep,
} from "../../engine/trace/mod.ts";
import type { Context } from "../context.ts";
import { requireDirectoryFor } from "../call/named_file.ts";
import { apiAnswerLine, apiCallLines, traceLines } from "./trace.ts";
import type { OnApiCall } from "./trace_calls.ts";

/** Records one flow, or one check. */
export interface TraceRun {
  /** Takes what happened. */
  readonly onEvent: (event: FlowEvent) => void;
  /** Takes how it ended, when it was for a token. */
  readonly end: (end?: TraceEnd) => void;
}

/** All that one call of the program sends, told as it happens and kept for a file. */
export interface TraceSession {
  /**
   * Begins to record.
   *
   * @returns Takes what happens.
   * @throws {StorageError} If the directory of the trace's file is not there.
   */
  readonly begin: () => Promise<TraceRun>;
  /** Records what goes to an API over this network. */
  readonly watch: (fetch: Fetch) => Promise<Fetch>;
  /** Writes the file; once more when more has happened. A failure needs no word on what was not sent. */
  readonly close: (how?: { readonly hasFailed: boolean }) => Promise<void>;
}

type Parts = Pick<Context, "io" | "options" | "messages">;

/** A call may fetch pages without end. */
const MOST_CALLS = 200;

/** What came next was done, where there is more. */
function joined(runs: readonly Trace[]): Trace {
  const steps = runs.flatMap(({ steps }, index) =>
    index === runs.length - 1
      ? steps
      : steps.filter(({ outcome }) => outcome !== "next")
  );
  return { steps, dropped: runs.reduce((sum, run) => sum + run.dropped, 0) };
}

/** The ending was checked with the arguments. */
function textOf(trace: Trace, path: string): string {
  const ending = path.toLowerCase().split(".").at(-1);
  if (ending === "json") return toJson(trace);
  return ending === "sh" ? toCurl(trace.steps) : toMarkdown(trace.steps);
}

/** What was asked for is still good without its trace. */
async function write(
  path: string,
  { trace, parts: { io, messages } }: {
    readonly trace: Trace;
    readonly parts: Parts;
  },
): Promise<void> {
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

/** The steps of one call of the program; flows stand where they ended. */
class Steps {
  readonly #runs: Trace[] = [];
  #calls = 0;
  #isNew = true;

  add(run: Trace): void {
    this.#runs.push(run);
    this.#isNew = true;
  }

  /** Adds a request to an API, and returns what takes the answer. */
  readonly addCall: OnApiCall = (call) => {
    this.#calls += 1;
    if (this.#calls > MOST_CALLS) {
      this.add({ steps: [], dropped: 1 });
      return () => {};
    }
    const before = this.#runs.flatMap(({ steps }) => steps)
      .findLast(({ to, request }) => to === "api" && request !== undefined);
    const step = apiStep(call, before);
    const after = call.claims === undefined
      ? []
      : [challengeStep(call.claims, call.at + call.durationMs)];
    this.add({ steps: [step, ...after], dropped: 0 });
    const index = this.#runs.length - 1;
    return (content) => {
      const whole: TraceStep = withContent(step, content);
      this.#runs[index] = { steps: [whole, ...after], dropped: 0 };
    };
  };

  /** Everything, unless nothing was added since this was asked before. */
  take(): Trace | undefined {
    if (!this.#isNew) return undefined;
    this.#isNew = false;
    return joined(this.#runs);
  }
}

/** Tells requests to APIs on standard error where that is wanted, and keeps them. */
function callListener(
  steps: Steps,
  { messages, options: { trace } }: Parts,
): OnApiCall {
  const say = (lines: readonly string[]) => {
    if (trace) { for (const line of lines) messages.say(line); }
  };
  return (call) => {
    say(apiCallLines(call));
    const onAnswer = steps.addCall(call);
    return (content) => {
      say([apiAnswerLine(content)]);
      onAnswer(content);
    };
  };
}

function beginRun(
  steps: Steps,
  { io, messages, options: { trace, verbose } }: Parts,
): TraceRun {
  const now = () => io.clock.now();
  let run = EMPTY_TRACE;
  return {
    onEvent(event) {
      if (trace && event.type === "exchange") {
        for (const line of traceLines(event, { verbose })) messages.say(line);
      }
      run = traced(run, { event, at: now() });
    },
    end(end) {
      steps.add(end === undefined ? run : traced(run, { end, at: now() }));
    },
  };
}

/**
 * Opens what `--trace` and `--trace-out` ask for.
 *
 * @param parts The world, the options, and whom to tell.
 * @returns What records.
 */
export function openTrace(parts: Parts): TraceSession {
  const { io, messages, options: { traceOut } } = parts;
  const steps = new Steps();
  const onCall = callListener(steps, parts);
  return {
    async begin() {
      if (traceOut !== undefined) {
        await requireDirectoryFor(traceOut, { what: "the trace", io });
      }
      return beginRun(steps, parts);
    },
    async watch(fetch) {
      const { watchCalls } = await load<typeof import("./trace_calls.ts")>(
        "./trace_calls.ts",
        import.meta.url,
      );
      return watchCalls(fetch, { clock: io.clock, onCall });
    },
    async close({ hasFailed } = { hasFailed: false }) {
      const trace = steps.take();
      if (traceOut === undefined || trace === undefined) return;
      if (trace.steps.length > 0) {
        return await write(traceOut, { trace, parts });
      }
      if (hasFailed) return;
      messages.note(
        `Nothing was sent, so ${sanitizeText(traceOut)} was not written`,
      );
    },
  };
}
