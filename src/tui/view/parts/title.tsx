import { Box, Text } from "ink";
import type { ReactNode } from "react";
import { clip, widthOf } from "../../document/line.ts";
import type { ProtectionWords } from "../../document/protection.ts";
import type { Look } from "../../theme/look.ts";
import { Styled } from "./styled.tsx";

interface Props {
  readonly look: Look;
  readonly crumbs: readonly string[];
  /** How tokens are kept, when that is known. */
  readonly kept: ProtectionWords | undefined;
  /** A word at the right edge. */
  readonly banner: string | undefined;
  /** Cells. */
  readonly width: number;
}

const NAME = " entrada";
/** What is left of a path that has to make room. */
const LEAST_PATH = 12;

/** Where we are, how tokens are kept, and a rule under it. */
export function Title(props: Props): ReactNode {
  const { look, width } = props;
  const { rule, ellipsis } = look.glyphs;
  const path = pathOf(props);
  const kept = keptText(props, path);
  const beside = widthOf(kept + besideText(props, kept));
  const room = width - widthOf(NAME) - beside - 3;
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Box justifyContent="space-between">
        <Styled look={look}>
          {" "}
          <Styled look={look} role="brand">{NAME.trim()}</Styled>
          {clip(path, { width: room, ellipsis })}
        </Styled>
        <Text wrap="truncate-end">
          <Text
            {...look.palette[
              props.kept?.isWarning ? "status.warn" : "text.muted"
            ]}
          >
            {kept}
          </Text>
          <Text {...look.palette["text.muted"]}>
            {`${besideText(props, kept)} `}
          </Text>
        </Text>
      </Box>
      <Box aria-hidden>
        <Styled look={look} role="border">{rule.repeat(width)}</Styled>
      </Box>
    </Box>
  );
}

function pathOf({ look, crumbs }: Props): string {
  return crumbs.map((text) => ` ${look.glyphs.crumb} ${text}`).join("");
}

/** The longest form that fits; the path gives way to the last one. */
function keptText({ look, kept, banner = "", width }: Props, path: string) {
  if (kept === undefined) return "";
  const sign = kept.isWarning ? `${look.glyphs.warning} ` : "";
  const forms = kept.forms.map((form) => sign + form);
  const taken = widthOf(NAME) + widthOf(banner) + 6;
  const fits = (pathCells: number) =>
    forms.find((form) => widthOf(form) + taken + pathCells <= width);
  return fits(widthOf(path)) ?? fits(Math.min(LEAST_PATH, widthOf(path))) ??
    forms.at(-1) ?? "";
}

function besideText({ look, banner = "" }: Props, kept: string): string {
  if (kept === "" || banner === "") return banner;
  return ` ${look.glyphs.dot} ${banner}`;
}
