import { AuthError } from "../errors.ts";
import { isBase64url, readPart, readSoundPart } from "./base64url.ts";
import type { DecodedToken } from "./explanation.ts";
import { findToken } from "./find_token.ts";
import {
  type Members,
  oddities,
  readObject,
  readSimpleObject,
} from "./json_object.ts";

/** Longest text that is read: 1 MiB of characters. */
const MAX_LENGTH = 1_048_576;

/** JSON that begins with `{` begins so in base64url. */
const BEGINS_AS_OBJECT = /^e[w-z0-9_-]/;

/**
 * Takes a token apart without verifying it, and reads what can be read of
 * damaged, encrypted and opaque ones. Also takes the token out of what people
 * copy with it: `Bearer`, quotation marks, line breaks, or the whole JSON that
 * a token endpoint answered.
 *
 * @param text The token, or text with a token in it, at most 1 MiB.
 * @returns Its header, its claims, and where reading stopped.
 * @throws {AuthError} `token_malformed` if the text is empty or too long.
 * @see {@link https://www.rfc-editor.org/rfc/rfc7515.html#section-3 | RFC 7515, section 3}
 *
 * @example Read the claims of a token
 * ```ts
 * import { decodeToken } from "./decode.ts";
 *
 * const token = decodeToken("Bearer eyJhbGciOiJub25lIn0.eyJhdWQiOiJhcGkifQ.");
 * if (token.payload.aud !== "api") throw new Error("not the audience");
 * ```
 */
export function decodeToken(text: string): DecodedToken {
  if (text.length > MAX_LENGTH) {
    throw new AuthError(
      "token_malformed",
      `Cannot read the token: the text has ${text.length} characters, more than ${MAX_LENGTH}`,
      { hint: "Pass the token alone; those of Entra have a few thousand" },
    );
  }
  const trimmed = text.trim();
  const sound = decodeSound(trimmed);
  if (sound !== undefined) return sound;
  const found = findToken(trimmed);
  if (found === "") {
    throw new AuthError(
      "token_malformed",
      "Cannot read the token: the text is empty",
      { hint: "Pass a token, or the JSON that a token endpoint answered" },
    );
  }
  return decodeSound(found) ?? decodeDamaged(found);
}

/** Reads the common token, faster than {@linkcode decodeDamaged} could. */
function decodeSound(token: string): DecodedToken | undefined {
  const first = token.indexOf(".");
  const second = token.indexOf(".", first + 1);
  const signature = token.slice(second + 1);
  if (second <= first || signature === "" || signature.includes(".")) {
    return undefined;
  }
  const headerText = readSoundPart(token.slice(0, first));
  const payloadText = readSoundPart(token.slice(first + 1, second));
  if (headerText === undefined || payloadText === undefined) return undefined;
  const header = readSimpleObject(headerText);
  const payload = readSimpleObject(payloadText);
  if (header === undefined || payload === undefined) return undefined;
  return {
    header,
    payload,
    signature,
    kind: "jws",
    problems: [
      ...named("header", oddities(headerText, header)),
      ...named("payload", oddities(payloadText, payload)),
      ...problemsOfSignature(signature, header),
    ],
  };
}

function decodeDamaged(token: string): DecodedToken {
  const parts = token.split(".", 7);
  const [first = "", second = ""] = parts;
  const isJwt = parts.length === 1
    ? first.startsWith("eyJ")
    : BEGINS_AS_OBJECT.test(first) || BEGINS_AS_OBJECT.test(second);
  if (!isJwt) return opaque(token);
  const header = readMembers("header", first);
  return parts.length === 5 ? encrypted(header) : signed(parts, header);
}

function signed(parts: readonly string[], header: ReadPart): DecodedToken {
  const [, payloadPart, signature = ""] = parts;
  const payload = payloadPart === undefined
    ? { members: {}, problems: ["The token ends within its header"] }
    : readMembers("payload", payloadPart);
  const ends = payloadPart === undefined
    ? []
    : problemsOfSignature(signature, header.members);
  return {
    header: header.members,
    payload: payload.members,
    signature,
    kind: "jws",
    problems: [
      ...header.problems,
      ...payload.problems,
      ...ends,
      ...problemsOfCount(parts.length),
    ],
  };
}

function encrypted(header: ReadPart): DecodedToken {
  return {
    header: header.members,
    payload: {},
    signature: "",
    kind: "jwe",
    problems: [
      ...header.problems,
      "The payload is encrypted: only the API that it is for can read it",
    ],
  };
}

function opaque(text: string): DecodedToken {
  const problem = text.startsWith("{")
    ? "The text is JSON without a token in it"
    : "The text is not a JWT: only the service that issued it can read it";
  return {
    header: {},
    payload: {},
    signature: "",
    kind: "opaque",
    problems: [problem],
  };
}

interface ReadPart {
  readonly members: Members;
  readonly problems: readonly string[];
}

function readMembers(name: string, part: string): ReadPart {
  if (part === "") {
    return { members: {}, problems: [`The ${name} is missing`] };
  }
  const { text, problem } = readPart(part);
  const { members, problems } = readObject(text);
  return {
    members,
    problems: named(name, problem ? [problem, ...problems] : problems),
  };
}

function named(part: string, problems: readonly string[]): string[] {
  return problems.map((problem) => `The ${part} ${problem}`);
}

function problemsOfSignature(signature: string, header: Members): string[] {
  const unsigned = typeof header.alg === "string" &&
    header.alg.toLowerCase() === "none";
  if (signature === "") return unsigned ? [] : ["The signature is missing"];
  return isBase64url(signature) ? [] : ["The signature is not base64url"];
}

function problemsOfCount(count: number): string[] {
  if (count <= 3) return [];
  const said = count > 6 ? "more than 6" : count;
  return [`The token has ${said} parts where a signed one has 3`];
}
