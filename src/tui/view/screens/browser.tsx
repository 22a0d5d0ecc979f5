/**
 * The screens, one a file: each draws a state and knows nothing else. May
 * import Ink, React, the parts, the documents and the types of the state.
 *
 * @module
 */
import { Box, Text } from "ink";
import type { ReactNode } from "react";
import { clip, wrap } from "../../document/line.ts";
import { exactly } from "../../document/time.ts";
import { layoutOf } from "../../state/layout.ts";
import type { BrowserScreen, State } from "../../state/model.ts";
import { keyOf, withKeys } from "../../keys/key_words.ts";
import { fieldText } from "../../state/text_field.ts";
import type { Look } from "../../theme/look.ts";
import type { Role } from "../../theme/roles.ts";
import { Field } from "../parts/field.tsx";
import { Link } from "../parts/link.tsx";
import { Gap, Lines, Styled } from "../parts/styled.tsx";

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
      <Styled look={look}>{instruction(state, screen)}</Styled>
      <Link look={look} url={screen.localUrl ?? screen.url} width={width} />
      {screen.url.length <= width && !screen.localUrl
        ? null
        : (
          <Styled look={look} role="text.muted">
            {`${
              keyOf(state, "browser.show_url")
            } shows the whole address (${screen.url.length} characters), ${
              keyOf(state, "browser.copy_url")
            } copies it`}
          </Styled>
        )}
      <Gap />
      {screen.method === "paste"
        ? <Answer look={look} state={state} screen={screen} />
        : <Elsewhere look={look} state={state} screen={screen} width={width} />}
    </Box>
  );
}

function instruction(
  state: State,
  { method, browser }: BrowserScreen,
): string {
  if (method === "paste") return "1  Sign in on this page, with any browser";
  return browser === "opened"
    ? "If it does not open, visit this address on this machine"
    : withKeys(
      state,
      "Visit this address on this machine; {browser.open_url} opens it",
    );
}

function Progress({ look, state, screen }: Props): ReactNode {
  const { columns } = layoutOf(state.size);
  const [text, role] = progressOf({ look, state, screen });
  return (
    <Lines
      look={look}
      lines={wrap(text, columns - 4).slice(0, 2)
        .map((line) => [{ text: line, role }])}
    />
  );
}

function progressOf({ look, state, screen }: Props): readonly [string, Role] {
  const { done, busy, warning } = look.glyphs;
  const waited = state.run === undefined || look.screenReader
    ? ""
    : ` ${look.glyphs.dot} ${exactly(state.now - state.run.startedAt)}`;
  if (screen.received) {
    const who = screen.account === undefined ? "" : ` as ${screen.account}`;
    return [`${done} Signed in${who}, getting the token`, "status.ok"];
  }
  if (screen.browser === "failed") {
    const why = screen.reason === undefined ? "" : `: ${screen.reason}`;
    return [`${warning} No browser was opened${why}${waited}`, "status.warn"];
  }
  return screen.browser === "opened"
    ? [
      `${busy} The sign-in page is open in your browser${waited}`,
      "text.strong",
    ]
    : [`${busy} Waiting for you to sign in${waited}`, "text.strong"];
}

const ELSEWHERE =
  "Is your browser on another machine? Run this there first, or press {browser.device}";

/** The usual reason why no answer comes: the browser is on another machine. */
function Elsewhere(
  { look, state, screen, width }: Props & {
    /** Cells. */
    readonly width: number;
  },
): ReactNode {
  const port = URL.parse(screen.redirectUri)?.port ?? "";
  if (port === "") return null;
  return (
    <Box flexDirection="column">
      <Lines
        look={look}
        lines={wrap(withKeys(state, ELSEWHERE), width).map((
          text,
        ) => [{ text }])}
      />
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
        <AnswerText look={look} state={state} screen={screen} width={width} />
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
  { look, state, screen, width }: Props & { readonly width: number },
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
      {screen.submitted
        ? "  looking at it"
        : `  ${keyOf(state, "browser.submit")} goes on`}
    </Styled>
  );
}
