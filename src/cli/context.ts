import type { CommandContext } from "@stricli/core";
import type { GlobalOptions } from "./global_options.ts";
import type { Io } from "./io.ts";
import type { Messages } from "./terminal/messages.ts";
import type { TraceSession } from "./tracing/trace_session.ts";

/** What a command gets as `this`. */
export interface Context extends CommandContext {
  /** The world. */
  readonly io: Io;
  /** The options of every command. */
  readonly options: GlobalOptions;
  /** Talks to the user on standard error. */
  readonly messages: Messages;
  /** Records what is sent, where `--trace` or `--trace-out` asks for it. */
  readonly trace?: TraceSession;
}
