import { findToken } from "../../engine/jwt/mod.ts";
import { Secret } from "../../engine/secret.ts";
import { sanitizeText } from "../../engine/text.ts";
import { takesText } from "../keys/dispatch.ts";
import type { Message } from "../state/message.ts";
import type { State } from "../state/model.ts";
import { contextOf } from "../state/select.ts";
import { showToken } from "./present.ts";
import type { TuiServices } from "./services.ts";

/** Three parts of base64url, or the five of an encrypted one. */
const JWT = /^eyJ[\w-]+(?:\.[\w-]*){2}(?:(?:\.[\w-]*){2})?$/;
const BEARER = /^(?:authorization\s*[:=]\s*)?bearer\s+\S/i;
const TOKEN_JSON = /"(?:access_token|accessToken|id_token|idToken)"\s*:/;
/** More is no token, and would take long to look through. */
const LONGEST = 1_000_000;

/**
 * Tells what a pasted text means that is no token: it goes to the field that
 * waits for it, before the next key does.
 *
 * @param text What was pasted, as it came.
 * @param state The interface.
 * @returns The message, or `undefined` when it is a token to be read.
 */
export function pastedText(text: string, state: State): Message | undefined {
  if (!goesToField(state) && tokenIn(text) !== undefined) return undefined;
  const line = sanitizeText(text.replace(/\s+/g, " ").trim());
  return { type: "text_pasted", text: line };
}

/**
 * Tells what a pasted text means: a token is read, everything else goes to the
 * field that waits for it.
 *
 * @param text What was pasted, as it came.
 * @param options What explains tokens, and the interface.
 * @returns The message.
 */
export async function pasted(
  text: string,
  { services, state }: {
    readonly services: TuiServices;
    readonly state: State;
  },
): Promise<Message> {
  const plain = pastedText(text, state);
  if (plain !== undefined) return plain;
  const token = tokenIn(text) ?? "";
  try {
    const shown = showToken(token, await services.explain(token));
    const id = idTokenIn(text);
    return {
      type: "token_pasted",
      token: id === undefined || id === token
        ? shown
        : { ...shown, id: new Secret(id) },
    };
  } catch {
    // Whoever pastes anything at all must not bring the interface down.
    return { type: "refuse", reason: "This token cannot be read" };
  }
}

/** Nobody looks for a profile by a token, and there it would be seen. */
function goesToField(state: State): boolean {
  const context = contextOf(state);
  if (context === "filter" || context === "palette") return false;
  const { screen } = state;
  return takesText(context) ||
    screen.kind === "browser" && screen.method === "paste";
}

/** An opaque token can be told only by what stands around it. */
function tokenIn(text: string): string | undefined {
  if (text.length > LONGEST) return undefined;
  const trimmed = text.trim();
  const found = findToken(trimmed);
  if (JWT.test(found)) return found;
  const isNamed = BEARER.test(trimmed) ||
    trimmed.startsWith("{") && TOKEN_JSON.test(trimmed);
  return isNamed && found !== trimmed && found !== "" ? found : undefined;
}

/** What a token endpoint answers has both. */
function idTokenIn(text: string): string | undefined {
  if (!text.trimStart().startsWith("{")) return undefined;
  try {
    const answer: { readonly id_token?: unknown } = JSON.parse(text);
    return typeof answer.id_token === "string" ? answer.id_token : undefined;
  } catch {
    return undefined;
  }
}
