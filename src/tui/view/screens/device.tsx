import { Box, Text } from "ink";
import type { ReactNode } from "react";
import { clip, hanging, wrap } from "../../document/line.ts";
import { exactly, pause } from "../../document/time.ts";
import { layoutOf } from "../../state/layout.ts";
import type { DeviceScreen, State } from "../../state/model.ts";
import { withKeys } from "../../keys/key_words.ts";
import { codeIsAlive, share, spokenLife } from "../../state/select.ts";
import { drawsQr, type Look } from "../../theme/look.ts";
import type { Role } from "../../theme/roles.ts";
import { Bar } from "../parts/bar.tsx";
import { Code } from "../parts/code.tsx";
import { Link } from "../parts/link.tsx";
import { Qr, qrRows } from "../parts/qr.tsx";
import { Gap, Lines, Styled } from "../parts/styled.tsx";

interface Props {
  readonly look: Look;
  readonly state: State;
  readonly screen: DeviceScreen;
}

const FIRST_STEP = "1  On any device, open";
const SECOND_STEP = "2  Enter this code";
const REMINDER = "Only enter a code that you asked for yourself";
/** Rows with air between them, and with big letters. */
const AIRY_ROWS = 14;
/** What stands left of a QR code needs so many cells. */
const TEXT_CELLS = 42;

/** A code to enter on another device, and how the wait for it goes. */
export function Device({ look, state, screen }: Props): ReactNode {
  const { columns, body } = layoutOf(state.size);
  const qr = drawsQr(look) && screen.qr && codeIsAlive(screen, state.now)
    ? qrRows(screen.verificationUri)
    : undefined;
  const fits = qr !== undefined && qr.rows.length <= body &&
    qr.width + TEXT_CELLS <= columns;
  const width = columns - 4 - (fits ? qr.width + 2 : 0);
  return (
    <Box height={body} justifyContent="space-between">
      <Steps look={look} state={state} screen={screen} width={width} />
      {fits
        ? (
          <Box flexDirection="column" flexShrink={0} marginRight={2}>
            <Qr look={look} qr={qr} />
          </Box>
        )
        : null}
    </Box>
  );
}

function Steps(
  { look, state, screen, width }: Props & { readonly width: number },
): ReactNode {
  const { body } = layoutOf(state.size);
  const airy = body >= AIRY_ROWS;
  const alive = codeIsAlive(screen, state.now);
  return (
    <Box flexDirection="column" paddingLeft={2} width={width + 4}>
      {airy ? <Gap /> : null}
      <Styled look={look}>{FIRST_STEP}</Styled>
      {airy ? <Gap /> : null}
      <Link look={look} url={screen.verificationUri} width={width} />
      <Gap />
      <Styled look={look}>{SECOND_STEP}</Styled>
      {airy ? <Gap /> : null}
      {alive
        ? <Code look={look} code={screen.userCode} width={width} tall={airy} />
        : (
          <Styled look={look} role="status.error">
            {look.glyphs.failed} This code has expired
          </Styled>
        )}
      <Gap />
      <Wait look={look} state={state} screen={screen} width={width} />
      {alive && state.deviceHint !== undefined
        ? (
          <Lines
            look={look}
            lines={wrap(state.deviceHint, width).map((text) => [{ text }])}
          />
        )
        : null}
      {airy ? <Gap /> : null}
      <Lines
        look={look}
        lines={hanging(look.glyphs.warning, careOf(screen), { width })}
      />
    </Box>
  );
}

/** A page of a stranger is the greater danger. */
function careOf({ foreignHost }: DeviceScreen): string {
  return foreignHost === undefined
    ? REMINDER
    : `${foreignHost} does not belong to your authority, so the code may be another program's: go on only if you trust both`;
}

function Wait(
  { look, state, screen, width }: Props & { readonly width: number },
): ReactNode {
  const { givenAt, expiresAt } = screen;
  const [text, role] = pollLine({ look, state, screen });
  const { screenReader } = look;
  const left = screenReader
    ? spokenLife(screen, state.now)
    : expiresAt - state.now;
  const words = codeIsAlive(screen, state.now) ? `  ${exactly(left)} left` : "";
  return (
    <>
      {words === "" ? null : (
        <Text wrap="truncate-end">
          <Bar
            look={look}
            share={share([givenAt, expiresAt], state.now)}
            width={Math.max(8, Math.min(32, width - 16))}
            role={left > 60_000 ? "status.ok" : "status.warn"}
          />
          {words}
        </Text>
      )}
      <Lines
        look={look}
        lines={[[{
          text: clip(text, { width, ellipsis: look.glyphs.ellipsis }),
          role,
        }]]}
      />
    </>
  );
}

function pollLine({ look, state, screen }: Props): readonly [string, Role] {
  const { dot, warning } = look.glyphs;
  if (!codeIsAlive(screen, state.now)) {
    return state.run === undefined
      ? [withKeys(state, "{device.new_code} asks for a new one"), "text.plain"]
      : ["asking for a new code", "text.muted"];
  }
  const pace = `every ${pause(screen.intervalMs)}`;
  if (screen.status === "lost") {
    return [`${warning} connection lost, still trying`, "status.warn"];
  }
  // Who hears the frames would hear every attempt.
  const count = screen.attempt === 0 || look.screenReader
    ? ""
    : `attempt ${screen.attempt} ${dot} `;
  return screen.status === "slow_down"
    ? [`${count}slowed down to ${pace}`, "status.warn"]
    : [`${count}${pace} ${dot} waiting for you`, "text.muted"];
}
