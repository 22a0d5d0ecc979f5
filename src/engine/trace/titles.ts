import type { ExchangeEvent } from "../events.ts";

/** What a step is called, and why there is one. */
export interface StepWords {
  /** A few words. */
  readonly title: string;
  /** One sentence or two. */
  readonly purpose: string;
}

/** The requests to the token endpoint, by what they offer. */
const GRANTS: Readonly<Record<string, StepWords>> = {
  authorization_code: {
    title: "Redeem the code",
    purpose:
      "The code alone is worth nothing: the client shows that it began this sign-in, and gets the tokens without the browser seeing them.",
  },
  refresh_token: {
    title: "Use the refresh token",
    purpose:
      "A refresh token gets new tokens without the user; the answer may bring another one, which takes its place.",
  },
  client_credentials: {
    title: "Ask as the application",
    purpose:
      "The client proves who it is and asks for itself: no user takes part, so the token has roles and no scopes of a user.",
  },
  password: {
    title: "Send name and password",
    purpose:
      "The client sees the password, and nothing can ask for a second factor: that is why this grant is discouraged.",
  },
  "urn:ietf:params:oauth:grant-type:jwt-bearer": {
    title: "Exchange user's token",
    purpose:
      "An API that was called with a user's token asks for one for the next API, in the same user's name.",
  },
  "urn:ietf:params:oauth:grant-type:device_code": {
    title: "Get the tokens",
    purpose:
      "The user has finished, so this poll is answered with the tokens in place of authorization_pending.",
  },
};

/** The other requests. */
const STEPS: Readonly<Record<ExchangeEvent["step"], StepWords>> = {
  authorization: {
    title: "Bring the answer",
    purpose:
      "The authority sends the browser back to the redirect URI; state shows that the answer belongs to this sign-in.",
  },
  device_authorization: {
    title: "Ask for a device code",
    purpose:
      "The authority gives two codes: a long one that the client polls with, and a short one that the user enters elsewhere.",
  },
  token: {
    title: "Ask for a token",
    purpose: "The client offers what it has and gets a token for it.",
  },
  discovery: {
    title: "Read the metadata",
    purpose:
      "A known address tells where the authority's endpoints are and what they can do.",
  },
  jwks: {
    title: "Get the signing keys",
    purpose:
      "A token is believed only when its signature fits one of these public keys.",
  },
  managed_identity: {
    title: "Ask this machine",
    purpose:
      "Azure answers on an address that only this machine can reach, so there is no secret to keep.",
  },
};

/** What every poll of a device code is called. */
export const POLL: StepWords = {
  title: "Poll: finished yet?",
  purpose:
    "Nothing can call the client back, so it asks again and again, as often as the authority allows.",
};

/**
 * Finds the words for a request.
 *
 * @param event The request and its answer.
 * @returns What the step is called, and why there is one.
 */
export function wordsFor(
  { step, request }: Pick<ExchangeEvent, "step" | "request">,
): StepWords {
  const grant = request.parameters.grant_type ?? "";
  return step === "token" && Object.hasOwn(GRANTS, grant)
    ? GRANTS[grant] ?? STEPS.token
    : STEPS[step];
}
