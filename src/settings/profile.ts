/**
 * What users keep between calls: profiles, where each value came from, and the
 * file they are written in. Pure: texts in, values out. May import the
 * engine's types and valibot; only `profile_schema.ts` loads valibot, so that
 * a call without a profile does not pay for it.
 *
 * @module
 */
import type { FlowName } from "../engine/flows/flow_names.ts";
import type { ImplicitResponseType } from "../engine/flows/implicit.ts";
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
  /** Where the client secret is, see `secret_reference.ts`; never the secret. */
  readonly clientSecret?: string;
  /** Day on which the client secret expires, as `2027-01-31`. */
  readonly secretExpires?: string;
  /** Path of the client certificate: PEM, PFX, P12 or DER. */
  readonly clientCertificate?: string;
  /** Path of the certificate's key, when it is in a file of its own. */
  readonly clientKey?: string;
  /** Where the password of the key or of the PFX is, see `secret_reference.ts`. */
  readonly certificatePassword?: string;
  /** How the certificate signs; `PS256` by default. */
  readonly certificateAlgorithm?: "PS256" | "RS256";
  /** Whether the chain is sent along, as `x5c`. */
  readonly sendCertificateChain?: boolean;
  /** Where the client's assertions come from, see `assertion_reference.ts`. */
  readonly clientAssertion?: string;
  /** The flow to use when none is named. */
  readonly flow?: FlowName;
  /** The user's name, for `password`. */
  readonly username?: string;
  /** Where the user's password is: `env:NAME` or `file:PATH`. */
  readonly password?: string;
  /** Where a refresh token is: `env:NAME` or `file:PATH`. */
  readonly refreshToken?: string;
  /** Where the user's token is, for `on-behalf-of`: `env:NAME`, `file:PATH` or `profile:NAME`. */
  readonly userAssertion?: string;
  /** Client id of a user-assigned managed identity. */
  readonly identityClientId?: string;
  /** Object id of a user-assigned managed identity. */
  readonly identityObjectId?: string;
  /** Resource id of a user-assigned managed identity. */
  readonly identityResourceId?: string;
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
  /** What the implicit flow is to bring. */
  readonly responseType?: ImplicitResponseType;
  /** `state` of the authorization request; random unless it is given. */
  readonly state?: string;
  /** `nonce` of the authorization request; random unless it is given. */
  readonly nonce?: string;
  /** What the client can handle, such as `cp1`. */
  readonly capabilities?: readonly string[];
  /** More parameters of the query, by name. */
  readonly query?: Readonly<Record<string, string>>;
  /** More parameters of the body, by name. */
  readonly body?: Readonly<Record<string, string>>;
  /** Whether a device code that expires is followed by a new one. */
  readonly renewCode?: boolean;
  /** Language of the device code message. */
  readonly market?: string;
  /** `claims` to ask for: JSON, its base64 text or a `WWW-Authenticate` header. */
  readonly claims?: string;
  /** The account that is meant, where several are signed in. */
  readonly account?: string;
  /** What keeps the tokens of this profile; without it, the best there is. */
  readonly tokenStore?: TokenStoreName;
}

/**
 * What keeps tokens: sealed with a key in the system's keyring, in the
 * kernel's, or from a passphrase; in memory only; or in plain files.
 */
export type TokenStoreName =
  | "keyring"
  | "kernel"
  | "vault"
  | "memory"
  | "plaintext";

/** Every way to keep tokens. */
export const TOKEN_STORES: readonly TokenStoreName[] = [
  "keyring",
  "kernel",
  "vault",
  "memory",
  "plaintext",
];

/** A named registration. */
export interface Profile extends ProfileSettings {
  /**
   * Letters, digits, `.`, `-` and `_`; at most 64; unique in any case;
   * not `.`, `..`, a leading `-`, or a device of Windows.
   */
  readonly name: string;
}

/**
 * Programs make file names and arguments out of these names, so that none may
 * mean a directory, an option or a device of Windows (`CON`, `nul.txt`).
 */
const PROFILE_NAME =
  /^(?!-)(?!\.+$)(?!([Cc][Oo][Nn]|[Pp][Rr][Nn]|[Aa][Uu][Xx]|[Nn][Uu][Ll]|([Cc][Oo][Mm]|[Ll][Pp][Tt])[0-9])(\.|$))[A-Za-z0-9._-]{1,64}$/;

/**
 * Tells whether a text is a day of the calendar.
 *
 * @param text Any text.
 * @returns Whether it is written as `2027-01-31`, and there is such a day.
 */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const time = Date.parse(text);
  return !Number.isNaN(time) &&
    new Date(time).toISOString().slice(0, 10) === text;
}

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
