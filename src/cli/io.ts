/**
 * The command line: arguments in; standard output, standard error and an exit
 * code out. `run.ts` is the program without a process, `main.ts` joins it to
 * one. May import every other layer; touches the world only through adapters,
 * and only what this file's `Io` names.
 *
 * @module
 */
import type { Host } from "../adapters/environment.ts";
import type { Files } from "../adapters/files.ts";
import type { Output } from "../adapters/process.ts";
import type { Input } from "../adapters/stdin.ts";
import type { Clock, Ports } from "../engine/ports/mod.ts";
import type { OpenInterface } from "./open_interface.ts";
import type { StartSandbox } from "./commands/sandbox.ts";

/** Asks the user for one line. */
export type Prompt = (
  question: string,
  signal?: AbortSignal,
) => Promise<string>;

/** All that the program may do to the world. */
export interface Io {
  /** The product goes here, and nothing else. */
  readonly stdout: Output;
  /** Everything else goes here. */
  readonly stderr: Output;
  /** What is typed or piped. */
  readonly stdin: Input;
  /** Looks up an environment variable. */
  readonly env: (name: string) => string | undefined;
  /** The machine. */
  readonly host: Host;
  /** The user's files. */
  readonly files: Files;
  /** Time, for what is shown. */
  readonly clock: Clock;
  /** Calls back once after `ms` milliseconds; keeps nothing alive meanwhile. */
  readonly remind: (ms: number, listener: () => void) => void;
  /** Ends the program early; its reason is an `Interruption`. */
  readonly signal: AbortSignal;
  /** What the engine may do to the world; loaded when it is needed. */
  readonly ports: (prompt: Prompt) => Promise<Ports>;
  /** Starts the local authority; loaded when it is needed. */
  readonly startSandbox: StartSandbox;
  /** Opens the terminal interface; loaded when it is needed. */
  readonly openInterface: OpenInterface;
}
