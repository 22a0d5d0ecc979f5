import { AuthError, type AuthErrorCode } from "../../engine/errors.ts";
import type { Fetch } from "../../engine/ports/mod.ts";
import { Secret } from "../../engine/secret.ts";
import { sanitizeText } from "../../engine/text.ts";

/** Whom assertions are for, unless the registration says otherwise. */
export const TOKEN_EXCHANGE = "api://AzureADTokenExchange";

/** How a token service is asked. */
export interface TokenServiceCall {
  /** What fails when it fails, such as `Cannot get the assertion of GitHub Actions`. */
  readonly action: string;
  /** The request, with the job's own token in it. */
  readonly request: Request;
  /** Member of the answer that has the assertion. */
  readonly member: string;
  /** What to do when the job's token is refused. */
  readonly hint: string;
}

const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];
/** Headers by which the support of the service finds the request. */
const SUPPORT_HEADERS = ["x-vss-e2eid", "x-msedge-ref"];

/**
 * Reads the address of a token service. The job's token goes there, so that it
 * must be protected on the way.
 *
 * @param text The address.
 * @param options What it is for, and the variable that has it.
 * @returns The address.
 * @throws {AuthError} `credential_invalid` if it is none, not https, or has a user's name in it.
 */
export function tokenServiceUrl(
  text: string,
  { action, variable }: { readonly action: string; readonly variable: string },
): URL {
  const url = URL.parse(text);
  const isSafe = url?.protocol === "https:" ||
    (url?.protocol === "http:" && LOOPBACK.includes(url.hostname));
  if (url !== null && isSafe && url.username === "" && url.password === "") {
    return url;
  }
  throw new AuthError(
    "credential_invalid",
    `${action}: the variable ${variable} holds no https address without a user's name`,
    { hint: "The job's runner sets it; do not set it yourself" },
  );
}

/**
 * Makes the header that shows the job's own token.
 *
 * @param token The token, as the runner handed it over.
 * @param options What it is for, and the variable that has it.
 * @returns The header's value.
 * @throws {AuthError} `credential_invalid` if it cannot be sent; nothing of it is told.
 */
export function jobAuthorization(
  token: string,
  { action, variable }: { readonly action: string; readonly variable: string },
): string {
  if (/^[\x21-\x7e]+$/.test(token)) return `Bearer ${token}`;
  throw new AuthError(
    "credential_invalid",
    `${action}: the variable ${variable} has characters that no token has`,
    { hint: "The job's runner sets it; do not set it yourself" },
  );
}

async function exchange(
  { action, request }: TokenServiceCall,
  fetch: Fetch,
): Promise<Response> {
  try {
    return await fetch(request);
  } catch (cause) {
    request.signal.throwIfAborted();
    if (cause instanceof AuthError) throw cause;
    const isLate = cause instanceof DOMException &&
      cause.name === "TimeoutError";
    throw new AuthError(
      isLate ? "timed_out" : "network_error",
      `${action}: "${new URL(request.url).host}" ${
        isLate ? "did not answer in time" : "cannot be reached"
      }`,
      { cause, hint: "Check the network and the proxy, then try again" },
    );
  }
}

function codeOf(status: number): AuthErrorCode {
  if (status === 429 || status >= 500) return "server_error";
  return "authentication_refused";
}

/** A redirect or a page is how these services say that they want a sign-in. */
function refusal(
  { action, hint }: TokenServiceCall,
  { status, headers }: Response,
): AuthError {
  const support = SUPPORT_HEADERS.flatMap((name) => {
    const value = headers.get(name);
    return value ? [`${name} ${sanitizeText(value.slice(0, 100))}`] : [];
  });
  const code = codeOf(status);
  return new AuthError(
    code,
    `${action}: the service answered with HTTP ${
      [status, ...support].join(", ")
    }`,
    {
      hint: code === "server_error"
        ? "The service is having trouble: try again later"
        : hint,
    },
  );
}

/**
 * Asks a token service for an assertion.
 *
 * @param call How it is asked.
 * @param fetch HTTP.
 * @returns The assertion.
 * @throws {AuthError} `network_error`, `timed_out`, `server_error`, or `authentication_refused` if the service wants another token.
 */
export async function askTokenService(
  call: TokenServiceCall,
  fetch: Fetch,
): Promise<Secret> {
  const response = await exchange(call, fetch);
  const text = await response.text();
  if (response.status !== 200) throw refusal(call, response);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw refusal(call, response);
  }
  const value = body !== null && typeof body === "object" &&
      Object.hasOwn(body, call.member)
    ? (body as Record<string, unknown>)[call.member]
    : undefined;
  if (typeof value === "string" && value.trim() !== "") {
    return new Secret(value.trim());
  }
  throw new AuthError(
    "response_invalid",
    `${call.action}: the answer has no text "${call.member}"`,
    { hint: "Check the address of the service" },
  );
}
