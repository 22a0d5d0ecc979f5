import { AuthError } from "../engine/errors.ts";
import type {
  AuthorizationResponse,
  RedirectReceiver,
} from "../engine/ports/mod.ts";

/** Asks a person one question and resolves with the answer. */
export type Ask = (question: string, signal?: AbortSignal) => Promise<string>;

/** A code is one word; an address has a scheme. */
const BARE_CODE = /^[\w.~+/=-]{8,}$/;

/**
 * Reads what a person pasted: the whole address at which the browser ended, its
 * query alone, or the bare code.
 *
 * @param text The pasted text.
 * @returns The answer in it, or `undefined` when there is none.
 */
export function readPasted(text: string): AuthorizationResponse | undefined {
  const trimmed = text.trim().replace(/^["'<]+|["'>]+$/g, "");
  const url = URL.parse(trimmed);
  const source = url === null
    ? trimmed.replace(/^[?#]/, "")
    : url.hash.length > 1
    ? url.hash.slice(1)
    : url.search;
  const parameters = new URLSearchParams(source);
  if (parameters.has("code") || parameters.has("error")) {
    return { parameters, hasState: true };
  }
  if (url !== null || !BARE_CODE.test(trimmed)) return undefined;
  return {
    parameters: new URLSearchParams({ code: trimmed }),
    hasState: false,
  };
}

/** What a paste receiver needs. */
export interface PasteOptions {
  /** The registered redirect URI. */
  readonly redirectUri: string;
  /** Asks the person. */
  readonly ask: Ask;
}

/**
 * Receives the answer from a person's hands: a page that does not exist keeps
 * it in the address bar.
 *
 * @param options The redirect URI and whom to ask.
 * @returns The receiver.
 */
export function openPaste(
  { redirectUri, ask }: PasteOptions,
): RedirectReceiver {
  return {
    redirectUri,
    method: "paste",
    // Only what stands in the address bar can be copied from it.
    responseMode: "query",
    offer: () => undefined,
    async receive(state, signal) {
      const question =
        "Sign in there, then paste the address at which the browser ends: ";
      const answer = readPasted(await ask(question, signal));
      if (answer === undefined) {
        throw new AuthError(
          "response_invalid",
          "Cannot find a code in what was pasted",
          {
            hint:
              "Paste the whole address that the browser shows at the end; it begins with the redirect URI",
          },
        );
      }
      if (answer.hasState && answer.parameters.get("state") !== state) {
        throw new AuthError(
          "state_mismatch",
          "Cannot use the pasted address: it belongs to another sign-in",
          {
            hint: "Start again and use the address that this sign-in ends at",
          },
        );
      }
      return answer;
    },
    close: () => Promise.resolve(),
  };
}
