import { startWorker } from "./store_processes.ts";

/** What a write said under a fault: the reason, or `none`, or nothing if it was killed. */
export interface FaultReport {
  readonly reason?: string;
  readonly message?: string;
  readonly hint?: string;
}

/** Whether faults can be injected: strace is there, and may look at processes. */
export function canInject(): boolean {
  if (Deno.build.os !== "linux") return false;
  try {
    const { success } = new Deno.Command("strace", {
      args: ["-qq", "-o", "/dev/null", "true"],
      stderr: "null",
    }).outputSync();
    return success && mayAttach();
  } catch {
    return false;
  }
}

function mayAttach(): boolean {
  if (Deno.uid() === 0) return true;
  try {
    const scope = Deno.readTextFileSync("/proc/sys/kernel/yama/ptrace_scope");
    return scope.trim() === "0";
  } catch {
    return true;
  }
}

/** Waits until strace has the process, so that its next call is the first that is seen. */
async function attach(pid: number, injection: string) {
  const child = new Deno.Command("strace", {
    args: [
      ...["-f", "-p", String(pid), "-o", "/dev/null"],
      ...["-e", `trace=${injection.split(":")[0]}`],
      ...["-e", `inject=${injection}`],
    ],
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const reader = child.stderr.pipeThrough(new TextDecoderStream()).getReader();
  let said = "";
  while (!/attached/.test(said)) {
    const { done, value } = await reader.read();
    if (done) throw new Error(`strace ended: ${said}`);
    said += value;
  }
  return { child, reader };
}

/** What happens to a process between two writes. */
export interface Fault {
  /** Calls of the system that fail or kill it, as strace spells it, such as `fsync:error=EIO`. */
  readonly injection?: string;
  /** What is done before. */
  readonly prepare?: () => Promise<void>;
}

/**
 * Lets a process that has written once write again under a fault.
 *
 * @param directory Where the store is.
 * @param fault What happens in between.
 * @returns What the process said.
 */
export async function writeUnder(
  directory: string,
  { injection, prepare }: Fault,
): Promise<FaultReport> {
  await using worker = startWorker(directory, { task: "told" });
  if (await worker.line() === undefined) throw new Error("It did not start");
  await prepare?.();
  const strace = injection === undefined
    ? undefined
    : await attach(worker.child.pid, injection);
  try {
    await worker.tell();
    const line = await worker.line();
    return line === undefined ? {} : JSON.parse(line);
  } finally {
    await worker.end();
    await strace?.reader.cancel();
    await strace?.child.status;
  }
}

async function run(program: string, args: readonly string[]): Promise<boolean> {
  const command = new Deno.Command(program, {
    args: [...args],
    stdout: "null",
    stderr: "null",
  });
  return (await command.output()).success;
}

/** Changes how a file system is mounted. */
export async function remount(path: string, options: string): Promise<void> {
  if (!await run("mount", ["-o", `remount,${options}`, path])) {
    throw new Error(`It cannot be mounted with ${options}`);
  }
}

/** Runs `work` on a small file system of its own; `false` if none can be had. */
export async function onSmallDisk(
  size: string,
  work: (path: string) => Promise<void>,
): Promise<boolean> {
  if (Deno.build.os !== "linux" || Deno.uid() !== 0) return false;
  const path = await Deno.makeTempDir();
  try {
    const options = ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", path];
    if (!await run("mount", options)) return false;
    try {
      await work(path);
      return true;
    } finally {
      await run("umount", [path]);
    }
  } finally {
    await Deno.remove(path, { recursive: true });
  }
}
