import { childCpuMs } from "./child_cpu.ts";

/** A program to run whole, from its start to its end. */
export interface Command {
  /** The program and its arguments. */
  readonly argv: readonly [string, ...string[]];
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** What one run took. */
export interface Sample {
  /** From the start of the process to its end, in milliseconds. */
  readonly wallMs: number;
  /** User and system time, in milliseconds; none where it cannot be had. */
  readonly cpuMs?: number;
  /** Peak resident memory; none where there is no GNU time. */
  readonly peakMiB?: number;
}

// The peak that the kernel reports of a child includes what its parent held
// when it forked, so a small program has to stand between it and this one.
const GNU_TIME = "/usr/bin/time";

let hasGnuTime: Promise<boolean> | undefined;

/** Whether peaks of memory can be measured here. */
export function canMeasurePeaks(): Promise<boolean> {
  hasGnuTime ??= (async () => {
    try {
      const { stdout, stderr } = await new Deno.Command(GNU_TIME, {
        args: ["--version"],
      }).output();
      const decoder = new TextDecoder();
      return `${decoder.decode(stdout)}${decoder.decode(stderr)}`
        .includes("GNU");
    } catch {
      return false;
    }
  })();
  return hasGnuTime;
}

/**
 * Runs a program to its end.
 *
 * @param command What to run.
 * @param isRight Looks at what it printed: a program that fails fast is not fast.
 * @throws {Error} If it fails or prints something else.
 */
export async function runProcess(
  command: Command,
  isRight: (stdout: string) => boolean = () => true,
): Promise<Sample> {
  const report = await canMeasurePeaks()
    ? await Deno.makeTempFile({ prefix: "bench-" })
    : undefined;
  try {
    return await runTimed(command, { report, isRight });
  } finally {
    if (report !== undefined) await Deno.remove(report);
  }
}

async function runTimed(
  { argv, env = {} }: Command,
  options: {
    readonly report: string | undefined;
    readonly isRight: (stdout: string) => boolean;
  },
): Promise<Sample> {
  const { report, isRight } = options;
  const [program, ...args] = report === undefined
    ? argv
    : [GNU_TIME, "-q", "-f", "%M", "-o", report, ...argv] as const;
  const child = new Deno.Command(program, {
    args,
    env: { ...env, NO_COLOR: "1" },
    stdin: "null",
  });
  const cpuBefore = childCpuMs();
  const before = performance.now();
  const { success, stdout, stderr } = await child.output();
  const wallMs = performance.now() - before;
  const cpuAfter = childCpuMs();
  const decoder = new TextDecoder();
  if (!success) throw new Error(reasonIn(decoder.decode(stderr)));
  if (!isRight(decoder.decode(stdout))) {
    throw new Error("printed something else");
  }
  return {
    wallMs,
    ...cpuBefore !== undefined && cpuAfter !== undefined
      ? { cpuMs: cpuAfter - cpuBefore }
      : {},
    ...report !== undefined
      ? { peakMiB: Number(await Deno.readTextFile(report)) / 1024 }
      : {},
  };
}

/** The one line of a failure that says most: Deno's error, Python's last line. */
function reasonIn(stderr: string): string {
  const lines = stderr.trim().split("\n");
  return lines.find((line) => /^error: /i.test(line)) ?? lines.at(-1) ?? "";
}
