import * as oauth from "oauth4webapi";
import { withSignInScopes } from "../entra/scopes.ts";
import { AuthError } from "../errors.ts";
import type { PasswordEvent } from "../events.ts";
import type { Ports } from "../ports/mod.ts";
import { converse, type FlowOptions } from "../protocol/conversation.ts";
import { bodyParameters, type GrantRequest } from "../protocol/grant.ts";
import { expectUser } from "../protocol/expected_user.ts";
import { redeem } from "../protocol/redeem.ts";
import type { Secret } from "../secret.ts";
import type { Token } from "../token.ts";
import { checkRequest, type FlowRules } from "./check_request.ts";

/** What {@linkcode password} needs beside the client. */
export interface PasswordRequest extends GrantRequest {
  /** The user's name, such as `ada@contoso.com`. */
  readonly username?: string;
  /** The password; without it the user is asked. It is never kept. */
  readonly password?: Secret;
}

const RULES: FlowRules = {
  action: "Cannot sign in with a password",
  scopes: "user",
  tenants: {
    kinds: ["guid", "domain", "organizations"],
    reason: "passwords are taken by a tenant or by organizations alone",
  },
};

function usernameOf({ username }: PasswordRequest): string {
  if (username !== undefined && username !== "") return username;
  throw new AuthError(
    "missing_credential",
    `${RULES.action}: there is no user name`,
    {
      hint:
        "Name the user by --username, such as ada@contoso.com, or in the profile",
    },
  );
}

async function passwordOf(
  request: PasswordRequest,
  { prompt, signal }: {
    readonly prompt: Ports["prompt"];
    readonly signal: AbortSignal | undefined;
  },
): Promise<string> {
  const { username, password } = request;
  const secret = password ??
    await prompt.secret(`Password of ${username}: `, signal);
  const text = secret.reveal();
  if (text !== "") return text;
  throw new AuthError(
    "missing_credential",
    `${RULES.action}: the password is empty`,
    {
      hint:
        "Type it, or give it on standard input or by an environment variable",
    },
  );
}

/**
 * Runs the password grant: the user's password becomes a token. It is
 * discouraged, fails wherever a second factor is asked for, and says so.
 *
 * @param request The client, the user, and what the token is for.
 * @param ports Network, time, and a way to ask for the password.
 * @param options The signal that ends the run, and kept keys.
 * @returns Events, then the token.
 * @throws {AuthError} `invalid_tenant`, `missing_credential`, `interaction_required`, or what the authority refused.
 * @see {@link https://www.rfc-editor.org/rfc/rfc9700.html#section-2.4 | RFC 9700, section 2.4}
 */
export async function* password(
  request: PasswordRequest,
  ports: Pick<Ports, "fetch" | "clock" | "prompt">,
  options: FlowOptions = {},
): AsyncGenerator<PasswordEvent, Token> {
  checkRequest(request, RULES);
  const username = usernameOf(request);
  const talk = converse(request, { ports, options });
  const { as, client, auth } = talk.grant;
  yield {
    type: "warning",
    code: "password_discouraged",
    message:
      "The password flow is discouraged: it hands the password to a program and cannot do a second factor; prefer interactive or device-code",
  };
  const text = await passwordOf(request, {
    prompt: ports.prompt,
    signal: options.signal,
  });
  return yield* redeem(talk, {
    action: RULES.action,
    readUser: expectUser(),
    send: (over) =>
      oauth.genericTokenEndpointRequest(
        as,
        client,
        auth,
        "password",
        {
          ...bodyParameters(request),
          username,
          password: text,
          scope: withSignInScopes(request.scopes).join(" "),
        },
        over,
      ),
  });
}
