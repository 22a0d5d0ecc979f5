/**
 * The command line: arguments in; standard output, standard error and an exit
 * code out. `run.ts` is the program without a process, `main.ts` joins it to
 * one. May import every other layer; touches the world only through adapters,
 * and only what this file's `Io` names.
 *
 * @module
 */
import type { NewKeptCall } from "../adapters/calls/write_kept_call.ts";
import type { RunChild } from "../adapters/child.ts";
import type { Diagnosis } from "../adapters/diagnosis/mod.ts";
import type { Host } from "../adapters/environment.ts";
import type { Files } from "../adapters/files.ts";
import type { Records } from "../adapters/records.ts";
import type { Ask } from "../adapters/paste.ts";
import type { Output } from "../adapters/process.ts";
import type { Input } from "../adapters/stdin.ts";
import type { Clock, Ports } from "../engine/ports/mod.ts";
import type { OpenInterface } from "./interface/open_interface.ts";
import type { StartSandbox } from "./commands/sandbox.ts";
import type { OpenStorage } from "./kept/storage.ts";

/** Remembers what the call came to that this process was started for. */
export type RememberCall = (
  answer: Omit<NewKeptCall, "call" | "directory">,
) => Promise<void>;

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
  /** Keeps a variable with a secret from programs that are started; absent where none are. */
  readonly withhold?: (name: string) => void;
  /** The machine. */
  readonly host: Host;
  /** The user's files. */
  readonly files: Files;
  /** Time, for what is shown. */
  readonly clock: Clock;
  /** Calls back once after `ms` milliseconds. */
  readonly remind: (ms: number, listener: () => void) => void;
  /** Ends the program early; its reason is an `Interruption`. */
  readonly signal: AbortSignal;
  /** What the engine may do to the world; loaded when it is needed. */
  readonly ports: (prompt: Ask) => Promise<Ports>;
  /** Opens what is kept on this machine; loaded when it is needed. */
  readonly storage: OpenStorage;
  /** What is kept, whether or not it can be opened; loaded when it is needed. */
  readonly records: (directory: string) => Promise<Records>;
  /** Remembers where the token of this call is kept; absent where it may not. */
  readonly rememberCall?: RememberCall;
  /** Sets what Ink looks at when it is loaded; absent where nothing is drawn. */
  readonly prepareForInk?: () => void;
  /** Opens what looks at this machine. */
  readonly diagnosis: () => Promise<Diagnosis>;
  /** Runs a command of the user's in the place of the program; absent where none may be. */
  readonly runChild?: RunChild;
  /** Copies a text with a tool of this machine; absent where there is no clipboard. */
  readonly copyNatively?: (text: string) => Promise<boolean>;
  /** Starts the local authority; loaded when it is needed. */
  readonly startSandbox: StartSandbox;
  /** Opens the terminal interface; loaded when it is needed. */
  readonly openInterface: OpenInterface;
}
