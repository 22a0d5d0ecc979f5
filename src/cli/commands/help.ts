import { load } from "../../adapters/load.ts";
import type { Failure } from "../application.ts";
import type { Context } from "../context.ts";

/** Shows the help of a command: the same as `--help` after it. */
export default async function help(
  this: Context,
  _flags: Record<never, never>,
  ...words: readonly string[]
): Promise<void> {
  const failures: Failure[] = [];
  const { createApplication, run } = await load<
    typeof import("../application.ts")
  >("../application.ts", import.meta.url);
  const application = createApplication((failure) => failures.push(failure));
  await run(application, [...words, "--help"], this);
  const [first] = failures;
  if (first !== undefined) throw await first();
}
