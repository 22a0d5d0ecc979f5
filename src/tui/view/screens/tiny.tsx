import type { ReactNode } from "react";
import { clip } from "../../document/line.ts";
import { protectionWords } from "../../document/protection.ts";
import { exactly } from "../../document/time.ts";
import { layoutOf, LEAST } from "../../state/layout.ts";
import type { State } from "../../state/model.ts";
import { profileInFront, statusOf } from "../../state/select.ts";
import type { Glyphs } from "../../theme/glyphs.ts";
import type { Look } from "../../theme/look.ts";
import { Styled } from "../parts/styled.tsx";

/** So many cells of what matters are worth a line that they share. */
const LEAST_STATUS = 8;

/** What matters most, on one line, and that there is no room for more. */
export function Tiny(
  { look, state }: { readonly look: Look; readonly state: State },
): ReactNode {
  const { dot, ellipsis } = look.glyphs;
  const needs = `needs ${LEAST.columns}${look.glyphs.by}${LEAST.rows}`;
  const room = state.size.columns - needs.length - 3;
  const status = statusLine(state, look.glyphs);
  if (room >= LEAST_STATUS) {
    const shown = clip(status, { width: room, ellipsis });
    return <Styled look={look}>{`${shown} ${dot} ${needs}`}</Styled>;
  }
  const whole = { width: state.size.columns, ellipsis };
  return (
    <>
      <Styled look={look}>{clip(status, whole)}</Styled>
      {layoutOf(state.size).height < 2
        ? null
        : <Styled look={look}>{clip(needs, whole)}</Styled>}
    </>
  );
}

/** Whatever has to go: that anybody can read the tokens stays. */
function statusLine(state: State, { dot }: Glyphs): string {
  const kept = protectionWords(state)?.forms.at(-1);
  const line = newsOf(state);
  return kept === "PLAINTEXT" ? `${kept} ${dot} ${line}` : line;
}

function newsOf(state: State): string {
  const { screen, now } = state;
  if (screen.kind === "device") {
    return `${screen.userCode} ${exactly(screen.expiresAt - now)}`;
  }
  if (screen.kind === "browser") return "waiting for the browser";
  if (screen.kind === "error") return screen.error.title;
  const profile = profileInFront(state);
  return profile === undefined
    ? "entrada"
    : `${profile}: ${statusOf(state, profile).text}`;
}
