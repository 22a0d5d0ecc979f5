import type { Participant, TraceStep } from "../../engine/trace/step.ts";
import type { Glyphs } from "../theme/glyphs.ts";
import type { Role } from "../theme/roles.ts";
import { clip, type Line, type Span, widthOf } from "./line.ts";
import { WHO } from "./trace_rows.ts";

/** The participants of a diagram and where their lifelines are. */
export interface Lifelines {
  /** Where each stands, in cells from the diagram's left edge. */
  readonly at: ReadonlyMap<Participant, number>;
  /** Cells of the diagram. */
  readonly width: number;
}

/** Whoever has no column is told in words. */
const LEAST_IMPORTANT: readonly Participant[] = ["api", "machine"];

function participantsOf(
  steps: readonly TraceStep[],
  most: number,
): readonly Participant[] {
  const seen = new Set(steps.flatMap(({ from, to }) => [from, to]));
  const all = (Object.keys(WHO) as Participant[]).filter((one) =>
    seen.has(one)
  );
  const dropped = LEAST_IMPORTANT.filter((one) => seen.has(one))
    .slice(0, Math.max(0, all.length - most));
  return all.filter((one) => !dropped.includes(one));
}

/**
 * Places the participants of some steps.
 *
 * @param steps The steps.
 * @param room Cells, and how many participants may have a column.
 * @returns Where the lifelines are.
 */
export function lifelinesOf(
  steps: readonly TraceStep[],
  { width, most }: { readonly width: number; readonly most: number },
): Lifelines {
  const who = participantsOf(steps, most);
  const half = (one: Participant | undefined) =>
    Math.ceil(WHO[one ?? "you"].length / 2);
  const first = half(who[0]);
  const last = width - 1 - half(who.at(-1));
  const gap = who.length < 2 ? 0 : (last - first) / (who.length - 1);
  const at = new Map(
    who.map((one, index) => [one, Math.round(first + index * gap)]),
  );
  return { at, width };
}

/** A row of cells that is written over, piece by piece. */
class Canvas {
  readonly #cells: { text: string; role?: Role | undefined }[];

  constructor(width: number) {
    this.#cells = Array.from({ length: width }, () => ({ text: " " }));
  }

  /** Every character takes one cell: names and titles are Entrada's own. */
  write(at: number, text: string, { role }: Pick<Span, "role"> = {}): void {
    [...text].forEach((character, index) => {
      if (at + index < this.#cells.length) {
        this.#cells[at + index] = { text: character, role };
      }
    });
  }

  spans(): Line {
    const spans: { text: string; role?: Role | undefined }[] = [];
    for (const cell of this.#cells) {
      const last = spans.at(-1);
      if (last !== undefined && last.role === cell.role) last.text += cell.text;
      else spans.push({ ...cell });
    }
    return spans.map(({ text, role }) =>
      role === undefined ? { text } : { text, role }
    );
  }
}

/**
 * The names over the lifelines.
 *
 * @param lifelines Where they are.
 * @returns One row.
 */
export function namesRow({ at, width }: Lifelines): Line {
  const canvas = new Canvas(width);
  for (const [one, cell] of at) {
    const name = WHO[one];
    const left = Math.max(0, cell - Math.floor(name.length / 2));
    canvas.write(left, name, { role: "text.strong" });
  }
  return canvas.spans();
}

/** How a step is drawn. */
export interface ArrowLook {
  readonly glyphs: Glyphs;
  /** The colour of its outcome. */
  readonly role: Role;
  readonly isSelected: boolean;
  /** Whether nobody has done it yet, or it still goes on. */
  readonly isOpen: boolean;
}

function labelled(
  canvas: Canvas,
  title: string,
  { from, to, look }: {
    readonly from: number;
    readonly to: number;
    readonly look: ArrowLook;
  },
): void {
  const room = Math.max(0, to - from - 2);
  const { ellipsis } = look.glyphs;
  const label = clip(title, { width: room, ellipsis });
  if (label === "") return;
  const left = from + Math.floor((room - widthOf(label)) / 2);
  const role = look.isSelected ? "text.strong" as const : "text.plain" as const;
  canvas.write(left, ` ${label} `, { role });
}

function drawArrow(
  canvas: Canvas,
  step: TraceStep,
  { ends: [from, to], look }: {
    readonly ends: readonly [number, number];
    readonly look: ArrowLook;
  },
): void {
  const { glyphs, role, isOpen } = look;
  const [left, right] = from < to ? [from, to] : [to, from];
  const line = (isOpen ? glyphs.outside : glyphs.rule).repeat(right - left - 1);
  canvas.write(left + 1, line, { role });
  // The head of the arrow stays free, wherever it is.
  const [start, end] = from < to ? [left + 1, right - 1] : [left + 2, right];
  labelled(canvas, step.title, { from: start, to: end, look });
  if (from < to) canvas.write(right - 1, glyphs.arrowRight, { role });
  else canvas.write(left + 1, glyphs.arrowLeft, { role });
}

/** What happens inside, or with somebody who has no column. */
function drawNote(
  canvas: Canvas,
  { title }: TraceStep,
  { cell, look }: { readonly cell: number; readonly look: ArrowLook },
): void {
  const { glyphs, role, isSelected } = look;
  canvas.write(cell, glyphs.start, { role });
  canvas.write(cell + 1, ` ${title} `, {
    role: isSelected ? "text.strong" : "text.plain",
  });
}

/** A long note turns to the left where the right has no room for it. */
function noteCell(
  title: string,
  { cell, width }: { readonly cell: number; readonly width: number },
): number {
  return Math.max(0, Math.min(cell, width - widthOf(title) - 3));
}

/**
 * One step between the lifelines.
 *
 * @param step The step.
 * @param options Where the lifelines are, and how it is drawn.
 * @returns One row.
 */
export function stepRow(
  step: TraceStep,
  { lifelines: { at, width }, look }: {
    readonly lifelines: Lifelines;
    readonly look: ArrowLook;
  },
): Line {
  const canvas = new Canvas(width);
  for (const cell of at.values()) {
    canvas.write(cell, look.glyphs.wall, { role: "border" });
  }
  const from = at.get(step.from);
  const to = at.get(step.to);
  if (from !== undefined && to !== undefined && from !== to) {
    drawArrow(canvas, step, { ends: [from, to], look });
  } else {
    const cell = noteCell(step.title, { cell: from ?? to ?? 0, width });
    drawNote(canvas, step, { cell, look });
  }
  return canvas.spans();
}
