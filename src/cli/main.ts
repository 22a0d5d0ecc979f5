import { load } from "../adapters/load.ts";
import {
  endProgram,
  isInteractive,
  prepareForInk,
  programArguments,
  warmUpTls,
} from "../adapters/process.ts";
import type { ShortWay } from "./kept_path.ts";

type Entry = Pick<typeof import("./run_here.ts"), "runHere">;

/** Words after which no call is answered by what another one has left. */
const ONCE = ["--no-cache", "--force", "--dry-run"];

async function takeShortWay(argv: readonly string[]): Promise<ShortWay> {
  if (argv.some((word) => ONCE.includes(word))) return { isAnswered: false };
  const { takeShortWay } = await load<typeof import("./kept_path.ts")>(
    "./kept_path.ts",
    import.meta.url,
  );
  return await takeShortWay(argv);
}

/** Which modules to read in one go; each leads to the same program. */
function entryOf(argv: readonly string[], isToken: boolean): string {
  if (isToken) {
    // Before anything else is loaded, to be done when the first request is.
    warmUpTls();
    return "./fast_path.ts";
  }
  if (argv.length === 0 && isInteractive()) {
    prepareForInk();
    return "./interface/interface_path.ts";
  }
  return "./run_here.ts";
}

const argv = programArguments();
const isToken = /^(get-)?token$/.test(argv[0] ?? "");
const { isAnswered, named }: ShortWay = isToken
  ? await takeShortWay(argv)
  : { isAnswered: false };
if (isAnswered) endProgram(0);
const { runHere } = await load<Entry>(
  entryOf(argv, isToken),
  import.meta.url,
);
endProgram(await runHere(argv, named));
