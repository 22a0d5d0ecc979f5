/**
 * What makes traces and writes them, named in one place. May import this folder.
 *
 * @module
 */
import type { Trace } from "./step.ts";

export { toCurl } from "./curl.ts";
export { toMarkdown } from "./markdown.ts";
export { toMermaid } from "./mermaid.ts";
export { EMPTY_TRACE, traced, type TraceNews } from "./record.ts";
export type { TraceEnd } from "./end.ts";
export type * from "./step.ts";

/**
 * Writes a trace as JSON.
 *
 * @param trace The trace.
 * @returns JSON with a final newline; members are only ever added.
 */
export function toJson({ steps, dropped }: Trace): string {
  return JSON.stringify({ version: 1, steps, dropped }, null, 2) + "\n";
}
