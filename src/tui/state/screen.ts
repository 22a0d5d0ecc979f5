import type { FlowName } from "../../engine/flows/flow_names.ts";
import type { FormScreen } from "./form.ts";
import type { TokenPane } from "./layout.ts";
import type { ErrorView, ShownToken } from "./model.ts";
import type { TextField } from "./text_field.ts";

/** What narrows a list, and whether letters go into it. */
export interface ListFilter {
  readonly field: TextField;
  readonly typing: boolean;
  /** Which row was selected before there was a filter. */
  readonly from: number;
}

/** The list of profiles. */
export interface HomeScreen {
  readonly kind: "home";
}

/** A code that has to be entered on another device. */
export interface DeviceScreen {
  readonly kind: "device";
  readonly profile: string;
  readonly userCode: string;
  readonly verificationUri: string;
  /** The page's host, when it is nobody's that is known. */
  readonly foreignHost?: string;
  /** When the code was given, milliseconds since the epoch. */
  readonly givenAt: number;
  /** When the code ends, milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly intervalMs: number;
  readonly attempt: number;
  readonly status: "waiting" | "slow_down" | "lost" | "expired";
  /** Why the connection was lost, when it was. */
  readonly reason?: string;
  readonly nextPollAt?: number;
  readonly qr: boolean;
}

/** A sign-in page that has to be visited. */
export interface BrowserScreen {
  readonly kind: "browser";
  readonly profile: string;
  readonly url: string;
  readonly localUrl?: string;
  readonly redirectUri: string;
  readonly method: "loopback" | "paste";
  readonly browser: "unknown" | "opened" | "failed";
  /** Why no browser could be opened. */
  readonly reason?: string;
  readonly received: boolean;
  /** Who signed in, when that is known before the token is there. */
  readonly account?: string;
  readonly field: TextField;
  /** Whether letters go into the field. */
  readonly typing: boolean;
  /** What was wrong with the last pasted text. */
  readonly problem?: string;
  /** Whether the pasted text is being looked at. */
  readonly submitted: boolean;
}

/** A token and its claims. */
export interface TokenScreen {
  readonly kind: "token";
  /** Whose token it is; absent for a pasted one. */
  readonly profile?: string;
  readonly token: ShownToken;
  /** Who just signed in; absent when the screen was opened by hand. */
  readonly signedIn?: string;
  /** What was in front before a token was pasted. */
  readonly behind?: Screen;
  /** The pane that has the keys. */
  readonly pane: TokenPane;
  /** The selected claim of the claims and of the header; the first line in sight of the token itself. */
  readonly at: Readonly<Record<TokenPane, number>>;
  /** Which claims are shown; all when absent. */
  readonly filter?: ListFilter;
  /** Until when the token is shown in full, milliseconds since the epoch. */
  readonly revealedUntil?: number;
}

/** The coach. */
export interface ErrorScreen {
  readonly kind: "error";
  /** The profile that the flow was for; absent when the list could not be read. */
  readonly profile?: string;
  readonly flow?: FlowName;
  readonly error: ErrorView;
}

/** What is in front. */
export type Screen =
  | HomeScreen
  | DeviceScreen
  | BrowserScreen
  | TokenScreen
  | FormScreen
  | ErrorScreen;
