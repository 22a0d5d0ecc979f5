/**
 * The terminal: what is asked, what is told, progress and colours.
 *
 * @module
 */
import type { WarningEvent } from "../../engine/events.ts";
import type { GlobalOptions } from "../global_options.ts";
import type { Io } from "../io.ts";
import { createStyle, type Style, usesColor } from "./style.ts";

/** Talks to the user on standard error, a line at a time. */
export interface Messages {
  /** The marks for standard error. */
  readonly style: Style;
  /** Says what the user has to know or do, even with `--quiet`. */
  say(text: string): void;
  /** Says what is going on, unless `--quiet`. */
  note(text: string): void;
  /** Warns, unless `--quiet`. */
  warn(text: string): void;
  /** Says more, with `--verbose` only. */
  detail(text: string): void;
  /** What was said so far, in lines as they were written. */
  readonly said: readonly string[];
  /** Whether there was anything to warn of. */
  readonly hasWarned: boolean;
}

/**
 * Warns of what a flow reports, with what can be done about it.
 *
 * @param event What it reports.
 * @param messages Whom to tell.
 */
export function tellWarning(
  { message, hint }: WarningEvent,
  messages: Messages,
): void {
  messages.warn(hint === undefined ? message : `${message}. ${hint}`);
}

/**
 * Makes the voice of a call.
 *
 * @param io The world.
 * @param options How much to say, and in colour or not.
 * @returns The voice.
 */
export function createMessages(io: Io, options: GlobalOptions): Messages {
  const style = createStyle(usesColor(options.color, { io, stream: "stderr" }));
  const said: string[] = [];
  let hasWarned = false;
  const say = (text: string) => {
    said.push(text);
    io.stderr.write(text + "\n");
  };
  return {
    style,
    say,
    said,
    get hasWarned() {
      return hasWarned;
    },
    note: (text) => options.quiet || say(text),
    warn: (text) => {
      hasWarned = true;
      if (!options.quiet) say(`${style.warning("Warning:")} ${text}`);
    },
    detail: (text) => options.verbose && say(style.muted(text)),
  };
}
