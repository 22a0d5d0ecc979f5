import * as oauth from "oauth4webapi";
import type { Secret } from "../secret.ts";
import type { AssertionSource } from "./assertion.ts";
import type { ClientCertificate } from "./certificate.ts";

/** A credential in hand. */
export type OpenedAuthentication =
  | {
    /** A public client: nothing is proven. */
    readonly type: "none";
  }
  | {
    /** A confidential client with a client secret. */
    readonly type: "secret";
    /** The secret's value, not its id. */
    readonly secret: Secret;
  }
  | {
    /** A confidential client with a certificate: it signs an assertion for each request. */
    readonly type: "certificate";
    /** The certificate and its key. */
    readonly certificate: ClientCertificate;
    /** Milliseconds since the epoch; without it, the machine's time. */
    readonly now?: () => number;
  }
  | {
    /** A confidential client for which another issuer vouches: federated identity. */
    readonly type: "assertion";
    /** Asked for each request. */
    readonly assertion: AssertionSource;
    /** Milliseconds since the epoch; without it, an expired assertion is left to the server. */
    readonly now?: () => number;
  };

/** How a client proves who it is at the token endpoint. */
export type ClientAuthentication =
  | OpenedAuthentication
  | {
    /** A credential that is fetched when something is sent: a kept token needs none. */
    readonly type: "deferred";
    /** What it will be. */
    readonly kind: Exclude<OpenedAuthentication["type"], "none">;
    /** Fetches it. */
    readonly open: () => Promise<OpenedAuthentication>;
  };

/** How a client proves itself, whether or not its credential is in hand. */
export type AuthenticationKind = OpenedAuthentication["type"];

/** Options of {@linkcode clientAuth}. */
export interface ClientAuthOptions {
  /** Ends the wait for an assertion. */
  readonly signal?: AbortSignal;
}

/**
 * The same as `oauth4webapi` takes it: a secret or an assertion goes into the
 * body. What signs is loaded when it is used, so that a client secret does not
 * pay for it.
 */
export function clientAuth(
  authentication: ClientAuthentication,
  options: ClientAuthOptions = {},
): oauth.ClientAuth {
  switch (authentication.type) {
    case "none":
      return oauth.None();
    case "secret":
      return oauth.ClientSecretPost(authentication.secret.reveal());
    case "certificate":
    case "assertion":
      return async (...call) => {
        const { clientAssertionAuth } = await import("./client_assertion.ts");
        await clientAssertionAuth(authentication, options)(...call);
      };
    case "deferred":
      return async (...call) => {
        await clientAuth(await authentication.open(), options)(...call);
      };
  }
}
