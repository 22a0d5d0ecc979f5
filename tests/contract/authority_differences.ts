/**
 * Where the two authorities do not answer alike, each with its reason. Whatever is not listed here is compared
 * to the letter: OAuth error and AADSTS code.
 */
export interface Difference {
  /** Which of the two answers otherwise. */
  readonly authority: "sandbox" | "oracle";
  /** OAuth error and AADSTS code; neither when it accepts the request. */
  readonly answer: readonly [
    error: string | undefined,
    code: number | undefined,
  ];
  readonly reason: string;
}

export const DIFFERENCES: Readonly<Record<string, Difference>> = {
  "an assertion that is not a JWT": {
    authority: "oracle",
    answer: ["invalid_request", 50027],
    reason: "it reads the assertion before it looks for the client's keys",
  },
  "an assertion about another client": {
    authority: "oracle",
    answer: ["invalid_request", 90023],
    reason:
      "it takes the subject for the client's id, and the form has another",
  },
  "a client's assertion under another id": {
    authority: "oracle",
    answer: ["invalid_request", 90023],
    reason:
      "it takes the subject for the client's id, and the form has another",
  },
  "a code of another tenant": {
    authority: "oracle",
    answer: ["invalid_grant", 70000],
    reason: "each tenant has a provider of its own, which never saw the code",
  },
  "a refresh token at a tenant that does not know the user": {
    authority: "oracle",
    answer: ["invalid_grant", 70000],
    reason: "each tenant has a provider of its own, which never saw the token",
  },
  "the refresh token of a code that was redeemed twice": {
    authority: "oracle",
    answer: ["invalid_grant", 70000],
    reason: "it deletes what it revokes, so the token is unknown afterwards",
  },
  "an access token that is not enabled": {
    authority: "oracle",
    answer: ["unsupported_response_type", 70005],
    reason: "it has no response_type token at all",
  },
  "a challenge that is the verifier itself": {
    authority: "sandbox",
    answer: [undefined, undefined],
    reason: "Entra takes the method plain (RFC 7636, 4.2)",
  },
  "a challenge without its method": {
    authority: "sandbox",
    answer: [undefined, undefined],
    reason: "no method means plain (RFC 7636, 4.3), which Entra takes",
  },
  "max_age without openid": {
    authority: "sandbox",
    answer: [undefined, undefined],
    reason: "Entra is not known to refuse it",
  },
};

export type Flow =
  | "on-behalf-of"
  | "password"
  | "implicit and hybrid"
  | "certificate";
