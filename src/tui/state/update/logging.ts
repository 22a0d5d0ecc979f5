import { logDocument } from "../../document/log.ts";
import type { Message } from "../message.ts";
import { appended, type LogEntry } from "../log.ts";
import { layoutOf } from "../layout.ts";
import type { Overlay, State } from "../model.ts";

/** Within it the same warning is about the same thing. */
const SAME_MS = 60_000;

/** Opens what happened, the latest first. */
export function openLog(state: State): State {
  return {
    ...state,
    overlays: [...state.overlays, { kind: "log", scroll: 0 }],
  };
}

/** In a wider terminal the log has fewer lines: its last one stays in sight. */
export function fitLog(state: State): State {
  if (!state.overlays.some(({ kind }) => kind === "log")) return state;
  const { body } = layoutOf(state.size);
  const last = Math.max(0, logDocument(state).length - body);
  const overlays = state.overlays.map((overlay): Overlay =>
    overlay.kind === "log"
      ? { ...overlay, scroll: Math.min(overlay.scroll, last) }
      : overlay
  );
  return { ...state, overlays };
}

type Told = Omit<LogEntry, "at">;

/**
 * Writes down what a message has changed. Only words that were made for the
 * screen are written: no code, no address, no token.
 *
 * @param before The interface before the message.
 * @param after The interface after it.
 * @param message What happened.
 * @returns The interface, with a longer log when there was news.
 */
export function logged(
  before: State,
  { after, message }: { readonly after: State; readonly message: Message },
): State {
  // A choice in a menu is a message within a message, and written down once.
  if (after.log !== before.log) return after;
  const told = [...runNews(before, { after, message }), ...news(before, after)]
    .filter((entry) => !isToldAgain(entry, after));
  // A refusal is the answer to a key, and nothing that happened.
  if (message.type === "refuse" || told.length === 0) return after;
  const log = told.reduce(
    (log, entry) => appended(log, { ...entry, at: after.now }),
    after.log,
  );
  return { ...after, log };
}

/** A run shows its warning again when it has ended: that is no news. */
function isToldAgain({ tone, text }: Told, { log, now }: State): boolean {
  return tone === "warn" &&
    log.some((one) =>
      one.tone === tone && one.text === text && now - one.at < SAME_MS
    );
}

/** What became of the sign-in. */
function runNews(
  before: State,
  { after, message }: { readonly after: State; readonly message: Message },
): readonly Told[] {
  const begun = after.run !== undefined && after.run.id !== before.run?.id
    ? [told("info", `${after.run.profile}: ${askedFor(after.run.flow)}`)]
    : [];
  if (before.run === undefined) return begun;
  const { profile } = before.run;
  if (message.type === "run_failed") {
    const { title, code } = message.error;
    return [told("error", `${profile}: ${title} (${code})`)];
  }
  if (message.type === "token_acquired") {
    // On the list the notice says the same.
    return after.screen.kind === "token" && after.notice === before.notice
      ? [told("ok", `${profile}: signed in, a new token`)]
      : [];
  }
  if (message.type === "flow_event") return eventNews(message.event, profile);
  return begun;
}

function askedFor(flow: string | undefined): string {
  return flow === undefined
    ? "a token was asked for"
    : `a token was asked for with ${flow}`;
}

function eventNews(
  event: Extract<Message, { type: "flow_event" }>["event"],
  profile: string,
): readonly Told[] {
  switch (event.type) {
    case "user_code":
      return [told("info", `${profile}: a device code was given`)];
    case "authorization_url":
      return [told("info", `${profile}: the sign-in page is ready`)];
    case "slow_down":
      return [told("warn", `${profile}: asked to poll more slowly`)];
    case "connection_lost":
      return [told("warn", `${profile}: connection lost: ${event.reason}`)];
    case "redirect_received":
      return [told("info", `${profile}: the browser came back`)];
    default:
      return [];
  }
}

/** What is told to the person, wherever it comes from. */
function news(before: State, after: State): readonly Told[] {
  const entries: Told[] = [];
  const { notice, protection, profiles } = after;
  if (profiles !== undefined && profiles !== before.profiles) {
    entries.push(told("info", `Profiles read: ${profiles.length}`));
  }
  if (protection !== undefined && protection !== before.protection) {
    entries.push(
      protection.problem === undefined
        ? told("info", `Tokens are kept ${protection.description}`)
        : told("warn", protection.problem),
    );
  }
  if (notice !== undefined && notice !== before.notice) {
    entries.push(told(notice.tone, notice.text));
  }
  return [...entries, ...scriptProblems(before, after)];
}

/** Why a script cannot be run, once. */
function scriptProblems(before: State, after: State): readonly Told[] {
  if (after.scripts === before.scripts) return [];
  return after.scripts.flatMap(({ path, title, problem }) => {
    const known = before.scripts.some((one) =>
      one.path === path && one.problem === problem
    );
    return problem === undefined || known
      ? []
      : [told("warn", `Script ${title}: ${problem}`)];
  });
}

function told(tone: LogEntry["tone"], text: string): Told {
  return { tone, text };
}
