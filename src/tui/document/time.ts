const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * How long, to the minute: `42 min`, `1 h 5 min`, `3 d 4 h`, `87 s` below two
 * minutes.
 *
 * @param ms Milliseconds; negative counts as nothing.
 * @returns The words.
 */
export function roughly(ms: number): string {
  const left = Math.max(0, ms);
  if (left < 2 * MINUTE) return `${Math.ceil(left / SECOND)} s`;
  const minutes = Math.floor(left / MINUTE);
  if (left < HOUR) return `${minutes} min`;
  if (left < DAY) return inUnits(minutes, HOURS);
  return inUnits(Math.floor(left / HOUR), DAYS);
}

/**
 * How long, to the second below one hour: `14 min 32 s`.
 *
 * @param ms Milliseconds; negative counts as nothing.
 * @returns The words.
 */
export function exactly(ms: number): string {
  if (ms >= HOUR) return roughly(ms);
  const seconds = Math.ceil(Math.max(0, ms) / SECOND);
  return seconds < 60 ? `${seconds} s` : inUnits(seconds, MINUTES);
}

/**
 * How long between two questions: `5 s`, `0.2 s`.
 *
 * @param ms Milliseconds.
 * @returns The words.
 */
export function pause(ms: number): string {
  const seconds = ms / SECOND;
  return `${seconds < 1 ? seconds : Math.round(seconds)} s`;
}

type Units = readonly [base: number, large: string, small: string];

const DAYS: Units = [24, "d", "h"];
const HOURS: Units = [60, "h", "min"];
const MINUTES: Units = [60, "min", "s"];

function inUnits(count: number, [base, large, small]: Units): string {
  const rest = count % base;
  const whole = `${Math.floor(count / base)} ${large}`;
  return rest === 0 ? whole : `${whole} ${rest} ${small}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

const PARTS: Readonly<
  Record<"time" | "day" | "clock", Intl.DateTimeFormatOptions>
> = {
  time: { hour: "2-digit", minute: "2-digit" },
  clock: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
  day: { day: "numeric", month: "short", year: "numeric" },
};

function formatOf(kind: keyof typeof PARTS, timeZone?: string) {
  const key = `${kind} ${timeZone ?? ""}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en-GB", {
    ...PARTS[kind],
    ...(timeZone === undefined ? {} : { timeZone }),
  });
  formats.set(key, made);
  return made;
}

/** When and where a time is read. */
export interface Present {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** IANA name; the system's when absent. */
  readonly timeZone?: string;
}

/**
 * A moment as a clock shows it, with its day when that is not today.
 *
 * @param at Milliseconds since the epoch.
 * @param present When and where that is read.
 * @returns `14:44`, or `21 Nov 2026 14:44`.
 */
export function moment(at: number, { now, timeZone }: Present): string {
  // A token may claim a time that no calendar has.
  if (Math.abs(at) > 8.64e15) return "never";
  const time = formatOf("time", timeZone).format(at);
  const day = formatOf("day", timeZone);
  const date = day.format(at);
  return date === day.format(now) ? time : `${date} ${time}`;
}

/**
 * The time of day to the second, as a log has it.
 *
 * @param at Milliseconds since the epoch.
 * @param timeZone IANA name; the system's when absent.
 * @returns `14:44:07`.
 */
export function clockTime(at: number, timeZone?: string): string {
  return formatOf("clock", timeZone).format(at);
}

/**
 * A moment, and how far it is from now.
 *
 * @param at Milliseconds since the epoch.
 * @param present When and where that is read.
 * @returns `14:42, in 42 min`, or `13:42, 18 min ago`.
 */
export function relatively(at: number, present: Present): string {
  const span = at - present.now;
  const words = Math.abs(span) < SECOND
    ? "now"
    : span > 0
    ? `in ${roughly(span)}`
    : `${roughly(-span)} ago`;
  return `${moment(at, present)}, ${words}`;
}
