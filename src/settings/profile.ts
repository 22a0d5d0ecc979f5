/**
 * What users keep between calls: profiles, where each value came from, and the
 * file they are written in. Pure: texts in, values out. May import the
 * engine's types and valibot; only `profile_schema.ts` loads valibot, so that
 * a call without a profile does not pay for it.
 *
 * @module
 */
import type { FlowName } from "../engine/flows/flow_names.ts";
import type { ResponseMode } from "../engine/ports/mod.ts";

/** Everything about a registration that a profile may keep. */
export interface ProfileSettings {
  /** Tenant id, domain, `common`, `organizations` or `consumers`. */
  readonly tenant?: string;
  /** Application (client) id. */
  readonly clientId?: string;
  /** Scopes to ask for. */
  readonly scopes?: readonly string[];
  /** An API's identifier, in place of scopes. */
  readonly resource?: string;
  /** Where the client secret is: `env:NAME` or `file:PATH`; never the secret. */
  readonly clientSecret?: string;
  /** The flow to use when none is named. */
  readonly flow?: FlowName;
  /** The registered redirect URI. */
  readonly redirectUri?: string;
  /** `public`, `usgov` or `china`. */
  readonly cloud?: string;
  /** A whole authority address, in place of the cloud. */
  readonly authority?: string;
  /** User name to fill in on the sign-in page. */
  readonly loginHint?: string;
  /** Domain that skips home realm discovery. */
  readonly domainHint?: string;
  /** `prompt` of the authorization request. */
  readonly prompt?: string;
  /** `response_mode` of the authorization request. */
  readonly responseMode?: ResponseMode;
  /** Language of the device code message. */
  readonly market?: string;
  /** `claims` to ask for, JSON text. */
  readonly claims?: string;
}

/** A named registration. */
export interface Profile extends ProfileSettings {
  /**
   * Letters, digits, `.`, `-` and `_`; at most 64; unique in any case;
   * not `.`, `..`, a leading `-`, or a device of Windows.
   */
  readonly name: string;
  /** Application (client) id. */
  readonly clientId: string;
}

/**
 * Programs make file names and arguments out of these names, so that none may
 * mean a directory, an option or a device of Windows (`CON`, `nul.txt`).
 */
const PROFILE_NAME =
  /^(?!-)(?!\.+$)(?!([Cc][Oo][Nn]|[Pp][Rr][Nn]|[Aa][Uu][Xx]|[Nn][Uu][Ll]|([Cc][Oo][Mm]|[Ll][Pp][Tt])[0-9])(\.|$))[A-Za-z0-9._-]{1,64}$/;

/** What a profile's name has to be, as the end of a sentence. */
export const PROFILE_NAME_RULE =
  "1 to 64 letters, digits, dots, hyphens or underscores; it does not begin with a hyphen, is not dots alone, and is not a device of Windows such as CON or NUL";

/**
 * Tells whether a text may name a profile.
 *
 * @param text Any text.
 * @returns Whether it is 1 to 64 letters, digits, `.`, `-` or `_`, and nothing
 * that file systems or command lines take for something else.
 */
export function isProfileName(text: string): boolean {
  return PROFILE_NAME.test(text);
}

/**
 * Finds a profile by its name, in any case.
 *
 * @param profiles Where to look.
 * @param name The name.
 * @returns The profile, or `undefined`.
 */
export function findProfile<P extends { readonly name: string }>(
  profiles: readonly P[],
  name: string,
): P | undefined {
  const wanted = name.toLowerCase();
  return profiles.find((profile) => profile.name.toLowerCase() === wanted);
}
