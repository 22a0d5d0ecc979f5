import { type Glyphs, UNICODE } from "../theme/glyphs.ts";
import type { Role } from "../theme/roles.ts";
import { type Line, type Span, widthOf } from "./line.ts";
import { moment } from "./time.ts";

/** A span of time and where we are in it, all milliseconds since the epoch. */
export interface Validity {
  readonly issuedAt?: number;
  readonly notBefore?: number;
  readonly expiresAt?: number;
  readonly now: number;
}

/** How the span is drawn. */
export interface ValidityOptions {
  /** Cells it may take. */
  readonly width: number;
  /** IANA name; the system's when absent. */
  readonly timeZone?: string;
  /** Signs; Unicode when absent. */
  readonly glyphs?: Glyphs;
  /** Whether it is heard: words alone. */
  readonly isSpoken?: boolean;
}

/**
 * Draws issued, not before, now and expires on one line.
 *
 * @param validity The moments.
 * @param options The width and the time zone.
 * @returns One line; words alone when a moment is missing.
 */
export function validityLine(
  validity: Validity,
  options: ValidityOptions,
): Line {
  const { issuedAt, notBefore, expiresAt, now } = validity;
  const { timeZone, glyphs = UNICODE } = options;
  const zone = timeZone === undefined ? {} : { timeZone };
  const from = issuedAt ?? notBefore;
  const show = (at: number) => moment(at, { now, ...zone });
  if (from === undefined || expiresAt === undefined || expiresAt <= from) {
    return [{
      text: expiresAt === undefined
        ? " It does not say how long it is valid"
        : ` expires ${show(expiresAt)}`,
      role: "text.muted",
    }];
  }
  const later = notBefore !== undefined && notBefore > from + 60_000
    ? notBefore
    : undefined;
  if (options.isSpoken) {
    const begins = later === undefined ? "" : `, not before ${show(later)}`;
    return [{
      text: ` issued ${show(from)}${begins}, expires ${show(expiresAt)}`,
    }];
  }
  const before = ` issued ${show(from)} `;
  const after = ` ${show(expiresAt)} expires` +
    (later === undefined ? "" : `, not before ${show(later)}`);
  const cells = Math.max(
    8,
    options.width - widthOf(before) - widthOf(after) - 1,
  );
  const axis = { from, expiresAt, now, cells, glyphs };
  return [
    { text: before, role: "text.muted" },
    ...draw(later === undefined ? axis : { ...axis, later }),
    { text: after, role: "text.muted" },
  ];
}

interface Axis {
  readonly from: number;
  readonly expiresAt: number;
  readonly later?: number;
  readonly now: number;
  readonly cells: number;
  readonly glyphs: Glyphs;
}

function draw({ from, expiresAt, later, now, cells, glyphs }: Axis): Span[] {
  const first = Math.min(from, now);
  const last = Math.max(expiresAt, now);
  const cellOf = (at: number) =>
    Math.round((at - first) / (last - first) * (cells - 1));
  const [start, end, here] = [cellOf(from), cellOf(expiresAt), cellOf(now)];
  const open = later === undefined ? start : cellOf(later);
  const alive = now >= (later ?? from) && now < expiresAt;
  const nowRole: Role = alive ? "status.ok" : "status.error";
  return merge(Array.from({ length: cells }, (_, cell): Span => {
    if (cell === here) return { text: glyphs.valid, role: nowRole };
    if (cell === start) return { text: glyphs.start };
    if (cell === end) return { text: glyphs.end };
    if (later !== undefined && cell === open) return { text: glyphs.notBefore };
    if (cell < open || cell > end) {
      return { text: glyphs.outside, role: "bar.rest" };
    }
    return cell < here
      ? { text: glyphs.rest, role: "bar.rest" }
      : { text: glyphs.full, role: alive ? "status.ok" : "bar.rest" };
  }));
}

function merge(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of spans) {
    const previous = merged.at(-1);
    if (previous !== undefined && previous.role === span.role) {
      merged[merged.length - 1] = {
        ...previous,
        text: previous.text + span.text,
      };
    } else merged.push(span);
  }
  return merged;
}
