/**
 * What commands write on standard output: pure functions from a value to text.
 * May import the engine's types and errors.
 *
 * @module
 */
import { load } from "../../adapters/load.ts";
import type { AcquiredToken } from "../../engine/client.ts";
import { AuthError } from "../../engine/errors.ts";
import { checkPrintable, type TokenContext, viewToken } from "./token_view.ts";
import { toJson } from "./json.ts";

/** Writes a token in one format. */
type TokenFormat = (
  token: AcquiredToken,
  context: TokenContext,
) => string | Promise<string>;

/** For `eval`: a shell reads nothing inside single quotes. */
function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** For a curl config file. */
function curlQuoted(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

const header = (token: AcquiredToken): string =>
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
  // The implicit flow may bring an ID token alone, which is what was asked for.
  token: ({ accessToken, idToken = "" }) => (accessToken || idToken) + "\n",
  json: (token, context) => toJson(viewToken(token, context)),
  async yaml(token, context) {
    const { toYaml } = await load<typeof import("./yaml.ts")>(
      "./yaml.ts",
      import.meta.url,
    );
    return toYaml(viewToken(token, context));
  },
  header,
  env: (token) =>
    `export ACCESS_TOKEN=${shellQuoted(token.accessToken)}\n` +
    `export ACCESS_TOKEN_EXPIRES_ON=${Math.floor(token.expiresAt / 1_000)}\n`,
  curl: (token) => `header = ${curlQuoted(header(token).trim())}\n`,
  az: (token, { tenant }) =>
    toJson({
      accessToken: token.accessToken,
      expiresOn: localTime(token.expiresAt),
      expires_on: Math.floor(token.expiresAt / 1_000),
      tenant: token.tenantId ?? tenant ?? null,
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

/** Formats that have room for an ID token; the others would pass it off as something else. */
const WITHOUT_ACCESS = ["token", "json", "yaml"];

/**
 * Writes a token.
 *
 * @param token The token.
 * @param format One of {@linkcode TOKEN_FORMATS}.
 * @param context What else is known.
 * @returns The text, with a final newline.
 * @throws {AuthError} `response_invalid` if the token cannot be a token.
 */
export async function formatToken(
  token: AcquiredToken,
  { format, ...context }: TokenContext & { readonly format: string },
): Promise<string> {
  checkPrintable(token);
  if (token.accessToken === "" && !WITHOUT_ACCESS.includes(format)) {
    throw new AuthError(
      "invalid_parameter",
      `Cannot write the format "${format}": there is an ID token, and no access token`,
      {
        hint: "Use -o token or -o json, or ask with --response-type token",
      },
    );
  }
  const write = TOKEN_FORMATS[format];
  if (write === undefined) throw new RangeError(`No format "${format}"`);
  return await write(token, context);
}
