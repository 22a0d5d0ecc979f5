import type { GlobalOptions } from "./global_options.ts";
import type { Io } from "./io.ts";
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
  const say = (text: string) => io.stderr.write(text + "\n");
  return {
    style,
    say,
    note: (text) => options.quiet || say(text),
    warn: (text) =>
      options.quiet || say(`${style.warning("Warning:")} ${text}`),
    detail: (text) => options.verbose && say(style.muted(text)),
  };
}
