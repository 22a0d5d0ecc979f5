import { AuthError, type AuthErrorCode } from "../../engine/errors.ts";

/** What Graph said when it refused. */
export interface GraphRefusal {
  /** HTTP status. */
  readonly status: number;
  /** Its own code, such as `Authorization_RequestDenied`; untrusted text. */
  readonly code: string;
  /** Its sentence; untrusted text. */
  readonly message: string;
  /** For Microsoft's support. */
  readonly requestId?: string;
}

function codeOf(status: number): AuthErrorCode {
  if (status === 401) return "authentication_refused";
  if (status === 403) return "access_denied";
  if (status === 404) return "invalid_parameter";
  return status === 429 || status >= 500 ? "server_error" : "response_invalid";
}

const HINTS: Readonly<Record<number, string>> = {
  401: "Sign in again: entrada discover --force",
  404: "Check the client id and the tenant",
  429: "Too much was asked for in a short time: try again in some minutes",
};

/** The longest text of the server's that is worth repeating. */
const LONGEST = 300;

/** Graph answered, and refused. */
export class GraphError extends AuthError {
  /** `"GraphError"`. */
  override readonly name = "GraphError";
  /** What it said. */
  readonly refusal: GraphRefusal;

  /**
   * Makes an error from an answer of Graph's.
   *
   * @param action What could not be done, such as `Cannot read the app registrations`.
   * @param refusal What Graph said.
   */
  constructor(action: string, refusal: GraphRefusal) {
    const { status, code, message, requestId } = refusal;
    const hint = HINTS[status] ??
      (status >= 500 ? "Graph is having trouble: try again later" : undefined);
    const ids = requestId === undefined ? "" : ` (request ${requestId})`;
    super(
      codeOf(status),
      `${action}: Graph answered "${
        code.slice(0, LONGEST)
      }" (HTTP ${status})${ids}`,
      {
        cause: new Error(message.slice(0, LONGEST)),
        ...(hint === undefined ? {} : { hint }),
      },
    );
    this.refusal = refusal;
  }

  /** Whether a permission is missing, or a right of the user's. */
  get isDenied(): boolean {
    return this.refusal.status === 401 || this.refusal.status === 403;
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/**
 * Reads what Graph says when it refuses.
 *
 * @param body The answer's JSON; anything.
 * @param response The answer.
 * @returns What it said.
 */
export function readRefusal(
  body: unknown,
  { status, headers }: Pick<Response, "status" | "headers">,
): GraphRefusal {
  const error = (body as { error?: unknown } | null)?.error;
  const { code, message } =
    (typeof error === "object" && error !== null ? error : {}) as {
      code?: unknown;
      message?: unknown;
    };
  const requestId = textOf(headers.get("request-id"));
  return {
    status,
    code: textOf(code) ?? "no code",
    message: textOf(message) ?? "no message",
    // An id is one; anything longer is not for support.
    ...(requestId !== undefined && /^[\w-]{1,64}$/.test(requestId)
      ? { requestId }
      : {}),
  };
}
