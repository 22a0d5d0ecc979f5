import type { AcquiredToken } from "../../engine/client.ts";
import type { FlowEvent } from "../../engine/events.ts";
import type { FlowName } from "../../engine/flows/flow_names.ts";
import type { Explanation } from "../../engine/jwt/explanation.ts";
import type { Secret } from "../../engine/secret.ts";
import type { Clock } from "../../engine/ports/clock.ts";
import type { TokenChecks } from "./check_services.ts";
import type { ProfileForms } from "./form_services.ts";
import type { UserScripts } from "./script_services.ts";
import type { ErrorView, ProfileSummary, Protection } from "../state/model.ts";
import type { InterfaceSettings } from "../state/settings.ts";

/**
 * Asks the person for the address that the browser ended on.
 *
 * @param problem What was wrong with the last answer, one sentence; absent the
 *   first time.
 * @returns What was pasted, as it was pasted.
 * @throws The reason of the call's signal when the sign-in is cancelled.
 */
export type AskPaste = (problem?: string) => Promise<string>;

/** What a person gave for a flow. */
export interface GivenMaterial {
  readonly username?: string;
  readonly password?: Secret;
  readonly refreshToken?: Secret;
  /** The user's token that is exchanged for another one. */
  readonly assertion?: Secret;
}

/** What one sign-in is given. */
export interface TuiAcquireOptions {
  /** The flow that the person chose; absent when the client chooses. */
  readonly flow?: FlowName;
  /** What the person gave for the flow. */
  readonly material?: GivenMaterial;
  /** Skip the kept access token. */
  readonly force?: boolean;
  /** Ends the call. */
  readonly signal: AbortSignal;
  /** For redirects that arrive by pasting. */
  readonly paste: AskPaste;
}

/** What the interface asks of the world; the composition root makes it. */
export interface TuiServices {
  /** Reads the profiles. */
  profiles(): Promise<readonly ProfileSummary[]>;
  /**
   * The token kept for a profile, expired or not; called for each profile when
   * the list is read.
   *
   * @param profile Its name.
   * @returns The token, or `undefined` when none is kept.
   * @throws {StoreError} If that cannot be told.
   */
  kept(profile: string): Promise<AcquiredToken | undefined>;
  /** How kept tokens are protected; a place that fails is told, not thrown. */
  protection(): Promise<Protection>;
  /**
   * Forgets all that is kept for a profile.
   *
   * @param profile Its name.
   * @returns Whether anything was kept.
   * @throws {StoreError} If it could not be forgotten.
   */
  logout(profile: string): Promise<boolean>;
  /**
   * Hears what a person should know of what is kept, such as a damaged file.
   *
   * @param listener Hears each thing once, in a sentence.
   */
  onWarning?(listener: (text: string) => void): void;
  /** Makes, changes and deletes profiles. */
  readonly forms: ProfileForms;
  /** Verifies tokens and compares them. */
  readonly checks: TokenChecks;
  /** The person's own scripts; absent where there are none. */
  readonly scripts?: UserScripts;
  /** Gets a token for a profile, and tells what happens meanwhile. */
  acquire(
    profile: string,
    options: TuiAcquireOptions,
  ): AsyncGenerator<FlowEvent, AcquiredToken>;
  /** Explains a token; pure. */
  explain(token: string): Explanation | Promise<Explanation>;
  /** Puts an error into words for a person. */
  advise(error: unknown): Promise<ErrorView>;
  /**
   * Copies a text; says how, because a terminal does not confirm.
   *
   * @param text What is copied.
   * @param via What the person wants it to go through, where there is one.
   */
  copy(text: string, via?: "osc52" | "native"): Promise<"osc52" | "native">;
  /**
   * Keeps what the person chose, for every later run.
   *
   * @throws {Error} If it cannot be kept.
   */
  saveSettings?(settings: InterfaceSettings): Promise<void>;
  /** Opens the user's browser. */
  openUrl(url: string): Promise<void>;
  /** Time and waiting. */
  readonly clock: Clock;
}
