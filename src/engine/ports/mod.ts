/**
 * What the engine needs of the world, one interface a file. Nothing here has
 * an implementation: `src/adapters` has the real ones, `tests/support` the
 * fakes. May import nothing outside the engine.
 *
 * @module
 */
import type { Browser } from "./browser.ts";
import type { Command } from "./command.ts";
import type { Clock } from "./clock.ts";
import type { Fetch } from "./fetch.ts";
import type { ManagedIdentityHost } from "./managed_identity.ts";
import type { Prompt } from "./prompt.ts";
import type { Random } from "./random.ts";
import type { Redirect } from "./redirect.ts";

export type { Browser } from "./browser.ts";
export type { Clock } from "./clock.ts";
export type { Command, CommandLine, CommandOutcome } from "./command.ts";
export type { Fetch } from "./fetch.ts";
export type { ManagedIdentityHost } from "./managed_identity.ts";
export type { Prompt } from "./prompt.ts";
export type { Random } from "./random.ts";
export type {
  AuthorizationResponse,
  Redirect,
  RedirectReceiver,
  RedirectRequest,
  ResponseMode,
} from "./redirect.ts";
export type {
  LockedRecord,
  TokenStore,
  WriteRecordOptions,
} from "./token_store.ts";

/** Everything that a flow may do to the world; each flow takes a part of it. */
export interface Ports {
  /** HTTP. */
  readonly fetch: Fetch;
  /**
   * HTTP with APIs, whose answers are as long as they like; {@linkcode fetch}
   * when it is left out.
   */
  readonly apiFetch?: Fetch;
  /** Time and waiting. */
  readonly clock: Clock;
  /** Randomness. */
  readonly random: Random;
  /** The user's browser. */
  readonly browser: Browser;
  /** The way back from the authorization endpoint. */
  readonly redirect: Redirect;
  /** Questions whose answer nobody may see. */
  readonly prompt: Prompt;
  /** Programs of this machine. */
  readonly command: Command;
  /** What the machine knows of its managed identity. */
  readonly managedIdentity: ManagedIdentityHost;
}
