/** Starts processes that use one store, and ends no others. */
import { ROOT } from "./product.ts";

/** What a process that uses a store says when it is done. */
export interface WorkerReport {
  readonly longestMs: number;
  readonly bad: number;
}

/** What a process of a test does: which task, and how often. */
export interface WorkerTask {
  readonly task: string;
  readonly times?: number;
}

/** The command of such a process. */
export function workerCommand(
  directory: string,
  { task, times = 1 }: WorkerTask,
): readonly [string, ...string[]] {
  return [
    Deno.execPath(),
    ...["run", "--quiet", "--no-lock", "--no-config", "--allow-all"],
    `${ROOT}tests/support/store_worker.ts`,
    ...[directory, task, String(times)],
  ];
}

/** Runs such a process to its end. */
export async function runWorker(
  directory: string,
  task: WorkerTask,
): Promise<WorkerReport> {
  const [program, ...args] = workerCommand(directory, task);
  const { code, stdout, stderr } = await new Deno.Command(program, {
    args,
    stdin: "null",
  }).output();
  if (code === 0) return JSON.parse(new TextDecoder().decode(stdout));
  throw new Error(`It ended with ${code}: ${new TextDecoder().decode(stderr)}`);
}

/** A process that runs until it is told to end, or is killed. */
export interface LivingWorker extends AsyncDisposable {
  readonly child: Deno.ChildProcess;
  /** The next line that it says. */
  line(): Promise<string | undefined>;
  /** Tells it to go on. */
  tell(): Promise<void>;
  /** Kills it, if it lives, and waits until it is gone. */
  end(): Promise<void>;
}

/** Starts such a process. */
export function startWorker(
  directory: string,
  task: WorkerTask,
): LivingWorker {
  const [program, ...args] = workerCommand(directory, task);
  const child = new Deno.Command(program, {
    args,
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  let ended: Promise<void> | undefined;
  const end = async () => {
    try {
      child.kill("SIGKILL");
    } catch {
      // It has ended already.
    }
    await child.stdin.close().catch(() => {});
    await reader.cancel();
    await child.status;
  };
  return {
    child,
    async line() {
      while (!text.includes("\n")) {
        const { done, value } = await reader.read();
        if (done) return undefined;
        text += value;
      }
      const cut = text.indexOf("\n");
      const line = text.slice(0, cut);
      text = text.slice(cut + 1);
      return line;
    },
    async tell() {
      const writer = child.stdin.getWriter();
      await writer.write(new Uint8Array([10])).catch(() => {});
      writer.releaseLock();
    },
    end: () => ended ??= end(),
    [Symbol.asyncDispose]: () => ended ??= end(),
  };
}
