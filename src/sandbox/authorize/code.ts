import type { Authority } from "../authority.ts";
import { randomValue } from "../random.ts";
import type { Session, SignedIn } from "../store.ts";
import { clientInfo } from "../token/issue.ts";
import type { AuthorizeRequest } from "./request.ts";
import { returnTo } from "./response.ts";

const CODE_LIFETIME_MS = 10 * 60 * 1000;

/** Makes the code and sends the person back to the client with it. */
export function issueCode(
  { store, clock }: Authority,
  { request, signedIn, session }: {
    request: AuthorizeRequest;
    signedIn: SignedIn;
    session: Session;
  },
): Promise<Response> {
  const { client, path, scope, spa, cae } = request;
  const { user, amr, authTime } = signedIn;
  const code = `1.${randomValue()}${randomValue()}`;
  store.codes.set(code, {
    grant: {
      id: crypto.randomUUID(),
      client,
      user,
      path,
      scope,
      amr,
      authTime,
      sessionId: session.id,
      spa,
      cae,
    },
    redirectUri: request.redirectUri,
    ...(request.challenge === undefined
      ? {}
      : { challenge: request.challenge }),
    nonce: request.nonce,
    showAuthTime: request.maxAgeSeconds !== undefined,
    expiresAt: clock.now() + CODE_LIFETIME_MS,
    used: false,
  });
  return returnTo(request, {
    code,
    ...(request.clientInfo ? { client_info: clientInfo({ user }) } : {}),
    session_state: session.id,
  });
}
