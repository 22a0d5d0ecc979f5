/**
 * What commands write on standard output: pure functions from a value to text.
 * May import the engine's types.
 *
 * @module
 */
import type { AcquiredToken } from "../../engine/client.ts";
import { checkPrintable, type TokenContext, viewToken } from "./token_view.ts";
import { toJson } from "./json.ts";
import { toYaml } from "./yaml.ts";

/** Writes a token in one format. */
type TokenFormat = (token: AcquiredToken, context: TokenContext) => string;

/** For `eval`: a shell reads nothing inside single quotes. */
function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** For a curl config file. */
function curlQuoted(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

const header: TokenFormat = (token) =>
  `Authorization: Bearer ${token.accessToken}\n`;

function isoSeconds(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, "Z");
}

/** The Azure CLI writes local time, without saying so. */
function localTime(ms: number): string {
  const time = new Date(ms);
  const two = (value: number) => String(value).padStart(2, "0");
  const date = [
    time.getFullYear(),
    two(time.getMonth() + 1),
    two(time.getDate()),
  ].join("-");
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()]
    .map(two).join(":");
  return `${date} ${clock}.000000`;
}

/** Every format of a token, by the name that `-o` takes. */
export const TOKEN_FORMATS: Readonly<Record<string, TokenFormat>> = {
  token: (token) => token.accessToken + "\n",
  json: (token, context) => toJson(viewToken(token, context)),
  yaml: (token, context) => toYaml(viewToken(token, context)),
  header,
  env: (token) =>
    `export ACCESS_TOKEN=${shellQuoted(token.accessToken)}\n` +
    `export ACCESS_TOKEN_EXPIRES_ON=${Math.floor(token.expiresAt / 1_000)}\n`,
  curl: (token) => `header = ${curlQuoted(header(token, { now: 0 }).trim())}\n`,
  az: (token) =>
    toJson({
      accessToken: token.accessToken,
      expiresOn: localTime(token.expiresAt),
      expires_on: Math.floor(token.expiresAt / 1_000),
      tenant: token.tenantId ?? null,
      tokenType: token.tokenType,
    }),
  azd: (token) =>
    toJson({
      token: token.accessToken,
      expiresOn: isoSeconds(token.expiresAt),
    }),
  "exec-credential": (token, { execApiVersion }) =>
    toJson({
      apiVersion: execApiVersion ?? "client.authentication.k8s.io/v1",
      kind: "ExecCredential",
      status: {
        expirationTimestamp: isoSeconds(token.expiresAt),
        token: token.accessToken,
      },
    }),
};

/**
 * Writes a token.
 *
 * @param token The token.
 * @param format One of {@linkcode TOKEN_FORMATS}.
 * @param context What else is known.
 * @returns The text, with a final newline.
 * @throws {AuthError} `response_invalid` if the token cannot be a token.
 */
export function formatToken(
  token: AcquiredToken,
  { format, ...context }: TokenContext & { readonly format: string },
): string {
  checkPrintable(token);
  const write = TOKEN_FORMATS[format];
  if (write === undefined) throw new RangeError(`No format "${format}"`);
  return write(token, context);
}
