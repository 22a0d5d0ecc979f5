import { load } from "../adapters/load.ts";
import {
  endProgram,
  programArguments,
  warmUpTls,
} from "../adapters/process.ts";

const argv = programArguments();
const isGetToken = /^(get-)?token$/.test(argv[0] ?? "");

// Before anything else is loaded, so that it is done when the first request is.
if (isGetToken) warmUpTls();

const { runHere } = await load<typeof import("./run_here.ts")>(
  isGetToken ? "./fast_path.ts" : "./run_here.ts",
  import.meta.url,
);
endProgram(await runHere(argv));
