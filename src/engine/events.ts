/**
 * What flows report while they run. Everything here may be shown: secrets are
 * redacted before an event is made.
 *
 * @module
 */
import type { Account } from "./token.ts";

/** One HTTP request as it may be shown. */
export interface ExchangeRequest {
  /** `GET` or `POST`. */
  readonly method: string;
  /** Address, secrets in its query redacted. */
  readonly url: string;
  /** Form or query parameters by name, secrets redacted. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** One HTTP answer as it may be shown. */
export interface ExchangeResponse {
  /** HTTP status. */
  readonly status: number;
  /** The JSON body with its secrets redacted; absent when there was none. */
  readonly body?: unknown;
}

/** Which step of a protocol an exchange is. */
export type ExchangeStep =
  | "authorization"
  | "device_authorization"
  | "token"
  | "discovery"
  | "jwks"
  | "managed_identity";

/** A protocol step was made. */
export interface ExchangeEvent {
  /** Discriminant. */
  readonly type: "exchange";
  /** Which step. */
  readonly step: ExchangeStep;
  /** What was sent. */
  readonly request: ExchangeRequest;
  /** What came back; absent when nothing did. */
  readonly response?: ExchangeResponse;
  /** Why nothing came back, when nothing did. */
  readonly failure?: string;
  /** When the request was sent, milliseconds since the epoch. */
  readonly at: number;
  /** How long it took, in milliseconds. */
  readonly durationMs: number;
}

/** The user has to enter a code on another device. */
export interface UserCodeEvent {
  /** Discriminant. */
  readonly type: "user_code";
  /** The code to enter. */
  readonly userCode: string;
  /** Where to enter it; always an absolute http(s) address. */
  readonly verificationUri: string;
  /** End of the code's validity, milliseconds since the epoch. */
  readonly expiresAt: number;
  /** Pause between two polls, in milliseconds. */
  readonly intervalMs: number;
  /** The page's host, when it is not the authority's own, nor Microsoft's for an authority of Microsoft's: a reason for care. */
  readonly foreignHost?: string;
}

/** A poll is being sent. */
export interface PollingEvent {
  /** Discriminant. */
  readonly type: "polling";
  /** 1 for the first poll. */
  readonly attempt: number;
}

/** The user has not finished; the next poll follows. */
export interface PendingEvent {
  /** Discriminant. */
  readonly type: "authorization_pending";
  /** The poll that was answered. */
  readonly attempt: number;
  /** Pause between two polls, in milliseconds. */
  readonly intervalMs: number;
  /** When the next poll is sent, milliseconds since the epoch. */
  readonly nextPollAt: number;
}

/** The server asked for longer pauses. */
export interface SlowDownEvent {
  /** Discriminant. */
  readonly type: "slow_down";
  /** The poll that was answered. */
  readonly attempt: number;
  /** The new pause between two polls, in milliseconds. */
  readonly intervalMs: number;
  /** When the next poll is sent, milliseconds since the epoch. */
  readonly nextPollAt: number;
}

/** An attempt failed on the way; the flow goes on. */
export interface ConnectionLostEvent {
  /** Discriminant. */
  readonly type: "connection_lost";
  /** The attempt that failed. */
  readonly attempt: number;
  /** What happened, in one sentence. */
  readonly reason: string;
  /** When the next attempt is made, milliseconds since the epoch. */
  readonly nextPollAt: number;
}

/** The sign-in page is ready to be visited. */
export interface AuthorizationUrlEvent {
  /** Discriminant. */
  readonly type: "authorization_url";
  /** The whole address. */
  readonly url: string;
  /** A short local address that leads to it, when one is served. */
  readonly localUrl?: string;
  /** Where the browser comes back to. */
  readonly redirectUri: string;
  /** Whether the answer arrives by itself or has to be pasted. */
  readonly method: "loopback" | "paste";
}

/** The browser was asked to open the sign-in page. */
export interface BrowserOpenedEvent {
  /** Discriminant. */
  readonly type: "browser_opened";
}

/** No browser could be opened; the address can still be visited by hand. */
export interface BrowserFailedEvent {
  /** Discriminant. */
  readonly type: "browser_failed";
  /** Why. */
  readonly reason: string;
}

/** The answer of the authorization endpoint arrived. */
export interface RedirectReceivedEvent {
  /** Discriminant. */
  readonly type: "redirect_received";
}

/** Who signed in is known and proven, before any token is. */
export interface SignedInEvent {
  /** Discriminant. */
  readonly type: "signed_in";
  /** The user of the verified ID token. */
  readonly account: Account;
}

/** Something that the user should know and that does not stop the flow. */
export interface WarningEvent {
  /** Discriminant. */
  readonly type: "warning";
  /** Tells the warnings apart. */
  readonly code:
    | "password_discouraged"
    | "implicit_legacy"
    | "storage_failed"
    | "extended_lifetime";
  /** What it is, in one sentence. */
  readonly message: string;
  /** What the user can do about it. */
  readonly hint?: string;
}

/** A program of this machine is being asked for a token. */
export interface CommandEvent {
  /** Discriminant. */
  readonly type: "command";
  /** The program and its arguments; no secret is among them. */
  readonly command: readonly string[];
}

/** A kept refresh token is being used instead of asking the user. */
export interface RefreshingEvent {
  /** Discriminant. */
  readonly type: "refreshing";
}

/** What the flows of one exchange report: {@linkcode clientCredentials}, {@linkcode onBehalfOf} and {@linkcode refreshToken}. */
export type ExchangeOnlyEvent = ExchangeEvent;

/** What {@linkcode password} reports. */
export type PasswordEvent = WarningEvent | ExchangeEvent;

/** What {@linkcode managedIdentity} reports. */
export type ManagedIdentityEvent = ExchangeEvent | ConnectionLostEvent;

/** What {@linkcode deviceCode} reports. */
export type DeviceCodeEvent =
  | UserCodeEvent
  | PollingEvent
  | PendingEvent
  | SlowDownEvent
  | ConnectionLostEvent
  | ExchangeEvent;

/** What {@linkcode interactive}, {@linkcode authorizationCode}, {@linkcode hybrid} and {@linkcode implicit} report. */
export type BrowserFlowEvent =
  | AuthorizationUrlEvent
  | BrowserOpenedEvent
  | BrowserFailedEvent
  | RedirectReceivedEvent
  | SignedInEvent
  | WarningEvent
  | ExchangeEvent;

/** Everything that any flow may report. */
export type FlowEvent =
  | DeviceCodeEvent
  | BrowserFlowEvent
  | PasswordEvent
  | ManagedIdentityEvent
  | CommandEvent
  | RefreshingEvent
  | WarningEvent;
