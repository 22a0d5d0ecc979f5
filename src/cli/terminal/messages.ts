/**
 * The terminal: what is asked, what is told, progress and colours.
 *
 * @module
 */
import type { WarningEvent } from "../../engine/events.ts";
import { sanitizeText } from "../../engine/text.ts";
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

/** What the marks of our own styles begin with, and how they end. */
const MARK_START = "\u001b[";
const MARK = /^(1|22|31|33|39|90)m/;

const cleaned = (text: string) => sanitizeText(text, { keepNewlines: true });

/** Whatever a caller forgets, a text from outside acts on no terminal. */
function harmless(text: string, isColored: boolean): string {
  const [first = "", ...rest] = isColored ? text.split(MARK_START) : [text];
  return cleaned(first) + rest.map((part) => {
    const [mark] = MARK.exec(part) ?? [];
    return mark === undefined
      ? cleaned(MARK_START + part)
      : MARK_START + mark + cleaned(part.slice(mark.length));
  }).join("");
}

/**
 * Makes the voice of a call.
 *
 * @param io The world.
 * @param options How much to say, and in colour or not.
 * @returns The voice.
 */
export function createMessages(io: Io, options: GlobalOptions): Messages {
  const isColored = usesColor(options.color, { io, stream: "stderr" });
  const style = createStyle(isColored);
  const said: string[] = [];
  let hasWarned = false;
  const say = (text: string) => {
    const shown = harmless(text, isColored);
    said.push(shown);
    io.stderr.write(shown + "\n");
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
