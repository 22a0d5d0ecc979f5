import assert from "node:assert/strict";
import { runWorker } from "./store_processes.ts";
import { openTestStore } from "./store_world.ts";

/** How updates of many processes went. */
export interface CrowdReport {
  readonly kept: number;
  readonly longestMs: number;
  readonly bad: number;
}

/** Lets many processes change one record at once. */
export async function updateAtOnce(
  directory: string,
  { processes, times }: {
    readonly processes: number;
    readonly times: number;
  },
): Promise<CrowdReport> {
  const reports = await Promise.all(
    Array.from(
      { length: processes },
      () => runWorker(directory, { task: "add", times }),
    ),
  );
  return await crowdReport(directory, reports);
}

/** Lets writers and readers at one record at once. */
export async function readWhileWritten(
  directory: string,
  options: {
    readonly writers: number;
    readonly writes: number;
    readonly readers: number;
    readonly reads: number;
  },
): Promise<CrowdReport> {
  const { writers, writes, readers, reads } = options;
  const start = (length: number, task: string, times: number) =>
    Array.from({ length }, () => runWorker(directory, { task, times }));
  const reports = await Promise.all([
    ...start(writers, "add", writes),
    ...start(readers, "read", reads),
  ]);
  return await crowdReport(directory, reports);
}

async function crowdReport(
  directory: string,
  reports: readonly { readonly longestMs: number; readonly bad: number }[],
): Promise<CrowdReport> {
  const { store, notices } = openTestStore(directory);
  const text = await store.read("p");
  assert.ok(text !== undefined);
  return {
    kept: parseInt(text),
    longestMs: Math.max(...reports.map((report) => report.longestMs)),
    bad: notices.length + reports.reduce((sum, { bad }) => sum + bad, 0),
  };
}
