import { Box, Text } from "ink";
import type { ReactNode } from "react";
import type { Line } from "../../document/line.ts";
import { profileDocument } from "../../document/profile.ts";
import { layoutOf } from "../../state/layout.ts";
import type { ProfileSummary, State } from "../../state/model.ts";
import {
  selectedProfile,
  shownProfiles,
  statusOf,
} from "../../state/select.ts";
import type { Look } from "../../theme/look.ts";
import { keyOf } from "../../keys/key_words.ts";
import { Field } from "../parts/field.tsx";
import {
  columnsFor,
  listedName,
  ProfileHeading,
  ProfileRow,
} from "../parts/profile_row.tsx";
import { ProfileLife, ProfileStrip } from "../parts/profile_summary.tsx";
import { Gap, Lines, Styled } from "../parts/styled.tsx";
import { windowOf } from "../../state/window.ts";

const FILTER_SIGN = "/";

interface Props {
  readonly look: Look;
  readonly state: State;
}

/** The list of profiles with the state of their tokens. */
export function Home({ look, state }: Props): ReactNode {
  if (state.profiles === undefined) {
    return (
      <Box paddingLeft={2}>
        <Styled look={look} role="text.muted">Reading the profiles</Styled>
      </Box>
    );
  }
  if (state.profiles.length === 0) {
    return <NoProfiles look={look} state={state} />;
  }
  const { kind, listColumns, sideColumns, body } = layoutOf(state.size);
  const profile = selectedProfile(state);
  return (
    <Box height={body}>
      <Box flexDirection="column" width={listColumns} flexShrink={0}>
        <ProfileList look={look} state={state} />
        {kind === "wide" || profile === undefined ? null : (
          <ProfileStrip
            look={look}
            state={state}
            profile={profile}
            width={listColumns}
          />
        )}
      </Box>
      {kind !== "wide" || profile === undefined ? null : (
        <Side
          look={look}
          state={state}
          profile={profile}
          width={sideColumns}
        />
      )}
    </Box>
  );
}

function ProfileList({ look, state }: Props): ReactNode {
  const { list, listColumns } = layoutOf(state.size);
  const profiles = shownProfiles(state);
  const longest = Math.max(
    ...(state.profiles ?? []).map((profile) => listedName(profile).length),
  );
  const columns = columnsFor(listColumns, longest);
  const [start, end] = windowOf({
    count: profiles.length,
    selected: state.selected,
    rows: list,
  });
  return (
    <Box flexDirection="column" flexGrow={1} aria-role="list">
      {state.filter === undefined
        ? <ProfileHeading look={look} columns={columns} />
        : <FilterLine look={look} state={state} width={listColumns} />}
      {profiles.slice(start, end).map((profile, index) => (
        <ProfileRow
          key={profile.name}
          look={look}
          number={start + index + 1}
          profile={profile}
          status={statusOf(state, profile.name)}
          columns={columns}
          selected={start + index === state.selected}
        />
      ))}
      {profiles.length > 0 ? null : (
        <Styled look={look} role="text.muted">
          {"   No profile matches"}
        </Styled>
      )}
    </Box>
  );
}

function FilterLine(
  { look, state, width }: Props & { readonly width: number },
): ReactNode {
  if (state.filter === undefined) return null;
  const { field, typing } = state.filter;
  const count = `${shownProfiles(state).length} of ${
    state.profiles?.length ?? 0
  }`;
  return (
    <Box justifyContent="space-between">
      <Text>
        <Text {...look.palette["text.key"]}>{` ${FILTER_SIGN} `}</Text>
        <Field
          look={look}
          field={field}
          typing={typing}
          width={width - count.length - 6}
        />
      </Text>
      <Styled look={look} role="text.muted">{`${count} `}</Styled>
    </Box>
  );
}

function Side(
  { look, state, profile, width }: Props & {
    readonly profile: ProfileSummary;
    readonly width: number;
  },
): ReactNode {
  const { body } = layoutOf(state.size);
  const lines = shortened(
    profileDocument(state, profile, { width: width - 2, glyphs: look.glyphs }),
    { rows: Math.max(0, body - 3), ellipsis: look.glyphs.ellipsis },
  );
  return (
    <>
      <Box flexDirection="column" width={1} flexShrink={0} aria-hidden>
        {Array.from(
          { length: body },
          (_, row) => (
            <Styled key={row} look={look} role="border">
              {look.glyphs.wall}
            </Styled>
          ),
        )}
      </Box>
      <Box flexDirection="column" width={width - 1} paddingLeft={1}>
        <ProfileLife
          look={look}
          state={state}
          profile={profile}
          width={width}
        />
        <Gap />
        <Lines look={look} lines={lines} />
      </Box>
    </>
  );
}

/** What does not fit is told by a last line: a value may go on there. */
function shortened(
  lines: readonly Line[],
  { rows, ellipsis }: { readonly rows: number; readonly ellipsis: string },
): readonly Line[] {
  return lines.length <= rows ? lines : [
    ...lines.slice(0, rows - 1),
    [{ text: ` ${ellipsis}`, role: "text.muted" }],
  ];
}

/** Works as it stands: the client is Microsoft's own Graph PowerShell. */
const EXAMPLE: readonly string[] = [
  "entrada config create work \\",
  "  --tenant organizations \\",
  "  --client-id 14d82eec-204b-4c2f-b7e8-296a70dab67e \\",
  "  --scope User.Read",
];

function NoProfiles({ look, state }: Props): ReactNode {
  const airy = layoutOf(state.size).body >= 14;
  return (
    <Box flexDirection="column" paddingLeft={2} paddingTop={airy ? 1 : 0}>
      <Styled look={look} role="text.strong">There is no profile yet</Styled>
      <Styled look={look}>A profile names a tenant, a client and scopes</Styled>
      <Gap />
      <Text wrap="truncate-end">
        <Text {...look.palette.selection}>
          {`${look.glyphs.selected} ${keyOf(state, "profiles.new")}  `}
        </Text>
        <Text {...look.palette["text.strong"]}>make the first one</Text>
      </Text>
      {airy ? <Gap /> : null}
      <Styled look={look} role="text.muted">Or in the shell:</Styled>
      {EXAMPLE.map((line) => (
        <Styled key={line} look={look} role="text.muted">{`  ${line}`}</Styled>
      ))}
      {airy ? <Gap /> : null}
      <Styled look={look} role="text.muted">
        Or paste a token (a JWT) here to read its claims
      </Styled>
    </Box>
  );
}
