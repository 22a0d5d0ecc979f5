import type { AcquiredToken } from "../../engine/client.ts";
import type { FlowEvent, UserCodeEvent } from "../../engine/events.ts";
import { sanitizeText } from "../../engine/text.ts";
import type { Clock } from "../../engine/ports/mod.ts";
import { formatDuration } from "../../engine/jwt/duration.ts";
import { clockFace } from "./durations.ts";
import { type Messages, tellWarning } from "./messages.ts";
import { createStatusLine } from "./status_line.ts";
import type { Io } from "../io.ts";

/** What the progress of a sign-in is told with. */
export interface ProgressOptions {
  /** The world. */
  readonly io: Pick<Io, "stderr" | "clock">;
  /** Talks to the user. */
  readonly messages: Messages;
  /** Whether a line may be written again as time goes by. */
  readonly live: boolean;
  /** Whether the sign-in address is shown as soon as it is known. */
  readonly showUrl: boolean;
}

/** Tells the progress of a sign-in on standard error. */
export interface Progress {
  /** Hears what a flow reports. */
  onEvent(event: FlowEvent): void;
  /** Says who signed in. */
  signedIn(token: AcquiredToken): void;
  /** Says no more. */
  stop(): void;
}

/** To whole seconds: the code was valid for a moment longer when it was made. */
function roundUp(ms: number): number {
  return Math.ceil(ms / 1_000) * 1_000;
}

interface Polling {
  attempt: number;
  intervalMs: number;
}

function introduce(event: UserCodeEvent, messages: Messages): void {
  const { style } = messages;
  messages.say("To sign in, open this page on any device:");
  messages.say(`  ${style.strong(sanitizeText(event.verificationUri))}`);
  if (event.foreignHost !== undefined) {
    const host = sanitizeText(event.foreignHost);
    messages.warn(
      `${host} does not belong to your authority, so the code may be another program's: go on only if you trust both`,
    );
  }
  messages.say("and enter this code:");
  messages.say(`  ${style.strong(sanitizeText(event.userCode))}`);
  messages.note(
    style.muted("Enter only a code that you asked for yourself."),
  );
}

function waitingLine(
  event: UserCodeEvent,
  { clock, polling }: { readonly clock: Clock; readonly polling: Polling },
): string {
  const left = clockFace(event.expiresAt - clock.now());
  const attempt = polling.attempt === 0 ? "" : ` · attempt ${polling.attempt}`;
  return `Waiting for you · ${left} left${attempt} · every ${
    polling.intervalMs / 1_000
  } s`;
}

function deviceProgress({ io, messages, live }: ProgressOptions) {
  const status = createStatusLine({ io, messages, live });
  const polling: Polling = { attempt: 0, intervalMs: 0 };
  const say = (text: string) => {
    status.clear();
    messages.note(text);
  };
  return {
    status,
    userCode(event: UserCodeEvent): void {
      introduce(event, messages);
      polling.intervalMs = event.intervalMs;
      status.show(
        () => waitingLine(event, { clock: io.clock, polling }),
        `Waiting for the sign-in; the code is valid for ${
          formatDuration(roundUp(event.expiresAt - io.clock.now()))
        }`,
      );
    },
    polling: (attempt: number) => {
      polling.attempt = attempt;
      status.refresh();
    },
    slowDown: (intervalMs: number) => {
      polling.intervalMs = intervalMs;
      say(
        `The server asks for longer pauses: every ${intervalMs / 1_000} s`,
      );
    },
    connectionLost: (reason: string) =>
      say(`Connection lost, still trying: ${sanitizeText(reason)}`),
  };
}

function browserProgress({ messages, showUrl }: ProgressOptions) {
  let url = "";
  let shortUrl = "";
  const showAddress = () => {
    messages.say("To sign in, open this address in a browser:");
    messages.say(url);
  };
  return {
    address(event: FlowEvent & { type: "authorization_url" }): void {
      // One unwrapped line, so that it can be copied whole; URL text is ASCII.
      url = sanitizeText(event.url);
      shortUrl = sanitizeText(event.localUrl ?? event.url);
      if (showUrl || event.method === "paste") showAddress();
    },
    opened: () =>
      messages.note(
        `Your browser was asked to open the sign-in page; if nothing shows, open ${shortUrl}`,
      ),
    failed(reason: string): void {
      messages.note(`No browser was opened: ${sanitizeText(reason)}`);
      if (!showUrl) showAddress();
    },
  };
}

function tellWho(
  { account, source }: AcquiredToken,
  messages: Messages,
): void {
  const who = account?.username ?? account?.name;
  if (who === undefined || source !== "flow") return;
  messages.note(`Signed in as ${sanitizeText(who)}`);
}

/** What only needs a sentence. */
function sentence(event: FlowEvent, messages: Messages): void {
  switch (event.type) {
    case "redirect_received":
      return messages.detail("The browser came back");
    case "refreshing":
      return messages.detail("Using the kept refresh token");
    case "warning":
      return tellWarning(event, messages);
    case "command":
      return messages.detail(`Asking ${event.command[0]}`);
  }
}

/**
 * Makes the teller of a sign-in.
 *
 * @param options What it tells with.
 * @returns The teller.
 */
export function createProgress(options: ProgressOptions): Progress {
  const device = deviceProgress(options);
  const browser = browserProgress(options);
  return {
    stop: () => device.status.stop(),
    signedIn: (token) => tellWho(token, options.messages),
    onEvent(event) {
      switch (event.type) {
        case "user_code":
          return device.userCode(event);
        case "polling":
          return device.polling(event.attempt);
        case "slow_down":
          return device.slowDown(event.intervalMs);
        case "connection_lost":
          return device.connectionLost(event.reason);
        case "authorization_url":
          return browser.address(event);
        case "browser_opened":
          return browser.opened();
        case "browser_failed":
          return browser.failed(event.reason);
        case "redirect_received":
        case "refreshing":
        case "warning":
        case "command":
          return sentence(event, options.messages);
        case "signed_in":
        case "authorization_pending":
        case "exchange":
          return;
        default:
          return event satisfies never;
      }
    },
  };
}
