import type { SigningAlgorithm } from "../protocol/signing_keys.ts";
import type { DecodedToken } from "./explanation.ts";
import { type Members, ownMember } from "./json_object.ts";
import { checkOf, quoted } from "./verify_check.ts";
import type { TokenCheck } from "./verify_result.ts";

/** What signs tokens here: Entra RS256, other issuers also the other two. */
const ALGORITHMS: readonly SigningAlgorithm[] = ["RS256", "PS256", "ES256"];

/** RFC 7519, section 5.1, and RFC 9068, section 2.1; the rest are other kinds of statement. */
const TYPES = /^(?:application\/)?(?:at\+)?jwt$/i;

/** Members that bring a key or say where one is, which an attacker could choose. */
const KEYS = ["jwk", "jku", "x5c", "x5u"];

/** What stands around a token when it is copied, and is no part of it. */
const AROUND = /["'`<>,;\s]/g;
const SCHEME = /^(?:authorization[:=])?bearer/i;

/** A token that is cut out of other text is not the token that was sent. */
function isAlone(text: string, token: string): boolean {
  const trimmed = text.trim();
  return trimmed.startsWith("{") ||
    trimmed.replaceAll(AROUND, "").replace(SCHEME, "") === token;
}

/**
 * Checks that a text is one whole signed token and nothing else.
 *
 * @param decoded The token taken apart.
 * @param texts What was given, and the token that was found in it.
 * @returns The check.
 * @see {@link https://www.rfc-editor.org/rfc/rfc7515.html#section-5.2 | RFC 7515, section 5.2}
 */
export function checkForm(
  { kind, problems }: DecodedToken,
  { text, token }: { readonly text: string; readonly token: string },
): TokenCheck {
  const check = checkOf("form");
  if (kind === "opaque") {
    return check.fail(
      "opaque",
      "This is no JWT: only the service that issued it can read it",
      "Tokens of personal accounts for Microsoft's own APIs, and refresh tokens, are opaque on purpose: send them to whom they are for",
    );
  }
  if (kind === "jwe") {
    return check.fail(
      "encrypted",
      "The token is encrypted: only the API that it is for can read and verify it",
      "Verify it where the key is, in the API itself",
    );
  }
  const found = isAlone(text, token)
    ? problems
    : ["There is other text beside the token"];
  return found.length === 0
    ? check.pass("signed_jwt", "A signed JWT")
    : check.fail(
      "malformed",
      `Damaged: ${found.join("; ")}`,
      "Copy the token again, whole and without anything around it",
    );
}

/**
 * Checks the type that a token says of itself: other signed statements must
 * not pass for one.
 *
 * @param header The header.
 * @returns The check.
 * @see {@link https://www.rfc-editor.org/rfc/rfc8725.html#section-3.11 | RFC 8725, section 3.11}
 */
export function checkType(header: Members): TokenCheck {
  const check = checkOf("type");
  const typ = ownMember(header, "typ");
  if (typ === undefined) {
    return check.pass("type_allowed", "The header names no type");
  }
  if (typeof typ === "string" && TYPES.test(typ)) {
    return check.pass("type_allowed", `The type is ${quoted(typ)}`);
  }
  return check.fail(
    "type_unexpected",
    `The type is ${quoted(typ)}, which is no access or ID token`,
    "Proofs, logout tokens and assertions are signed too, and are verified by their own rules",
  );
}

/**
 * Checks that the header asks for nothing that is not understood.
 *
 * @param header The header.
 * @returns The check.
 * @see {@link https://www.rfc-editor.org/rfc/rfc7515.html#section-4.1.11 | RFC 7515, section 4.1.11}
 */
export function checkHeader(header: Members): TokenCheck {
  const check = checkOf("header");
  if (Object.hasOwn(header, "crit") || ownMember(header, "b64") === false) {
    return check.fail(
      "crit_refused",
      "The header asks for extensions (crit) that must be understood, and are not",
      "No token of Entra has them: ask who made this one",
    );
  }
  const brought = KEYS.filter((name) => Object.hasOwn(header, name));
  return brought.length === 0
    ? check.pass("header_plain", "The header asks for nothing unusual")
    : check.pass(
      "header_key_ignored",
      `The header brings a key of its own (${
        brought.join(", ")
      }), which was not used`,
    );
}

/**
 * Tells the algorithm by which a token may be verified.
 *
 * @param header The header.
 * @returns The algorithm, or `undefined` for one that is refused.
 */
export function algorithmOf(header: Members): SigningAlgorithm | undefined {
  const alg = ownMember(header, "alg");
  return ALGORITHMS.find((each) => each === alg);
}

/**
 * Checks the algorithm by a list of ours: the token must not choose it.
 *
 * @param header The header.
 * @returns The check.
 * @see {@link https://www.rfc-editor.org/rfc/rfc8725.html#section-3.1 | RFC 8725, section 3.1}
 */
export function checkAlgorithm(header: Members): TokenCheck {
  const check = checkOf("algorithm");
  const alg = ownMember(header, "alg");
  if (typeof alg !== "string") {
    return check.fail("algorithm_missing", "The header names no algorithm");
  }
  if (algorithmOf(header) !== undefined) {
    return check.pass("algorithm_allowed", `Signed by ${alg}`);
  }
  if (alg.toLowerCase() === "none") {
    return check.fail(
      "algorithm_none",
      "Not signed (alg is none): anybody could have made it",
      "Never accept such a token",
    );
  }
  return /^HS\d/i.test(alg)
    ? check.fail(
      "algorithm_symmetric",
      `Signed by ${
        quoted(alg)
      }: whoever can verify it can also make it, and a public key is no secret`,
      "Entra signs with RS256: ask who made this token",
    )
    : check.fail(
      "algorithm_unsupported",
      `The algorithm ${quoted(alg)} is not accepted`,
      `Accepted are ${ALGORITHMS.join(", ")}`,
    );
}
