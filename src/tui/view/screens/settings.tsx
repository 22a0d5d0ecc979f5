import { Box, Text } from "ink";
import type { ReactNode } from "react";
import { fit, type Line, wrap } from "../../document/line.ts";
import { layoutOf } from "../../state/layout.ts";
import type { State } from "../../state/model.ts";
import { type Setting, SETTINGS, settingsTop } from "../../state/settings.ts";
import type { Look } from "../../theme/look.ts";
import { Gap, Lines } from "../parts/styled.tsx";

const LABEL_CELLS = 14;

interface Props {
  readonly look: Look;
  readonly state: State;
  readonly selected: number;
}

/** What a person chooses for every run; a change is seen at once. */
export function Settings({ look, state, selected }: Props): ReactNode {
  const { body } = layoutOf(state.size);
  const airy = settingsTop(body) > 0;
  return (
    <Box flexDirection="column" height={body} aria-role="list">
      {airy ? <Gap /> : null}
      {SETTINGS.map((setting, index) => (
        <SettingRow
          key={setting.name}
          look={look}
          state={state}
          setting={setting}
          selected={index === selected}
        />
      ))}
      <Gap />
      <Lines look={look} lines={explanation({ look, state, selected })} />
      {airy ? <Gap /> : null}
      {airy ? <Lines look={look} lines={[preview(look)]} /> : null}
    </Box>
  );
}

function SettingRow(
  { look, state, setting, selected }: Omit<Props, "selected"> & {
    readonly setting: Setting;
    readonly selected: boolean;
  },
): ReactNode {
  const { palette, glyphs } = look;
  const { name, label, values } = setting;
  const isFixed = state.fixed[name] !== undefined;
  const rowStyle = selected ? palette.selection : {};
  return (
    <Text wrap="truncate-end">
      <Text {...rowStyle}>
        {` ${selected ? glyphs.selected : " "} ${fit(label, LABEL_CELLS)}`}
      </Text>
      {values.filter(({ value }) =>
        // Whoever hears a list of values cannot tell which one is on.
        !look.screenReader || value === state.settings[name]
      ).map(({ value, label }) => {
        const isOn = value === state.settings[name];
        const sign = look.screenReader
          ? ""
          : `${isOn ? glyphs.valid : glyphs.none} `;
        const role = isOn && !isFixed ? "text.strong" : "text.muted";
        return (
          <Text key={value} {...palette[role]}>{`${sign}${label}   `}</Text>
        );
      })}
    </Text>
  );
}

function explanation({ look, state, selected }: Props): readonly Line[] {
  const setting = SETTINGS[selected];
  if (setting === undefined) return [];
  const { name, values } = setting;
  const fixed = state.fixed[name];
  const now = values.find(({ value }) => value === state.settings[name]);
  const width = Math.max(1, state.size.columns - 4);
  const words = fixed ?? `${now?.label ?? ""}: ${now?.help ?? ""}`;
  const sign = fixed === undefined ? "" : `${look.glyphs.warning} `;
  return wrap(sign + words, width).map((text): Line => [{
    text: `   ${text}`,
    role: fixed === undefined ? "text.plain" : "status.warn",
  }]);
}

/** A piece of everything, so that a theme is seen before it is kept. */
function preview({ glyphs }: Look): Line {
  return [
    { text: "   " },
    { text: `${glyphs.valid} valid  `, role: "status.ok" },
    { text: `${glyphs.warning} ends soon  `, role: "status.warn" },
    { text: `${glyphs.failed} expired  `, role: "status.error" },
    { text: "a link", role: "text.link" },
    { text: "  " },
    { text: "A key", role: "text.key" },
    { text: "  less important", role: "text.muted" },
  ];
}
