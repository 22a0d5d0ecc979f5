/**
 * Everything between a request for a person and their answer: who they are, what they allow. `routes.ts` is
 * the only file here that knows hono's routes, `browser.ts` its cookies.
 *
 * @module
 */
import type { AuthorizeRequest } from "../authorize/request.ts";
import type { DeviceRecord } from "../store.ts";
import type { UserSeed } from "../world.ts";

export type Stage =
  | "confirm"
  | "pick"
  | "sign_in"
  | "second_factor"
  | "consent";

export type Purpose =
  | { readonly kind: "authorize"; readonly request: AuthorizeRequest }
  | { readonly kind: "device"; readonly record: DeviceRecord };

/** One visit of a person to the pages. */
export interface Interaction {
  readonly id: string;
  /** The cookie of the browser that may go on with it. */
  readonly browser: string;
  readonly purpose: Purpose;
  /** User name to preselect. */
  readonly hint: string | undefined;
  readonly expiresAt: number;
  stage: Stage;
  user?: UserSeed;
  /** Why the page is shown again. */
  message?: string | undefined;
}

/** What the person is asked for: both kinds of request have a client, a path, a scope and claims. */
export function requestOf(
  { purpose }: Pick<Interaction, "purpose">,
): AuthorizeRequest | DeviceRecord {
  return purpose.kind === "device" ? purpose.record : purpose.request;
}

/** Where the person may be sent when it ends. */
export function returnsTo(
  { purpose }: Pick<Interaction, "purpose">,
): readonly string[] {
  return purpose.kind === "device" ? [] : [purpose.request.redirectUri];
}
