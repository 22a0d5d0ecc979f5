import type { Authority } from "../authority.ts";
import { issuerV2 } from "../claims.ts";
import { optional, type Parameters } from "../parameters.ts";
import { refusal } from "../refusals.ts";
import { verifyToken } from "../tokens.ts";

const PROMPTS = ["none", "login", "consent", "select_account"] as const;
export type Prompt = typeof PROMPTS[number];

/** @throws {EntraRefusal} 90023 */
export function readPrompt(text: string | undefined): ReadonlySet<Prompt> {
  const words = text?.split(" ") ?? [];
  const prompt = new Set(words.map((word) => {
    const known = PROMPTS.find((each) => each === word);
    if (known === undefined) {
      throw refusal(90023, {
        reason: `'prompt' has the unknown value '${word}'`,
      });
    }
    return known;
  }));
  if (prompt.has("none") && prompt.size > 1) {
    throw refusal(90023, {
      reason: "'prompt=none' cannot be combined with another value",
    });
  }
  return prompt;
}

/** @throws {EntraRefusal} 90023 */
export function readMaxAge(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) {
    throw refusal(90023, { reason: "'max_age' is not a number of seconds" });
  }
  return Number(text);
}

/**
 * The user name that the hints point to.
 *
 * @throws {EntraRefusal} 90005, 50027
 */
export async function hintedUser(
  authority: Authority,
  { parameters, prompt }: {
    parameters: Parameters;
    prompt: ReadonlySet<Prompt>;
  },
): Promise<string | undefined> {
  const token = optional(parameters, "id_token_hint");
  const fromToken = token === undefined
    ? undefined
    : await userOfIdToken(authority, token);
  const hint = optional(parameters, "login_hint");
  if (prompt.has("select_account") && (hint ?? fromToken) !== undefined) {
    throw refusal(90005, {
      first: "prompt=select_account",
      second: "login_hint",
    });
  }
  return hint ?? fromToken;
}

async function userOfIdToken(
  { clock, keys, directory, origin }: Authority,
  token: string,
): Promise<string | undefined> {
  try {
    // OpenID Connect Core, 3.1.2.1: an expired ID token is still a good hint.
    const claims = await verifyToken(token, {
      clock,
      keys,
      ignoreTimes: true,
    });
    const tenantId = String(claims["tid"]);
    if (claims.iss !== issuerV2(origin, tenantId)) {
      throw new TypeError("Foreign issuer");
    }
    return directory.user(String(claims["preferred_username"]))?.username;
  } catch {
    throw refusal(50027, {
      parameter: "id_token_hint",
      reason: "it is no ID token of this authority",
    });
  }
}
