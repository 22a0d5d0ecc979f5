import { type Finding, finding } from "./finding.ts";

/** Programs that reach a clipboard, by where they work. */
export const CLIPBOARD_PROGRAMS: readonly string[] = [
  "pbcopy",
  "clip.exe",
  "wl-copy",
  "xclip",
  "xsel",
];

/** Where the program runs. */
export interface ClipboardPlace {
  /** Looks up an environment variable. */
  readonly env: (name: string) => string | undefined;
  /** Those of {@linkcode CLIPBOARD_PROGRAMS} that are there. */
  readonly programs: readonly string[];
}

const OSC = "Text is copied by an escape sequence (OSC 52)";

/**
 * Tells how text is copied here. Nothing is run and nothing copied.
 *
 * @param place Where the program runs.
 * @returns The finding.
 */
export function judgeClipboard(
  { env, programs }: ClipboardPlace,
): readonly Finding[] {
  const isSet = (name: string) => (env(name) ?? "") !== "";
  const ssh = isSet("SSH_CONNECTION") || isSet("SSH_TTY");
  const tmux = isSet("TMUX");
  const isDumb = (env("TERM") ?? "") === "dumb";
  const details = { osc52: !isDumb, ssh, tmux, programs };
  if (isDumb) {
    return [finding("clipboard", "note", {
      message: "Nothing can be copied: the terminal says that it is dumb",
      fix: "Use a terminal with OSC 52, or select the text by hand",
      details,
    })];
  }
  const others = programs.length === 0
    ? ""
    : `; for pipes there ${programs.length === 1 ? "is" : "are"} ${
      programs.join(", ")
    }`;
  return [finding("clipboard", tmux ? "note" : "ok", {
    message: tmux
      ? `${OSC}, which tmux passes on only when it is told to${others}`
      : ssh
      ? `${OSC}, which reaches the terminal at your end of SSH${others}`
      : `${OSC}, which the terminal has to allow${others}`,
    fix: tmux ? "Add to ~/.tmux.conf: set -s set-clipboard on" : undefined,
    details,
  })];
}
