/**
 * Runs every test as two programs at the same time: one has the tests that
 * work, the other those that mostly wait for programs and terminals. Test
 * files of one program run one after another, as they share its environment.
 * What is given besides (`--filter`, say) goes to both.
 *
 * @module
 */
import { print } from "./print.ts";

/** What the last line of a run says. */
export interface TestCounts {
  /** Tests that passed. */
  readonly passed: number;
  /** Steps of them. */
  readonly steps: number;
  /** Tests that failed. */
  readonly failed: number;
  /** Tests that were skipped. */
  readonly ignored: number;
}

const FLAGS = [
  "--no-check",
  "--lock=tests/deno.lock",
  "--allow-env",
  "--allow-read",
  "--allow-write",
  "--allow-run",
  "--allow-ffi",
  "--allow-sys",
  "--allow-net=127.0.0.1,[::1],localhost",
];

/** Folders of tests that mostly wait. */
const WAITING = ["e2e", "faults"];
const SUMMARY =
  /^(?:ok|FAILED) \| (\d+) passed(?: \((\d+) steps?\))? \| (\d+) failed(?: \([^)]*\))?(?: \| (\d+) ignored)?/gm;

/**
 * Reads what a run of `deno test` says at its end.
 *
 * @param text All that it wrote, without colours.
 * @returns The counts, or `undefined` if it did not come to its end.
 */
export function readCounts(text: string): TestCounts | undefined {
  const found = [...text.matchAll(SUMMARY)].at(-1);
  if (found === undefined) return undefined;
  const [passed = 0, steps = 0, failed = 0, ignored = 0] = found.slice(1)
    .map((digits) => Number(digits ?? 0));
  return { passed, steps, failed, ignored };
}

async function run(
  words: readonly string[],
  show: (text: string) => void,
): Promise<{ readonly code: number; readonly text: string }> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["test", ...FLAGS, ...words],
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let text = "";
  const read = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>) => {
    for await (const piece of stream.pipeThrough(new TextDecoderStream())) {
      text += piece;
      show(piece);
    }
  };
  await Promise.all([read(child.stdout), read(child.stderr)]);
  return { code: (await child.status).code, text };
}

function folders(): string[] {
  return [...Deno.readDirSync("tests")].filter(({ name, isDirectory }) =>
    isDirectory && !["soak", "support"].includes(name)
  ).map(({ name }) => name).sort();
}

async function main(): Promise<number> {
  const started = performance.now();
  const write = (text: string) =>
    void Deno.stdout.writeSync(new TextEncoder().encode(text));
  const working = folders().filter((name) => !WAITING.includes(name));
  const runs = [
    run(["--doc", "mod.ts", ...paths(working), ...Deno.args], write),
    run([...paths(WAITING), ...Deno.args], () => {}),
  ];
  const [first, second] = await Promise.all(runs);
  write(second?.text ?? "");
  const ended = [first, second].map((run) => ({
    code: run?.code ?? 1,
    counts: readCounts(run?.text ?? ""),
  }));
  const sum = (member: keyof TestCounts) =>
    ended.reduce((sum, { counts }) => sum + (counts?.[member] ?? 0), 0);
  const isGood = ended.every(({ code, counts }) => code === 0 && counts);
  const seconds = Math.round((performance.now() - started) / 1000);
  print(
    `\n${isGood ? "ok" : "FAILED"} | ${sum("passed")} passed (${
      sum("steps")
    } steps) | ${sum("failed")} failed | ${
      sum("ignored")
    } ignored (${seconds} s)`,
  );
  return isGood ? 0 : 1;
}

function paths(names: readonly string[]): string[] {
  return names.map((name) => `tests/${name}`);
}

if (import.meta.main) Deno.exit(await main());
