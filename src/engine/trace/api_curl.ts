import { askedBy, isRedacted } from "./explain_exchange.ts";
import { encoded, quoted, variableOf } from "./shell_text.ts";
import type { TraceRequest } from "./step.ts";

/** One request to an API, as a shell sends it. */
export interface ApiRequestText {
  /** Variables that have to be set before. */
  readonly variables: readonly string[];
  /** The words of the command. */
  readonly words: readonly string[];
}

/** With a beginning of its own, so that no name is one that the shell uses. */
function apiVariable(name: string): string {
  return variableOf(`api_${name}`);
}

function addressOf(
  { url, asked }: ReturnType<typeof askedBy>,
): string {
  let plain = url;
  let words = "";
  for (const [index, [name, value]] of asked.entries()) {
    plain += `${index === 0 ? "?" : "&"}${encoded(name)}=`;
    if (!isRedacted(value)) plain += encoded(value);
    else {
      words += `${quoted(plain)}"$${apiVariable(name)}"`;
      plain = "";
    }
  }
  return plain === "" ? words : words + quoted(plain);
}

function headerOf([name, value]: readonly [string, string]): string {
  if (name === "Authorization") {
    return '--header "Authorization: Bearer $ACCESS_TOKEN"';
  }
  return isRedacted(value)
    ? `--header ${quoted(`${name}: `)}"$${apiVariable(name)}"`
    : `--header ${quoted(`${name}: ${value.replace(/[^\x20-\x7e]+/g, " ")}`)}`;
}

function methodOf(method: string): readonly string[] {
  if (method === "GET") return [];
  return method === "HEAD" ? ["--head"] : [`--request ${quoted(method)}`];
}

/**
 * Writes a request to an API as curl sends it.
 *
 * @param request The request, secrets redacted.
 * @returns The command, and what has to be known for it.
 */
export function apiRequest(request: TraceRequest): ApiRequestText {
  const { method, headers = {}, content } = request;
  const address = askedBy(request);
  const all = Object.entries(headers);
  const secrets = [...address.asked, ...all]
    .filter(([, value]) => isRedacted(value))
    .map(([name]) => apiVariable(name));
  const hasToken = "Authorization" in headers;
  return {
    variables: [
      ...new Set([
        ...(hasToken ? ["ACCESS_TOKEN"] : []),
        ...secrets,
        ...(content === undefined ? [] : ["BODY_FILE"]),
      ]),
    ],
    words: [
      `curl --silent --show-error ${addressOf(address)}`,
      ...methodOf(method),
      ...all.map(headerOf),
      ...(content === undefined ? [] : ['--data-binary "@$BODY_FILE"']),
    ],
  };
}
