import { runProgram } from "../command.ts";
import type { RunCommand } from "./command.ts";

/** Runs a program of this machine. */
export const runCommand: RunCommand = runProgram;
