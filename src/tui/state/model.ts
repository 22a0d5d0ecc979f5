/**
 * The interface as data: what it knows, what can happen, what it may ask for.
 * Pure; imports types of the engine, the documents it can scroll and the keys
 * it can name, and never a value of the engine.
 *
 * @module
 */
import type { FlowName } from "../../engine/flows/flow_names.ts";
import type { ClaimGroup } from "../../engine/jwt/explanation.ts";
import type { Secret } from "../../engine/secret.ts";
import type { TokenStoreName } from "../../settings/profile.ts";
import type { AskOverlay } from "./ask.ts";
import type { DiffOverlay, RejectOverlay, VerifyOverlay } from "./check.ts";
import type { LogEntry } from "./log.ts";
import type { Message } from "./message.ts";
import type { PaletteOverlay } from "./palette.ts";
import type { ListFilter, Screen } from "./screen.ts";
import type { ScriptOverlay, ScriptSummary } from "./script.ts";
import type { FixedSettings, InterfaceSettings } from "./settings.ts";
import type { RunTrace, TraceOverlay, TraceStepOverlay } from "./trace.ts";

export type * from "./screen.ts";

/** Cells of a terminal. */
export interface Size {
  /** Cells in a row. */
  readonly columns: number;
  /** Rows. */
  readonly rows: number;
  /** The terminal's own columns, where frames are spoken and nothing has to be cut. */
  readonly spokenOn?: number;
}

/** One profile as the list shows it. */
export interface ProfileSummary {
  /** Its name; what a flow is started by. */
  readonly name: string;
  /** The tenant as the profile writes it. */
  readonly tenant: string;
  /** Application (client) id. */
  readonly clientId: string;
  /** The flow that Enter runs when nothing kept can serve. */
  readonly flow: FlowName;
  /** The flows that this profile can use here; all of them when absent. */
  readonly flows?: readonly FlowOffer[];
  /** What is asked for. */
  readonly scopes: readonly string[];
  /** Where it signs in, as people call it: a host name, or `sandbox`. */
  readonly authority: string;
  /** What it says about its flows, so that nobody has to be asked. */
  readonly has?: readonly ("password" | "assertion" | "refresh_token")[];
  /** Who signs in with a password. */
  readonly username?: string;
  /** What keeps its tokens, when that is not what keeps all the others. */
  readonly tokenStore?: TokenStoreName;
  /** The project file that has a say about it; absent when it is all the user's own. */
  readonly project?: string;
}

/** How kept tokens are protected. */
export interface Protection {
  /** Where the key is. */
  readonly name: TokenStoreName;
  /** How tokens are kept: the end of a sentence. */
  readonly description: string;
  /** Why tokens are not kept although they should be, and what helps. */
  readonly problem?: string;
}

/** A flow that belongs to a profile. */
export interface FlowOffer {
  /** Canonical name. */
  readonly name: FlowName;
  /** Why it cannot be run in the interface, one sentence; absent when it can. */
  readonly reason?: string;
}

/** One flow as the menu shows it. */
export interface FlowChoice {
  /** Canonical name. */
  readonly name: FlowName;
  /** One line of help. */
  readonly summary: string;
}

/** One claim, ready to be drawn: every text is clean. */
export interface ClaimReading {
  /** Its name in the token. */
  readonly name: string;
  /** Its value in words, or as it stands in the token. */
  readonly value: string;
  /** What the claim means, when known. */
  readonly meaning?: string;
  /** Its value as the token has it, to be copied. */
  readonly raw: string;
  /** The moment that it stands for, milliseconds since the epoch. */
  readonly moment?: number;
  /** Where it belongs. */
  readonly group: ClaimGroup | "header";
}

/** A token explained, ready to be drawn: every text is clean. */
export interface TokenReading {
  /** Whose it is, one sentence. */
  readonly summary: string;
  /** What kind of text it was. */
  readonly kind: "jws" | "jwe" | "opaque";
  /** The claims in groups, then the header. */
  readonly claims: readonly ClaimReading[];
  /** What a reader should know, and where reading stopped. */
  readonly warnings: readonly string[];
  /** `iat`, milliseconds since the epoch. */
  readonly issuedAt?: number;
  /** `nbf`, milliseconds since the epoch. */
  readonly notBefore?: number;
  /** `exp`, milliseconds since the epoch. */
  readonly expiresAt?: number;
  /** The claims as indented JSON, for the clipboard. */
  readonly claimsJson: string;
}

/** A token that can be looked at. */
export interface ShownToken {
  /** The token itself. */
  readonly access: Secret;
  /** Its first six and last four characters; empty when it is too short to show any. */
  readonly ends: readonly [head: string, tail: string];
  /** What it says. */
  readonly reading: TokenReading;
  /** The ID token that came with it. */
  readonly id?: Secret;
  /** End of validity, milliseconds since the epoch. */
  readonly expiresAt?: number;
}

/** A token that belongs to a profile. */
export interface HeldToken extends ShownToken {
  /** End of validity, milliseconds since the epoch. */
  readonly expiresAt: number;
  /** When it was got, milliseconds since the epoch. */
  readonly acquiredAt: number;
  /** What was granted. */
  readonly scopes: readonly string[];
  /** Who signed in; absent for an application's own token. */
  readonly account?: string;
  /** Kept, refreshed, or fresh from a flow. */
  readonly source: "cache" | "refresh" | "flow";
  /** The flow that it first came from. */
  readonly flow: FlowName;
  /** Whether a refresh token is kept with it. */
  readonly canRefresh: boolean;
}

/** What went wrong, in words for a person. */
export interface ErrorView {
  /** What happened, a few words. */
  readonly title: string;
  /** What happened, one or two sentences. */
  readonly message: string;
  /** What a person can do about it. */
  readonly hint?: string;
  /** The stable code. */
  readonly code: string;
  /** AADSTS code, trace id, correlation id and the like. */
  readonly details: readonly {
    readonly label: string;
    readonly value: string;
  }[];
  /** Flows that may work instead, the best first. */
  readonly suggestions: readonly FlowName[];
}

/** A flow under way; there is never more than one. */
export interface Run {
  /** Grows with every run, so that late news of an old one can be told. */
  readonly id: number;
  /** The profile that it serves. */
  readonly profile: string;
  /** The flow asked for; absent when the client chooses. */
  readonly flow?: FlowName;
  /** When it began, milliseconds since the epoch. */
  readonly startedAt: number;
  /** What the run warned of, and what outlasts it. */
  readonly warning?: string;
}

/** One line of a menu. */
export interface MenuEntry {
  /** The key that chooses it; empty when the keys have run out. */
  readonly key: string;
  readonly label: string;
  readonly detail?: string;
  /** Whether choosing it only tells why it cannot be chosen. */
  readonly disabled?: boolean;
  /** What choosing it means. */
  readonly message: Message;
}

/** What lies over a screen. */
export type Overlay =
  | { readonly kind: "help"; readonly scroll: number }
  | {
    readonly kind: "menu";
    readonly title: string;
    readonly entries: readonly MenuEntry[];
    readonly selected: number;
  }
  | PaletteOverlay
  | { readonly kind: "settings"; readonly selected: number }
  | TraceOverlay
  | TraceStepOverlay
  | VerifyOverlay
  | RejectOverlay
  | AskOverlay
  | DiffOverlay
  | ScriptOverlay
  | { readonly kind: "log"; readonly scroll: number };

/** A short text that goes away by itself. */
export interface Notice {
  readonly text: string;
  readonly tone: "ok" | "warn";
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/** How the interface was left. */
export interface Leaving {
  /** The token to print on standard output. */
  readonly chosen?: Secret;
  /** One short line for the normal screen. */
  readonly line: string;
  /** Whether Ctrl+C ended it. */
  readonly interrupted?: boolean;
}

/** The whole interface. */
export interface State {
  /** The time of the last message, milliseconds since the epoch. */
  readonly now: number;
  /** Where times are shown for, as IANA names it; the system's when absent. */
  readonly timeZone?: string;
  readonly size: Size;
  /** A word beside the title, such as `sandbox`. */
  readonly banner?: string;
  /** Whether frames are spoken: nothing then changes by the second. */
  readonly screenReader: boolean;
  /** What a person should know while a device code waits. */
  readonly deviceHint?: string;
  /** Whether a shell can stop the program and bring it back. */
  readonly canStop: boolean;
  /** Whether the look has what a QR code needs. */
  readonly drawsQr: boolean;
  readonly flows: readonly FlowChoice[];
  /** Absent while they are being read. */
  readonly profiles?: readonly ProfileSummary[];
  readonly tokens: ReadonlyMap<string, HeldToken>;
  /** Grows with every reading of the list, so that late news of an old one can be told. */
  readonly listId: number;
  /** Profiles of which it is not known yet whether a token is kept. */
  readonly looking: ReadonlySet<string>;
  /** Absent until it is known. */
  readonly protection?: Protection;
  /** What a person was warned of, the newest last. */
  readonly warnings: readonly string[];
  /** Which row of the filtered list is selected. */
  readonly selected: number;
  readonly filter?: ListFilter;
  readonly screen: Screen;
  /** The last one is in front. */
  readonly overlays: readonly Overlay[];
  readonly run?: Run;
  /** The id of the latest run. */
  readonly runId: number;
  /** The id of the latest look at a token. */
  readonly checkId: number;
  /** The person's own scripts, as they were found last. */
  readonly scripts: readonly ScriptSummary[];
  /** The id of the latest run of a script. */
  readonly scriptId: number;
  /** The id of the latest form. */
  readonly formId: number;
  readonly notice?: Notice;
  readonly leaving?: Leaving;
  /** What the person chose for every run. */
  readonly settings: InterfaceSettings;
  /** What the environment has chosen instead. */
  readonly fixed: FixedSettings;
  /** The zone of times while they are not shown in UTC; the system's when absent. */
  readonly localZone?: string;
  /** The steps of the latest runs, the newest last. */
  readonly traces: readonly RunTrace[];
  /** What happened, the oldest first. */
  readonly log: readonly LogEntry[];
  /** Who was typed as the user of a password, by profile: a wrong one is typed again, its user is not. */
  readonly typedUsers: Readonly<Record<string, string>>;
  /** What was done through the palette, the latest first. */
  readonly recent: readonly string[];
  /** Keys that the person gave to bindings, by the binding's id. */
  readonly userKeys: UserKeys;
}

/** Keys that stand in the place of a binding's own, by the binding's id. */
export type UserKeys = Readonly<Record<string, readonly string[]>>;
