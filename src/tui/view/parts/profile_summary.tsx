import { Box, Text } from "ink";
import type { ReactNode } from "react";
import { clip } from "../../document/line.ts";
import { moment } from "../../document/time.ts";
import type { ProfileSummary, State } from "../../state/model.ts";
import {
  audienceOf,
  shareLeft,
  statusOf,
  tokenOf,
} from "../../state/select.ts";
import type { Look } from "../../theme/look.ts";
import { Bar } from "./bar.tsx";
import { Status, statusRole } from "./status.tsx";
import { Styled } from "./styled.tsx";

interface Props {
  readonly look: Look;
  readonly state: State;
  readonly profile: ProfileSummary;
  /** Cells. */
  readonly width: number;
}

/** A profile's name, state and time left, in two rows. */
export function ProfileLife(
  { look, state, profile, width }: Props,
): ReactNode {
  const status = statusOf(state, profile.name);
  const token = tokenOf(state, profile.name);
  const alive = token !== undefined && token.expiresAt > state.now;
  const until = alive ? `  until ${moment(token.expiresAt, state)}` : "";
  return (
    <>
      <Text wrap="truncate-end">
        <Text {...look.palette["text.strong"]}>{` ${profile.name}  `}</Text>
        <Status look={look} status={status} />
        <Text {...look.palette["text.muted"]}>{until}</Text>
      </Text>
      <Box paddingLeft={1}>
        <Bar
          look={look}
          share={token === undefined ? 0 : shareLeft(token, state.now)}
          width={Math.max(1, Math.min(48, width - 4))}
          role={statusRole(status.kind)}
        />
      </Box>
    </>
  );
}

/** The selected profile under the list: its life, and for whom it is. */
export function ProfileStrip(props: Props): ReactNode {
  const { look, state, profile, width } = props;
  const { rule, ellipsis } = look.glyphs;
  const whom = clip(forWhom(state, profile), { width: width - 2, ellipsis });
  return (
    <Box flexDirection="column" flexShrink={0} height={4}>
      <Box aria-hidden>
        <Styled look={look} role="border">{rule.repeat(width)}</Styled>
      </Box>
      <ProfileLife {...props} />
      <Styled look={look} role="text.muted">{` ${whom}`}</Styled>
    </Box>
  );
}

function forWhom(state: State, profile: ProfileSummary): string {
  const token = tokenOf(state, profile.name);
  const scopes = (token?.scopes ?? profile.scopes).join(" ");
  const project = profile.project === undefined
    ? ""
    : `project ${profile.project}`;
  const whose = token === undefined ? [] : [
    token.account ?? "the application itself",
    audienceOf(token) ?? "",
  ];
  return [...whose, scopes, project].filter((text) => text !== "").join("  ");
}
