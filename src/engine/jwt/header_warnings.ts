import { short } from "./explain_claim.ts";
import type { TokenWarning } from "./explanation.ts";
import { type Members, ownMember } from "./json_object.ts";

/** Members that hand the verifier a key, which an attacker could choose. */
const KEYS = ["jku", "jwk", "x5u", "x5c"];

/** Issuers of Entra, in all clouds. */
const ENTRA =
  /^https:\/\/(?:sts\.windows\.net|login\.microsoftonline\.(?:com|us)|login\.partner\.microsoftonline\.cn|sts\.chinacloudapi\.cn)\//;

/**
 * Finds in a JOSE header what Entra does not put there.
 *
 * @param header The header.
 * @param payload The claims, which tell whether Entra issued the token.
 * @returns The warnings.
 * @see {@link https://www.rfc-editor.org/rfc/rfc8725.html | RFC 8725, JWT best current practices}
 */
export function unusualHeader(
  header: Members,
  payload: Members,
): readonly TokenWarning[] {
  if (Object.keys(header).length === 0) return [];
  const algorithm = ownMember(header, "alg");
  if (typeof algorithm === "string" && algorithm.toLowerCase() === "none") {
    return [{
      code: "alg_none",
      message: "Not signed (alg is none): anybody could have made it",
    }, ...warn(brought(header))];
  }
  const issuer = ownMember(payload, "iss");
  const isEntra = typeof issuer === "string" && ENTRA.test(issuer);
  return warn([
    ...oddAlgorithm(algorithm, isEntra),
    ...brought(header),
    ...oddType(ownMember(header, "typ"), isEntra),
  ]);
}

function warn(messages: readonly string[]): TokenWarning[] {
  return messages.map((message) => ({ code: "unusual_header", message }));
}

function oddAlgorithm(algorithm: unknown, isEntra: boolean): string[] {
  if (typeof algorithm !== "string") return ["The header names no algorithm"];
  const quoted = JSON.stringify(short(algorithm));
  if (/^HS\d/i.test(algorithm)) {
    return [
      `The algorithm is ${quoted}: whoever can verify it can also make it`,
    ];
  }
  return isEntra && algorithm !== "RS256"
    ? [`The algorithm is ${quoted}, where Entra signs with RS256`]
    : [];
}

function brought(header: Members): string[] {
  const keys = KEYS.filter((name) => Object.hasOwn(header, name));
  const messages = keys.map((name) =>
    `The header brings its own key (${name}), which a verifier must not trust`
  );
  if (!Object.hasOwn(header, "crit")) return messages;
  return [
    ...messages,
    "The header asks for extensions (crit), which Entra does not use",
  ];
}

function oddType(typ: unknown, isEntra: boolean): string[] {
  if (!isEntra || typ === undefined) return [];
  const isUsual = typeof typ === "string" && /^(?:at\+)?jwt$/i.test(typ);
  return isUsual ? [] : ["The type (typ) is not JWT, which Entra writes"];
}
