import { AuthError } from "../engine/errors.ts";
import type {
  AuthorizationResponse,
  RedirectReceiver,
  RedirectRequest,
  ResponseMode,
} from "../engine/ports/mod.ts";

/** What goes with a question. */
export interface Asking {
  /** Ends the question. */
  readonly signal?: AbortSignal | undefined;
  /** What was wrong with the last answer; whoever cannot be asked again throws it. */
  readonly problem?: AuthError;
}

/** Asks a person one question and resolves with the answer. */
export type Ask = (question: string, asking?: Asking) => Promise<string>;

/** What an answer has one of at least. */
const ANSWERS = ["code", "error", "id_token", "access_token"];
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
  if (ANSWERS.some((name) => parameters.has(name))) {
    return { parameters, hasState: true };
  }
  if (url !== null || !BARE_CODE.test(trimmed)) return undefined;
  return {
    parameters: new URLSearchParams({ code: trimmed }),
    hasState: false,
  };
}

/** What a paste receiver needs. */
export interface PasteOptions
  extends Pick<RedirectRequest, "responseMode" | "carriesTokens"> {
  /** The registered redirect URI. */
  readonly redirectUri: string;
  /** Asks the person. */
  readonly ask: Ask;
}

/** Only what stands in the address bar can be copied from it. */
function modeOf({ responseMode, carriesTokens }: PasteOptions): ResponseMode {
  if (responseMode === "form_post") {
    throw new AuthError(
      "invalid_parameter",
      'Cannot take a pasted answer with the response mode "form_post": it never shows in the address bar',
      { hint: "Use the response mode query or fragment" },
    );
  }
  return responseMode ?? (carriesTokens ? "fragment" : "query");
}

const QUESTION =
  "Sign in there, then paste the address at which the browser ends: ";

/** What is wrong with a pasted answer, if anything is. */
function problemOf(
  answer: AuthorizationResponse | undefined,
  state: string,
): AuthError | undefined {
  if (answer === undefined) {
    return new AuthError(
      "response_invalid",
      "Cannot find the answer of the sign-in page in what was pasted",
      {
        hint:
          "Paste the whole address that the browser shows at the end; it begins with the redirect URI",
      },
    );
  }
  if (!answer.hasState || answer.parameters.get("state") === state) {
    return undefined;
  }
  return new AuthError(
    "state_mismatch",
    "Cannot use the pasted address: it belongs to another sign-in",
    { hint: "Use the address that this sign-in ends at" },
  );
}

/** A slip of the hand is no reason to sign in again: the wait goes on. */
async function receive(
  ask: Ask,
  { state, signal }: {
    readonly state: string;
    readonly signal: AbortSignal | undefined;
  },
): Promise<AuthorizationResponse> {
  let problem: AuthError | undefined;
  for (;;) {
    const asking = { signal, ...(problem === undefined ? {} : { problem }) };
    const answer = readPasted(await ask(QUESTION, asking));
    signal?.throwIfAborted();
    problem = problemOf(answer, state);
    if (answer !== undefined && problem === undefined) return answer;
  }
}

/**
 * Receives the answer from a person's hands: a page that does not exist keeps
 * it in the address bar.
 *
 * @param options The redirect URI and whom to ask.
 * @returns The receiver.
 * @throws {AuthError} `invalid_parameter` if the answer could not be pasted.
 */
export function openPaste(options: PasteOptions): RedirectReceiver {
  const { redirectUri, ask } = options;
  return {
    redirectUri,
    method: "paste",
    responseMode: modeOf(options),
    offer: () => undefined,
    receive: (state, signal) => receive(ask, { state, signal }),
    close: () => Promise.resolve(),
  };
}
