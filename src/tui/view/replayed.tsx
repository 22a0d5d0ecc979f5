import { Box, useInput } from "ink";
import { type ReactNode, useSyncExternalStore } from "react";
import { clip } from "../document/line.ts";
import { exactly } from "../document/time.ts";
import { decode } from "../keys/decode.ts";
import type { Player, Playing } from "../runtime/player.ts";
import type { Size, State } from "../state/model.ts";
import { type Look, themed } from "../theme/look.ts";
import { App } from "./app.tsx";
import { Styled } from "./parts/styled.tsx";

/**
 * A frame as it was recorded, cut where there is less room.
 *
 * @param state The interface.
 * @param room Cells.
 * @returns The interface in that room.
 */
export function fitted(state: State, { columns, rows }: Size): State {
  const { spokenOn: recorded = state.size.columns } = state.size;
  const size = {
    columns: Math.max(1, Math.min(recorded, columns)),
    rows: Math.max(1, Math.min(state.size.rows, rows)),
  };
  return { ...state, size };
}

function statusOf({ played, total, ms, lastMs, isPaused }: Playing): string {
  const word = played >= total ? "ended" : isPaused ? "paused" : "playing";
  return ` replay ${word}  ${played} of ${total}  ${exactly(ms)} of ${
    exactly(lastMs)
  }  Space ${isPaused ? "plays" : "pauses"}  Right steps  q leaves`;
}

/** A recording that is being played: its frames, and one line below them. */
export function Replayed(
  { player, look, size }: {
    readonly player: Player;
    readonly look: Look;
    /** Of this terminal, now. */
    readonly size: () => Size;
  },
): ReactNode {
  const playing = useSyncExternalStore(player.subscribe, player.getState);
  useInput((input, key) => {
    for (const done of decode(input, key)) {
      if (done.type !== "key") continue;
      if (done.name === " ") player.toggle();
      if (done.name === "right" || done.name === "l") player.step();
      if (["q", "escape", "ctrl+c"].includes(done.name)) player.close();
    }
  });
  const here = size();
  const state = fitted(playing.state, { ...here, rows: here.rows - 1 });
  const { ellipsis } = look.glyphs;
  const status = clip(statusOf(playing), { width: here.columns - 1, ellipsis });
  return (
    <Box flexDirection="column">
      <App look={themed(look, state.settings.theme)} state={state} />
      <Styled look={look} role="text.muted">{status}</Styled>
    </Box>
  );
}
