import { widthOf } from "../document/line.ts";
import { layoutOf, partsOf } from "../state/layout.ts";
import type { Message } from "../state/message.ts";
import type { Overlay, State } from "../state/model.ts";
import { shownEntries } from "../state/palette.ts";
import { frontOverlay, shownProfiles } from "../state/select.ts";
import { SETTINGS, settingsTop } from "../state/settings.ts";
import { traceRows } from "../document/trace_position.ts";
import { TOKEN_PANES } from "../state/token_panes.ts";
import { windowOf } from "../state/window.ts";
import { messageOf } from "./dispatch.ts";
import { footerHints, GAP } from "./footer.ts";

/** What a person did with the mouse. */
export interface Pointing {
  readonly kind: "click" | "wheel_up" | "wheel_down";
  /** Cells from the left, from 0. */
  readonly column: number;
  /** Rows from the top, from 0. */
  readonly row: number;
}

/** A piece of a row that answers to a click. */
export interface Region {
  readonly row: number;
  /** The first column. */
  readonly from: number;
  /** The first column after it. */
  readonly to: number;
  /** What a click there means. */
  readonly message: Message;
}

/** The title and the rule under it. */
const BODY_TOP = 2;
/** Above the entries of a menu: a gap, its title, a gap. */
const MENU_HEAD = 3;
/** Above the profiles: what the columns are called, or the filter. */
const LIST_HEAD = 1;
/** Above the entries of the palette: the query. */
const QUERY_ROWS = 1;
/** So many lines of a text go by at one notch of the wheel. */
const LINES_A_NOTCH = 3;

/**
 * Every place that answers to a click, as the layout has it.
 *
 * @param state The interface.
 * @returns The regions; none overlap.
 */
export function regionsOf(state: State): readonly Region[] {
  if (layoutOf(state.size).kind === "tiny") return [];
  return [
    ...rowRegions(state),
    ...paneRegions(state),
    ...footerRegions(state),
  ];
}

/**
 * What a click or a turn of the wheel means.
 *
 * @param state The interface.
 * @param pointing What was done, and where.
 * @returns The messages, in order; none when it means nothing.
 */
export function messagesAt(
  state: State,
  { kind, column, row }: Pointing,
): readonly Message[] {
  if (kind === "click") {
    return regionsOf(state)
      .filter((region) =>
        region.row === row && region.from <= column && column < region.to
      )
      .map(({ message }) => message);
  }
  const distance = kind === "wheel_up" ? "up" : "down";
  const message = { type: "move", distance } as const;
  const times = isText(state) ? LINES_A_NOTCH : 1;
  return Array.from({ length: times }, () => message);
}

/** Whether what moves is a text, and not a selection. */
function isText(state: State): boolean {
  const overlay = frontOverlay(state);
  return overlay === undefined
    ? state.screen.kind === "token" && state.screen.pane === "raw"
    : overlay.kind === "help" || overlay.kind === "log";
}

/** A list of rows that can be selected. */
interface List {
  readonly count: number;
  readonly selected: number;
  /** Where its first row is drawn. */
  readonly top: number;
  /** How many are drawn. */
  readonly rows: number;
  /** How wide they are. */
  readonly width: number;
}

function listOf(state: State): List | undefined {
  const { body, list, listColumns, columns } = layoutOf(state.size);
  const overlay = frontOverlay(state);
  if (overlay?.kind === "trace") {
    const { top, ...rows } = traceRows(state, overlay);
    return { ...rows, top: BODY_TOP + top, width: columns };
  }
  if (overlay !== undefined) {
    const found = overlayList(overlay, body);
    return found === undefined ? undefined : { ...found, width: columns };
  }
  return state.screen.kind !== "home" ? undefined : {
    count: shownProfiles(state).length,
    selected: state.selected,
    top: BODY_TOP + LIST_HEAD,
    rows: list,
    width: listColumns,
  };
}

function overlayList(
  overlay: Overlay,
  body: number,
): Omit<List, "width"> | undefined {
  if (!("selected" in overlay) || overlay.kind === "trace") return undefined;
  const { selected } = overlay;
  if (overlay.kind === "settings") {
    const count = SETTINGS.length;
    const top = BODY_TOP + settingsTop(body);
    return { selected, count, top, rows: count };
  }
  const head = overlay.kind === "menu" ? MENU_HEAD : QUERY_ROWS;
  const count = overlay.kind === "menu"
    ? overlay.entries.length
    : shownEntries(overlay).length;
  return { selected, count, top: BODY_TOP + head, rows: body - head };
}

/** A click selects; one on what is selected is Enter. */
function rowRegions(state: State): readonly Region[] {
  const list = listOf(state);
  if (list === undefined) return [];
  const [start, end] = windowOf(list);
  return Array.from({ length: end - start }, (_, at): Region | undefined => {
    const index = start + at;
    const message: Message | undefined = index === list.selected
      ? messageOf({ type: "key", name: "enter" }, state)
      : { type: "pick", index };
    return message === undefined
      ? undefined
      : { row: list.top + at, from: 0, to: list.width, message };
  }).filter((region) => region !== undefined);
}

/** A click into a pane that is beside the one in front gives it the keys. */
function paneRegions(state: State): readonly Region[] {
  const { screen, size } = state;
  if (screen.kind !== "token" || state.overlays.length > 0) return [];
  return partsOf(size, screen.pane).flatMap(
    ({ part, x, y, columns, rows }): readonly Region[] => {
      const pane = TOKEN_PANES.find((one) => one === part);
      if (pane === undefined || pane === screen.pane) return [];
      return Array.from({ length: rows }, (_, at) => ({
        row: y + at,
        from: x,
        to: x + columns,
        message: { type: "open_pane", pane },
      }));
    },
  );
}

function footerRegions(state: State): readonly Region[] {
  const { columns } = layoutOf(state.size);
  const row = partsOf(state.size, "home")
    .find(({ part }) => part === "footer")?.y ?? 0;
  let from = 1;
  return footerHints(state, columns - 2).map(({ key, short, message }) => {
    const to = from + widthOf(`${key} ${short}`);
    const region = { row, from, to, message };
    from = to + GAP;
    return region;
  });
}
