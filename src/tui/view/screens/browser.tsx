/**
 * The screens, one a file: each draws a state and knows nothing else. May
 * import Ink, React, the parts, the documents and the types of the state.
 *
 * @module
 */
import { Box, Text } from "ink";
import type { ReactNode } from "react";
import { clip } from "../../document/line.ts";
import { exactly } from "../../document/time.ts";
import { layoutOf } from "../../state/layout.ts";
import type { BrowserScreen, State } from "../../state/model.ts";
import { fieldText } from "../../state/text_field.ts";
import type { Look } from "../../theme/look.ts";
import type { Role } from "../../theme/roles.ts";
import { Field } from "../parts/field.tsx";
import { Link } from "../parts/link.tsx";
import { Gap, Styled } from "../parts/styled.tsx";

interface Props {
  readonly look: Look;
  readonly state: State;
  readonly screen: BrowserScreen;
}

/** A sign-in page to visit, and how its answer comes back. */
export function Browser({ look, state, screen }: Props): ReactNode {
  const { columns, body } = layoutOf(state.size);
  const width = columns - 4;
  return (
    <Box flexDirection="column" height={body} paddingLeft={2}>
      {body >= 14 ? <Gap /> : null}
      <Progress look={look} state={state} screen={screen} />
      <Gap />
      <Styled look={look}>
        {screen.method === "paste"
          ? "1  Sign in on this page, with any browser"
          : "If it does not open, visit this address on this machine"}
      </Styled>
      <Link look={look} url={screen.localUrl ?? screen.url} width={width} />
      {(screen.localUrl ?? screen.url).length <= width && !screen.localUrl
        ? null
        : (
          <Styled look={look} role="text.muted">
            {`u copies the whole address (${screen.url.length} characters)`}
          </Styled>
        )}
      <Gap />
      {screen.method === "paste"
        ? <Answer look={look} state={state} screen={screen} />
        : <Elsewhere look={look} screen={screen} />}
    </Box>
  );
}

function Progress({ look, state, screen }: Props): ReactNode {
  const { done, busy, warning } = look.glyphs;
  const waited = state.run === undefined
    ? ""
    : ` ${look.glyphs.dot} ${exactly(state.now - state.run.startedAt)}`;
  const [text, role]: readonly [string, Role] = screen.received
    ? [`${done} Signed in, getting the token`, "status.ok"]
    : screen.browser === "failed"
    ? [`${warning} No browser: ${screen.reason ?? "none found"}`, "status.warn"]
    : screen.browser === "opened"
    ? [
      `${busy} The sign-in page is open in your browser${waited}`,
      "text.strong",
    ]
    : [`${busy} Waiting for the browser${waited}`, "text.strong"];
  return <Styled look={look} role={role}>{text}</Styled>;
}

/** The usual reason why no answer comes: the browser is on another machine. */
function Elsewhere(
  { look, screen }: {
    readonly look: Look;
    readonly screen: BrowserScreen;
  },
): ReactNode {
  const port = URL.parse(screen.redirectUri)?.port ?? "";
  if (port === "") return null;
  return (
    <Box flexDirection="column">
      <Styled look={look} role="text.muted">
        Is your browser on another machine? There, run this first, or press d
      </Styled>
      <Styled look={look}>
        {`ssh -L ${port}:127.0.0.1:${port} this-machine`}
      </Styled>
    </Box>
  );
}

function Answer({ look, state, screen }: Props): ReactNode {
  const { columns } = layoutOf(state.size);
  const width = columns - 8;
  const { glyphs } = look;
  return (
    <Box flexDirection="column">
      <Styled look={look}>
        {"2  Paste the address of the page that the browser ends on"}
      </Styled>
      <Styled look={look} role="text.muted">
        {clip("   It may fail to load; that is fine", {
          width,
          ellipsis: glyphs.ellipsis,
        })}
      </Styled>
      <Text>
        <Text {...look.palette["text.key"]}>{` ${glyphs.selected} `}</Text>
        <AnswerText look={look} screen={screen} width={width} />
      </Text>
      {screen.problem === undefined
        ? null
        : (
          <Styled look={look} role="status.warn">
            {clip(`${glyphs.warning} ${screen.problem}`, {
              width,
              ellipsis: glyphs.ellipsis,
            })}
          </Styled>
        )}
    </Box>
  );
}

/** The pasted address holds a code, which is as good as a password. */
function AnswerText(
  { look, screen, width }: {
    readonly look: Look;
    readonly screen: BrowserScreen;
    readonly width: number;
  },
): ReactNode {
  const text = fieldText(screen.field);
  const { hidden, ellipsis } = look.glyphs;
  if (text === "") {
    return screen.typing
      ? <Field look={look} field={screen.field} typing width={width} />
      : <Styled look={look} role="text.muted">paste it here</Styled>;
  }
  const origin = text.match(/^[a-z][a-z0-9+.-]*:\/\/[^?#]*/i)?.[0] ?? "";
  const masked = `${origin}${hidden.repeat(6)} (${text.length} characters)`;
  return (
    <Styled look={look}>
      {clip(masked, { width: width - 20, ellipsis })}
      {screen.submitted ? "  looking at it" : "  Enter goes on"}
    </Styled>
  );
}
