import {
  endProgram,
  programArguments,
  warmUpTls,
} from "../adapters/process.ts";

const argv = programArguments();

// Before anything else is loaded, so that it is done when the first request is.
if (/^(get-)?token$/.test(argv[0] ?? "")) warmUpTls();

const { runHere } = await import("./run_here.ts");
endProgram(await runHere(argv));
