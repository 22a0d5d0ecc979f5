import type { KeptFlags } from "./kept.ts";

/** Where a token is taken from, beside its argument. */
export type TokenSourceFlags = KeptFlags & {
  readonly file?: string;
  readonly profile?: string;
};

/** What `verify` can be told. */
export type VerifyFlags = TokenSourceFlags & {
  readonly jwks?: string;
  readonly authority?: string;
  readonly cloud?: string;
  readonly aud?: readonly string[];
  readonly iss?: string;
  readonly tenant?: string;
  readonly scope?: readonly string[];
  readonly role?: readonly string[];
  readonly app?: string;
  readonly type?: "app" | "user";
  readonly for?: string;
  readonly output?: "pretty" | "json";
  readonly json?: boolean;
};

/** What `diff` can be told. */
export type DiffFlags = KeptFlags & {
  readonly output?: "pretty" | "json";
  readonly json?: boolean;
};
