const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Calendar years differ; in a duration this long nobody minds. */
const YEAR = 365.25 * DAY;

/** Each unit with the smaller one that is still told beside it. */
const UNITS: readonly {
  readonly name: string;
  readonly ms: number;
  readonly rest?: { readonly name: string; readonly ms: number };
}[] = [
  { name: "year", ms: YEAR },
  { name: "day", ms: DAY, rest: { name: "hour", ms: HOUR } },
  { name: "hour", ms: HOUR, rest: { name: "minute", ms: MINUTE } },
  { name: "minute", ms: MINUTE },
  { name: "second", ms: SECOND },
];

/** From this many days on, hours are noise. */
const DAYS_ALONE = 3;

/**
 * Writes a span of time as people say it, rounded down: `42 minutes`,
 * `1 hour 5 minutes`, `3 days`.
 *
 * @param ms Span in milliseconds; its sign does not matter.
 * @returns The words.
 */
export function formatDuration(ms: number): string {
  if (Number.isNaN(ms)) return "an unknown time";
  const span = Math.abs(ms);
  if (span === Infinity) return "forever";
  const unit = UNITS.find((candidate) => span >= candidate.ms);
  if (unit === undefined) return "less than a second";
  const count = Math.floor(span / unit.ms);
  const whole = counted(count, unit.name);
  const { rest } = unit;
  if (rest === undefined || (unit.name === "day" && count >= DAYS_ALONE)) {
    return whole;
  }
  const more = Math.floor((span % unit.ms) / rest.ms);
  return more === 0 ? whole : `${whole} ${counted(more, rest.name)}`;
}

function counted(count: number, name: string): string {
  return `${count} ${name}${count === 1 ? "" : "s"}`;
}
