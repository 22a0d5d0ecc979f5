import { type ClaimInfo, CLAIMS } from "../../engine/entra/claims.ts";
import {
  type ParameterInfo,
  PARAMETERS,
} from "../../engine/entra/parameters.ts";
import { type Entry, factsOf } from "./entry.ts";

const TOKENS: Readonly<Record<string, string>> = {
  access: "access tokens",
  id: "ID tokens",
  pop: "signed requests (PoP)",
  "claims-challenge": "claims challenges",
};

function claimEntry(info: ClaimInfo): Entry {
  const { claim, group, kind, meaning, values, location } = info;
  return {
    kind: "claim",
    name: claim,
    title: location === "header" ? "in the header" : group,
    meaning,
    facts: factsOf({
      "Form": kind,
      "Found in": info.tokens.map((token) => TOKENS[token] ?? token).join(", "),
      "Versions": info.versions.join(", "),
      "Note": info.unconfirmed
        ? "believed, not confirmed"
        : info.observedOnly
        ? "seen in real tokens, described nowhere"
        : undefined,
    }),
    ...(values === undefined ? {} : { values }),
  };
}

function parameterEntry(
  { name, in: places, meaning, values, reference }: ParameterInfo,
): Entry {
  return {
    kind: "parameter",
    name,
    meaning,
    facts: factsOf({
      "Stands in": places.map((place) =>
        place === "request" ? "requests" : "answers"
      ).join(", "),
    }),
    ...(values === undefined ? {} : { values }),
    reference,
  };
}

const OPENID = "https://openid.net/specs/openid-connect-core-1_0.html";
const SCOPES_PAGE =
  "https://learn.microsoft.com/entra/identity-platform/scopes-oidc";

const SCOPES: readonly Entry[] = [
  {
    kind: "scope",
    name: "openid",
    meaning: "Asks for an ID token, which says who signed in.",
    reference: `${OPENID}#AuthRequest`,
  },
  {
    kind: "scope",
    name: "profile",
    meaning:
      "Asks for claims about the user: name, preferred_username, oid and others.",
    reference: `${OPENID}#ScopeClaims`,
  },
  {
    kind: "scope",
    name: "email",
    meaning: "Asks for the claim email, where the user has one.",
    reference: `${OPENID}#ScopeClaims`,
  },
  {
    kind: "scope",
    name: "offline_access",
    meaning:
      "Asks for a refresh token, so that later tokens need no sign-in. Entrada adds it where a person signs in.",
    reference: `${OPENID}#OfflineAccess`,
  },
  {
    kind: "scope",
    name: ".default",
    also: ["/.default", "default"],
    meaning:
      "After an API's identifier and a slash: everything that was granted to the application for this API. The only scope that an application can ask for itself.",
    facts: factsOf({ "Example": "https://graph.microsoft.com/.default" }),
    reference: SCOPES_PAGE,
  },
];

/**
 * Claims, parameters and the scopes that every authority knows.
 *
 * @returns An entry each.
 */
export function wordEntries(): readonly Entry[] {
  return [
    ...CLAIMS.map(claimEntry),
    ...PARAMETERS.map(parameterEntry),
    ...SCOPES,
  ];
}
