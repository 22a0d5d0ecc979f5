/**
 * Draws a state. Every view is a function of its props; may import state,
 * documents, keys, theme, Ink and React.
 *
 * @module
 */
import { Box } from "ink";
import type { ReactNode } from "react";
import { protectionWords } from "../document/protection.ts";
import { footerHints } from "../keys/footer.ts";
import { layoutOf } from "../state/layout.ts";
import type { State } from "../state/model.ts";
import { frontOverlay } from "../state/select.ts";
import type { Look } from "../theme/look.ts";
import { crumbsOf, positionOf } from "./chrome.ts";
import { Footer } from "./parts/footer.tsx";
import { Title } from "./parts/title.tsx";
import { Browser } from "./screens/browser.tsx";
import { Device } from "./screens/device.tsx";
import { ErrorCoach } from "./screens/error.tsx";
import { Home } from "./screens/home.tsx";
import { Help, Menu } from "./screens/overlays.tsx";
import { Tiny } from "./screens/tiny.tsx";
import { Token } from "./screens/token.tsx";

interface Props {
  readonly look: Look;
  readonly state: State;
}

/** The whole interface. */
export function App({ look, state }: Props): ReactNode {
  const { kind, columns, height, body } = layoutOf(state.size);
  if (kind === "tiny") return <Tiny look={look} state={state} />;
  return (
    <Box flexDirection="column" width={columns} height={height}>
      <Title
        look={look}
        crumbs={crumbsOf(state)}
        kept={protectionWords(state)}
        banner={state.banner}
        width={columns}
      />
      <Box
        flexDirection="column"
        height={body}
        flexShrink={0}
        overflow="hidden"
      >
        <Front look={look} state={state} />
      </Box>
      <Footer
        look={look}
        hints={footerHints(state, columns - 2)}
        notice={state.notice}
        aside={positionOf(state, look.glyphs)}
        width={columns}
      />
    </Box>
  );
}

function Front({ look, state }: Props): ReactNode {
  const overlay = frontOverlay(state);
  if (overlay?.kind === "help") {
    return <Help look={look} state={state} scroll={overlay.scroll} />;
  }
  if (overlay?.kind === "menu") {
    return <Menu look={look} state={state} menu={overlay} />;
  }
  const { screen } = state;
  switch (screen.kind) {
    case "home":
      return <Home look={look} state={state} />;
    case "device":
      return <Device look={look} state={state} screen={screen} />;
    case "browser":
      return <Browser look={look} state={state} screen={screen} />;
    case "token":
      return <Token look={look} state={state} screen={screen} />;
    case "error":
      return <ErrorCoach look={look} state={state} screen={screen} />;
    default:
      return screen satisfies never;
  }
}
