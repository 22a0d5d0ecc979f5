import { load } from "../adapters/load.ts";
import {
  endProgram,
  isInteractive,
  prepareForInk,
  programArguments,
  warmUpTls,
} from "../adapters/process.ts";

type Entry = Pick<typeof import("./run_here.ts"), "runHere">;

/** Which modules to read in one go; each leads to the same program. */
function entryOf(argv: readonly string[]): string {
  if (/^(get-)?token$/.test(argv[0] ?? "")) {
    // Before anything else is loaded, to be done when the first request is.
    warmUpTls();
    return "./fast_path.ts";
  }
  if (argv.length === 0 && isInteractive()) {
    prepareForInk();
    return "./interface_path.ts";
  }
  return "./run_here.ts";
}

const argv = programArguments();
const { runHere } = await load<Entry>(entryOf(argv), import.meta.url);
endProgram(await runHere(argv));
