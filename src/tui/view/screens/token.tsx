import { Box, Text } from "ink";
import type { ReactNode } from "react";
import { clip } from "../../document/line.ts";
import { exactly } from "../../document/time.ts";
import { validityLine } from "../../document/validity.ts";
import { layoutOf, tokenBoxes } from "../../state/layout.ts";
import type { ShownToken, State, TokenScreen } from "../../state/model.ts";
import { isRevealed, lifeOf } from "../../state/select.ts";
import type { Look } from "../../theme/look.ts";
import { TokenPaneView } from "../parts/token_pane.tsx";
import { Status } from "../parts/status.tsx";
import { Lines, Styled } from "../parts/styled.tsx";

interface Props {
  readonly look: Look;
  readonly state: State;
  readonly screen: TokenScreen;
}

/** A token: whose it is, how long it lasts, and every claim in words. */
export function Token({ look, state, screen }: Props): ReactNode {
  const { body } = layoutOf(state.size);
  const { panes } = tokenBoxes(state.size, screen.pane);
  const [main, ...others] = panes.map((box) => (
    <TokenPaneView
      key={box.pane}
      look={look}
      state={state}
      screen={screen}
      box={box}
      isAlone={panes.length === 1}
    />
  ));
  return (
    <Box flexDirection="column" height={body}>
      <Head look={look} state={state} screen={screen} />
      <Box>
        {main}
        {others.length === 0
          ? null
          : (
            <Box flexDirection="column" flexShrink={0} marginLeft={1}>
              {others}
            </Box>
          )}
      </Box>
    </Box>
  );
}

function Head({ look, state, screen }: Props): ReactNode {
  const { columns } = layoutOf(state.size);
  const { head } = tokenBoxes(state.size, screen.pane);
  const { token, signedIn, profile } = screen;
  const pasted = profile === undefined ? "Pasted, not kept: " : "";
  const { glyphs } = look;
  const lead = signedIn === undefined
    ? ` ${pasted}${token.reading.summary}`
    : ` ${glyphs.done} Signed in as ${signedIn}`;
  const line = validityLine({ ...token.reading, now: state.now }, {
    width: columns,
    glyphs,
    isSpoken: look.screenReader,
    ...(state.timeZone === undefined ? {} : { timeZone: state.timeZone }),
  });
  return (
    <Box flexDirection="column" flexShrink={0} height={head.rows}>
      <Styled
        look={look}
        role={signedIn === undefined ? "text.strong" : "status.ok"}
      >
        {clip(lead, { width: columns - 1, ellipsis: glyphs.ellipsis })}
      </Styled>
      <Text wrap="truncate-end">
        {" "}
        {token.expiresAt === undefined
          ? null
          : <Status look={look} status={lifeOf(token.expiresAt, state.now)} />}
        {token.expiresAt === undefined ? "" : "   "}
        <Text {...look.palette["status.warn"]}>signature not verified</Text>
        <Masked look={look} state={state} token={token} />
      </Text>
      <Lines look={look} lines={[line]} />
    </Box>
  );
}

/** Between two facts. */
const APART = "   ";

function Masked(
  { look, state, token }: {
    readonly look: Look;
    readonly state: State;
    readonly token: ShownToken;
  },
): ReactNode {
  const { screen, now } = state;
  if (screen.kind === "token" && isRevealed(state)) {
    const left = exactly((screen.revealedUntil ?? now) - now);
    const words = look.screenReader
      ? "shown for 30 seconds"
      : `shown for ${left} more`;
    return <Text {...look.palette["status.warn"]}>{APART + words}</Text>;
  }
  const [head, tail] = token.ends;
  return (
    <Text {...look.palette["text.muted"]} aria-label={`${APART}token hidden`}>
      {APART + head + look.glyphs.hidden.repeat(8) + tail}
    </Text>
  );
}
