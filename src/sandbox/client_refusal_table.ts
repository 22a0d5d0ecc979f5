import type { Refusal } from "./refusal_table.ts";

/** Who the client is, and how it proves it. */
export const CLIENT_REFUSALS = {
  50012: {
    error: "invalid_client",
    status: 401,
    text: "The client assertion was not accepted: {reason}.",
  },
  50048: {
    error: "invalid_client",
    status: 401,
    text: "Subject and issuer of the client assertion differ.",
  },
  700016: {
    error: "unauthorized_client",
    text:
      "Application with identifier '{client_id}' was not found in the directory '{tenant}'.",
  },
  700024: {
    error: "invalid_client",
    status: 401,
    text: "The client assertion of '{client_id}' is outside its validity time.",
  },
  700025: {
    error: "invalid_client",
    status: 401,
    text:
      "Client '{client_id}' is public, so neither 'client_assertion' nor 'client_secret' may be sent.",
  },
  700027: {
    error: "invalid_client",
    status: 401,
    text:
      "The client assertion of '{client_id}' failed the signature check: no matching key is registered.",
  },
  700211: {
    error: "invalid_client",
    status: 401,
    text:
      "No federated identity credential has the issuer '{issuer}' of the presented assertion.",
  },
  700212: {
    error: "invalid_client",
    status: 401,
    text:
      "No federated identity credential has the audience '{audience}' of the presented assertion.",
  },
  700213: {
    error: "invalid_client",
    status: 401,
    text:
      "No federated identity credential has the subject '{subject}' of the presented assertion.",
  },
  700229: {
    error: "invalid_client",
    status: 401,
    text:
      "Of the tokens of this authority only app-only tokens of managed identities can be used as a federated credential.",
  },
  5002730: {
    error: "invalid_client",
    status: 401,
    text:
      "The client assertion is signed with '{alg}', which is not supported.",
  },
  7000215: {
    error: "invalid_client",
    status: 401,
    text:
      "Invalid client secret provided for app '{client_id}'. Send the secret's value, not its id.",
  },
  7000218: {
    error: "invalid_client",
    status: 401,
    text:
      "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  },
  7000222: {
    error: "invalid_client",
    status: 401,
    text: "The provided client secret keys for app '{client_id}' are expired.",
  },
  7002138: {
    error: "invalid_client",
    status: 401,
    text:
      "The issuer or subject of the assertion differs from the federated identity credential in upper and lower case.",
  },
} as const satisfies Readonly<Record<number, Refusal>>;
