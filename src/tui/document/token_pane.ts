import type { TokenPane } from "../state/layout.ts";
import type { State, TokenScreen } from "../state/model.ts";
import { isRevealed } from "../state/select.ts";
import { shownClaims } from "../state/token_panes.ts";
import { windowOf } from "../state/window.ts";
import { type Glyphs, UNICODE } from "../theme/glyphs.ts";
import { claimRows } from "./claims.ts";
import { keyOf } from "../keys/key_words.ts";
import { type Line, wrap } from "./line.ts";

/** Which pane of which token, and how wide it is. */
export interface PaneWriting {
  readonly pane: TokenPane;
  readonly screen: TokenScreen;
  /** Cells in a row. */
  readonly width: number;
  readonly glyphs?: Glyphs;
}

/**
 * The token itself as lines: masked until it is revealed.
 *
 * @param state The interface.
 * @param writing The token and the width.
 * @returns The lines; what breaks them is said.
 */
export function rawLines(
  state: State,
  { screen, width, glyphs = UNICODE }: Omit<PaneWriting, "pane">,
): readonly Line[] {
  const { token } = screen;
  const room = Math.max(1, width - 4);
  const muted = (text: string): Line => [
    { text: ` ${text}`, role: "text.muted" },
  ];
  if (!isRevealed(state)) {
    const [head, tail] = token.ends;
    const masked = head + glyphs.hidden.repeat(8) + tail;
    const help = `${keyOf(state, "token.reveal")} shows it for 30 seconds, ${
      keyOf(state, "token.copy")
    } copies it unseen`;
    return [
      [{ text: ` ${masked}` }],
      ...wrap(help, room).map(muted),
    ];
  }
  const note =
    "Broken into rows for this screen only; what is copied is one line";
  return [
    ...wrap(note, room).map(muted),
    ...wrap(token.access.reveal(), room).map((text): Line => [
      { text: ` ${text}` },
    ]),
  ];
}

/**
 * The rows of a pane that are in sight.
 *
 * @param state The interface.
 * @param writing The pane, its width and the signs.
 * @param rows How many there is room for.
 * @returns The lines.
 */
export function paneLines(
  state: State,
  writing: PaneWriting & { readonly rows: number },
): readonly Line[] {
  const { pane, screen, width, rows, glyphs = UNICODE } = writing;
  const at = screen.at[pane];
  if (pane === "raw") return rawLines(state, writing).slice(at, at + rows);
  const claims = shownClaims(screen, pane);
  if (claims.length === 0) {
    const text = pane === "header"
      ? "It has no header"
      : screen.filter === undefined
      ? "It has no claims that can be read"
      : "No claim matches";
    return [[{ text: `  ${text}`, role: "text.muted" }]];
  }
  const all = claimRows(claims, {
    present: state,
    width,
    glyphs,
    warnings: pane === "claims" && screen.filter === undefined
      ? screen.token.reading.warnings
      : [],
    ...(screen.pane === pane ? { selected: at } : {}),
  });
  const first = all.findIndex(({ of }) => of === at);
  const last = all.findLastIndex(({ of }) => of === at);
  const [start] = windowOf({
    count: all.length,
    selected: Math.floor((first + last) / 2),
    rows,
  });
  const from = Math.min(first, Math.max(start, last - rows + 1));
  // Whoever is at the first claim sees what stands above it.
  const shown = at === 0 && last < rows ? 0 : from;
  return all.slice(shown, shown + rows).map(({ line }) => line);
}
