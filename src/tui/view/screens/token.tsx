import { Box, Text } from "ink";
import type { ReactNode } from "react";
import { claimsDocument } from "../../document/claims.ts";
import { clip } from "../../document/line.ts";
import { exactly } from "../../document/time.ts";
import { validityLine } from "../../document/validity.ts";
import { layoutOf } from "../../state/layout.ts";
import type { ShownToken, State, TokenScreen } from "../../state/model.ts";
import { isRevealed, lifeOf } from "../../state/select.ts";
import type { Look } from "../../theme/look.ts";
import { Status } from "../parts/status.tsx";
import { Gap, Lines, Styled } from "../parts/styled.tsx";

interface Props {
  readonly look: Look;
  readonly state: State;
  readonly screen: TokenScreen;
}

/** A token: whose it is, how long it lasts, and every claim in words. */
export function Token({ look, state, screen }: Props): ReactNode {
  const { columns, body, claims } = layoutOf(state.size);
  const { token, scroll } = screen;
  const lines = claimsDocument(token, {
    width: columns,
    revealed: isRevealed(state),
    glyphs: look.glyphs,
  });
  return (
    <Box flexDirection="column" height={body}>
      <Head look={look} state={state} screen={screen} />
      <Lines look={look} lines={lines.slice(scroll, scroll + claims)} />
    </Box>
  );
}

function Head({ look, state, screen }: Props): ReactNode {
  const { columns } = layoutOf(state.size);
  const { token, signedIn, profile } = screen;
  const pasted = profile === undefined ? "Pasted, not kept: " : "";
  const { glyphs } = look;
  const lead = signedIn === undefined
    ? ` ${pasted}${token.reading.summary}`
    : ` ${glyphs.done} Signed in as ${signedIn}`;
  const line = validityLine({ ...token.reading, now: state.now }, {
    width: columns,
    glyphs,
    ...(state.timeZone === undefined ? {} : { timeZone: state.timeZone }),
  });
  return (
    <Box flexDirection="column" flexShrink={0} height={5}>
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
        <Masked look={look} state={state} token={token} />{"   "}
        <Text {...look.palette["status.warn"]}>signature not verified</Text>
      </Text>
      <Gap />
      <Lines look={look} lines={[line]} />
      <Gap />
    </Box>
  );
}

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
    return (
      <Text {...look.palette["status.warn"]}>{`shown for ${left} more`}</Text>
    );
  }
  const [head, tail] = token.ends;
  return (
    <Text {...look.palette["text.muted"]} aria-label="token hidden">
      {head + look.glyphs.hidden.repeat(8) + tail}
    </Text>
  );
}
