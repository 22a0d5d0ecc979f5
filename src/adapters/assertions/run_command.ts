import { runProgram } from "../command.ts";
import { environmentVariable } from "../environment.ts";
import type { RunCommand } from "./command.ts";

/** Secrets of this program that others need not see. */
const WITHHELD = [
  "AZURE_CLIENT_CERTIFICATE_PASSWORD",
  "AZURE_CLIENT_SECRET",
  "AZURE_PASSWORD",
  "ENTRADA_CLIENT_SECRET",
];

function withheld(): Record<string, string> {
  return Object.fromEntries(
    WITHHELD.filter((name) => environmentVariable(name) !== undefined)
      .map((name) => [name, ""]),
  );
}

/** Runs a program of this machine, without this program's own secrets. */
export const runCommand: RunCommand = (command, options) =>
  runProgram(command, { ...options, environment: withheld() });
