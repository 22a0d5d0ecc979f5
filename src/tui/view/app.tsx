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
import type { Overlay, State } from "../state/model.ts";
import { frontOverlay } from "../state/select.ts";
import type { Look } from "../theme/look.ts";
import { crumbsOf, positionOf } from "./chrome.ts";
import { Footer } from "./parts/footer.tsx";
import { Title } from "./parts/title.tsx";
import { Ask } from "./screens/ask.tsx";
import { Browser } from "./screens/browser.tsx";
import { Checks } from "./screens/checks.tsx";
import { Device } from "./screens/device.tsx";
import { ErrorCoach } from "./screens/error.tsx";
import { Form } from "./screens/form.tsx";
import { Home } from "./screens/home.tsx";
import { Log } from "./screens/log.tsx";
import { Help, Menu } from "./screens/overlays.tsx";
import { Palette } from "./screens/palette.tsx";
import { Script } from "./screens/script.tsx";
import { Settings } from "./screens/settings.tsx";
import { Tiny } from "./screens/tiny.tsx";
import { TraceStepDetail, TraceSteps } from "./screens/trace.tsx";
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
  if (overlay !== undefined) {
    return <Over look={look} state={state} overlay={overlay} />;
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
    case "form":
      return <Form look={look} state={state} screen={screen} />;
    case "error":
      return <ErrorCoach look={look} state={state} screen={screen} />;
    default:
      return screen satisfies never;
  }
}

function Over(
  { look, state, overlay }: Props & { readonly overlay: Overlay },
): ReactNode {
  switch (overlay.kind) {
    case "help":
      return <Help look={look} state={state} scroll={overlay.scroll} />;
    case "palette":
      return <Palette look={look} state={state} palette={overlay} />;
    case "settings":
      return <Settings look={look} state={state} selected={overlay.selected} />;
    case "trace":
      return <TraceSteps look={look} state={state} overlay={overlay} />;
    case "trace_step":
      return <TraceStepDetail look={look} state={state} overlay={overlay} />;
    case "verify":
    case "diff":
    case "reject":
      return <Checks look={look} state={state} overlay={overlay} />;
    case "script":
      return <Script look={look} state={state} overlay={overlay} />;
    case "log":
      return <Log look={look} state={state} scroll={overlay.scroll} />;
    case "ask":
      return <Ask look={look} state={state} ask={overlay} />;
    case "menu":
      return <Menu look={look} state={state} menu={overlay} />;
    default:
      return overlay satisfies never;
  }
}
