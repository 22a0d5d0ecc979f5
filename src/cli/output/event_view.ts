import type { FlowEvent } from "../../engine/events.ts";

/** Members whose own members have names of the protocol. */
const OF_THE_WIRE = ["parameters", "body"];

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function view(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(view);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      snake(name),
      OF_THE_WIRE.includes(name) ? member : view(member),
    ]),
  );
}

/**
 * Shows an event of a flow as scripts get it: its own members with underscores,
 * those of the protocol as they are. Members are added, never changed.
 *
 * @param event The event, redacted when it was made.
 * @param now Milliseconds since the epoch.
 * @returns `{time, type, …}`.
 */
export function viewEvent(
  event: FlowEvent,
  now: number,
): Readonly<Record<string, unknown>> {
  const { type, ...rest } = event;
  return {
    time: new Date(now).toISOString(),
    type,
    ...view(rest) as Readonly<Record<string, unknown>>,
  };
}
