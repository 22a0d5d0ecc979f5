import * as oauth from "oauth4webapi";
import type { Secret } from "../secret.ts";

/** How a client proves who it is at the token endpoint. */
export type ClientAuthentication =
  | {
    /** A public client: nothing is proven. */
    readonly type: "none";
  }
  | {
    /** A confidential client with a client secret. */
    readonly type: "secret";
    /** The secret's value, not its id. */
    readonly secret: Secret;
  };

/** The same as `oauth4webapi` takes it: the secret goes into the body. */
export function clientAuth(
  authentication: ClientAuthentication,
): oauth.ClientAuth {
  switch (authentication.type) {
    case "none":
      return oauth.None();
    case "secret":
      return oauth.ClientSecretPost(authentication.secret.reveal());
  }
}
