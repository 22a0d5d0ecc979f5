import { formatDuration } from "../../engine/jwt/duration.ts";
import { type Finding, finding } from "./finding.ts";

/** What an answer says of the time. */
export interface TimeFacts {
  /** The `Date` header; absent when the answer had none. */
  readonly date?: string | undefined;
  /** The `Age` header of an answer that a cache kept. */
  readonly age?: string | undefined;
  /** This machine's clock when the request was sent, in milliseconds since the epoch. */
  readonly sentAt: number;
  /** The same when the answer came. */
  readonly receivedAt: number;
  /** Who answered. */
  readonly host: string;
}

const MINUTE = 60_000;
/** From here on it is worth knowing; Entra itself allows five minutes. */
const NOTE_MS = MINUTE;
const WARNING_MS = 5 * MINUTE;

/** The header has whole seconds, so half of one is added. */
function skewOf(facts: TimeFacts): number | undefined {
  const date = Date.parse(facts.date ?? "");
  if (Number.isNaN(date)) return undefined;
  const age = /^\d{1,9}$/.test(facts.age ?? "") ? Number(facts.age) : 0;
  const server = date + age * 1_000 + 500;
  return (facts.sentAt + facts.receivedAt) / 2 - server;
}

/**
 * Judges this machine's clock by what the authority says.
 *
 * @param facts What an answer says; `undefined` when there was none.
 * @returns The finding.
 */
export function judgeClock(facts: TimeFacts | undefined): readonly Finding[] {
  const skewMs = facts && skewOf(facts);
  if (facts === undefined || skewMs === undefined) {
    return [finding("clock_unknown", "note", {
      message: facts === undefined
        ? "This machine's clock was not compared: no authority answered"
        : `This machine's clock was not compared: ${facts.host} does not tell the time`,
    })];
  }
  const seconds = Math.round(skewMs / 1_000);
  const details = { skew_seconds: seconds, host: facts.host };
  const size = Math.abs(skewMs);
  if (size <= NOTE_MS) {
    return [finding("clock", "ok", {
      message: `This machine's clock agrees with ${facts.host} to the minute`,
      details,
    })];
  }
  const side = skewMs > 0 ? "ahead of" : "behind";
  const isRefused = size > WARNING_MS;
  const effect = skewMs > 0
    ? "tokens seem to expire too early"
    : "tokens seem to live longer than they do";
  return [finding("clock_skew", isRefused ? "warning" : "note", {
    message:
      `This machine's clock is ${
        formatDuration(size)
      } ${side} that of ${facts.host}` +
      (isRefused
        ? `: ${effect}, and sign-ins and assertions may be refused`
        : ""),
    fix:
      "Let the system set its clock from the network: timedatectl set-ntp true, or the date settings of the system",
    details,
  })];
}
