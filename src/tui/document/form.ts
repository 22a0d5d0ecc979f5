import type { FormField, FormFieldId, FormScreen } from "../state/form.ts";
import {
  completionsOf,
  isHidden,
  optionsOf,
  shownProblem,
  takesLetters,
  visibleFields,
} from "../state/form_select.ts";
import { windowOf } from "../state/window.ts";
import { type Glyphs, UNICODE } from "../theme/glyphs.ts";
import { fieldSpans, hiddenSpans } from "./form_text.ts";
import { clip, fit, type Line, type Span, wrap } from "./line.ts";

/** Cells of the sign and the label before a value. */
const LABEL_CELLS = 21;
/** So many completions are shown at once. */
const COMPLETIONS = 4;

/** One row of a form. */
export interface FormRow {
  readonly line: Line;
  /** The field that it belongs to; absent for headings. */
  readonly of?: FormFieldId;
}

/** How a form is written down. */
export interface FormWriting {
  /** Cells. */
  readonly width: number;
  readonly glyphs?: Glyphs;
  /** Whether completions stand under the field; elsewhere they are a list of their own. */
  readonly completes?: boolean;
}

interface Writing extends FormWriting {
  readonly screen: FormScreen;
  readonly field: FormField;
  readonly glyphs: Glyphs;
}

/** Where the person is: whose form it is. */
export function formCrumbs(
  { purpose, profile }: FormScreen,
): readonly string[] {
  return profile === undefined ? ["new profile"] : [profile, purpose];
}

/** Which of its fields has the keys. */
export function formPosition(screen: FormScreen): string {
  const fields = visibleFields(screen);
  const at = fields.findIndex(({ id }) => id === screen.focus);
  return `${at + 1} of ${fields.length}`;
}

function chosenSpans(
  { screen, field, glyphs, width }: Writing,
): readonly Span[] {
  const options = optionsOf(field, screen);
  const value = screen.values[field.id];
  const found = options.find((option) => option.value === value);
  const label = found?.label ?? value;
  const room = { width: width - LABEL_CELLS - 4, ellipsis: glyphs.ellipsis };
  if (screen.focus !== field.id) return [{ text: clip(label, room) }];
  const detail = found?.detail === undefined ? "" : `  ${found.detail}`;
  const shown = clip(label, room);
  return [
    { text: "< ", role: "text.key" },
    { text: shown, role: "text.strong" },
    { text: " >", role: "text.key" },
    {
      text: clip(detail, { ...room, width: room.width - shown.length }),
      role: "text.muted",
    },
  ];
}

function valueSpans(writing: Writing): readonly Span[] {
  const { screen, field, glyphs } = writing;
  const width = writing.width - LABEL_CELLS - 1;
  const typing = screen.focus === field.id && screen.stage === "editing";
  if (isHidden(field)) {
    const text = screen.hidden[field.id];
    return hiddenSpans(text, { typing, width, glyphs });
  }
  if (!takesLetters(field)) return chosenSpans(writing);
  const text = screen.values[field.id];
  return typing
    ? fieldSpans(screen.field, { width, glyphs })
    : [{ text: clip(text, { width, ellipsis: glyphs.ellipsis }) }];
}

function fieldLine(writing: Writing): Line {
  const { screen, field, glyphs } = writing;
  const focused = screen.focus === field.id;
  return [
    {
      text: ` ${focused ? glyphs.selected : " "} `,
      role: focused ? "selection" : "text.plain",
    },
    {
      text: fit(field.label, LABEL_CELLS - 4) + " ",
      role: focused ? "text.strong" : "text.muted",
    },
    ...valueSpans(writing),
  ];
}

/** What is wrong, whole: nobody should have to go there to read it. */
function problemLines({ screen, field, glyphs, width }: Writing): Line[] {
  const problem = shownProblem(screen, field.id);
  // Who is about to choose a completion has not finished.
  const completing = screen.focus === field.id &&
    completionsOf(screen).length > 0;
  if (problem === undefined || completing) return [];
  const text = `${glyphs.failed} ${problem}`;
  const room = Math.max(1, width - LABEL_CELLS - 1);
  return wrap(text, room).map((line) => [
    { text: " ".repeat(LABEL_CELLS) },
    { text: line, role: "status.error" },
  ]);
}

/**
 * What the text being typed can be completed to.
 *
 * @param screen The form.
 * @param options The width in cells, the signs, how many, and the cells before.
 * @returns One line each, the chosen one marked.
 */
export function completionLines(
  screen: FormScreen,
  { width, glyphs = UNICODE, rows = COMPLETIONS, indent = LABEL_CELLS - 2 }:
    & FormWriting
    & { readonly rows?: number; readonly indent?: number },
): readonly Line[] {
  const all = completionsOf(screen);
  const selected = screen.completion ?? -1;
  const [start, end] = windowOf({ count: all.length, selected, rows });
  const room = { width: width - indent - 3, ellipsis: glyphs.ellipsis };
  return all.slice(start, end).map(({ label, detail = "" }, index): Line => {
    const chosen = start + index === selected;
    const text = clip(label, room);
    return [
      { text: " ".repeat(indent) },
      { text: `${chosen ? glyphs.selected : " "} `, role: "selection" },
      { text: fit(text, 20), role: chosen ? "text.strong" : "text.plain" },
      {
        text: clip(detail, { ...room, width: room.width - 21 }),
        role: "text.muted",
      },
    ];
  });
}

/**
 * A form as rows: headings, fields, what is wrong with them.
 *
 * @param screen The form.
 * @param writing The width in cells and the signs.
 * @returns The rows.
 */
export function formRows(
  screen: FormScreen,
  { width, glyphs = UNICODE, completes = true }: FormWriting,
): readonly FormRow[] {
  let section = "";
  return visibleFields(screen).flatMap((field): readonly FormRow[] => {
    const writing = { screen, field, width, glyphs };
    const heading: readonly FormRow[] = field.section === section
      ? []
      : [{ line: [{ text: ` ${field.section}`, role: "text.strong" }] }];
    section = field.section;
    const own = [
      fieldLine(writing),
      ...problemLines(writing),
      ...(completes && screen.focus === field.id
        ? completionLines(screen, { width, glyphs })
        : []),
    ];
    return [...heading, ...own.map((line) => ({ line, of: field.id }))];
  });
}

/**
 * The rows that are drawn: those of the focused field, and what is around it.
 *
 * @param rows All rows.
 * @param options The field that has the keys, and how many fit.
 * @returns The rows in sight.
 */
export function formWindow(
  rows: readonly FormRow[],
  { focus, room }: { readonly focus: FormFieldId; readonly room: number },
): readonly FormRow[] {
  const first = rows.findIndex((row) => row.of === focus);
  const last = rows.findLastIndex((row) => row.of === focus);
  const middle = Math.floor((first + last) / 2);
  const [start] = windowOf({
    count: rows.length,
    selected: middle,
    rows: room,
  });
  // What is said of the focused field matters more than what is above it.
  const from = Math.min(first, Math.max(start, last - room + 1));
  return rows.slice(from, from + room);
}
