/**
 * What the engine needs of the world, one interface a file. Nothing here has
 * an implementation: `src/adapters` has the real ones, `tests/support` the
 * fakes. May import nothing outside the engine.
 *
 * @module
 */
import type { Browser } from "./browser.ts";
import type { Clock } from "./clock.ts";
import type { Fetch } from "./fetch.ts";
import type { Random } from "./random.ts";
import type { Redirect } from "./redirect.ts";

export type { Browser } from "./browser.ts";
export type { Clock } from "./clock.ts";
export type { Fetch } from "./fetch.ts";
export type { Random } from "./random.ts";
export type {
  AuthorizationResponse,
  Redirect,
  RedirectReceiver,
  RedirectRequest,
  ResponseMode,
} from "./redirect.ts";

/** Everything that a flow may do to the world; each flow takes a part of it. */
export interface Ports {
  /** HTTP. */
  readonly fetch: Fetch;
  /** Time and waiting. */
  readonly clock: Clock;
  /** Randomness. */
  readonly random: Random;
  /** The user's browser. */
  readonly browser: Browser;
  /** The way back from the authorization endpoint. */
  readonly redirect: Redirect;
}
