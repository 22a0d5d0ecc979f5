import { AuthError } from "../errors.ts";
import { decodeToken } from "../jwt/decode.ts";
import type { Account, Token } from "../token.ts";
import { aadstsInfo } from "./aadsts.ts";
import { BORROWED_TOOLS, type BorrowedTool } from "./borrowed_tools.ts";
import { readInstant } from "./managed_identity_answer.ts";
import { isGuid } from "./tenants.ts";

type Members = Readonly<Record<string, unknown>>;

/** As much of a tool's words as is shown. */
const LONGEST_QUOTE = 300;
/** A word this long may be a token. */
const LONG_WORD = /[\w+~.-]{40,}=*/g;
/** A shorter one may be a secret too, unless it is an id or has letters only. */
const MIXED_WORD = /[\w+~.-]{24,}=*/g;
/** A name that says that its value is a secret. */
const NAMED_SECRET =
  /\b([\w-]*(?:password|passwd|pwd|secret|token|key|assertion|authorization)[\w-]*["']?\s*=\s*)(?:"[^"]*"|'[^']*'|[^\s,;&]+)/gi;
/** After a colon words follow as well, such as `token: not logged in`. */
const LABELLED_SECRET =
  /\b([\w-]*(?:(?:password|passwd|pwd|secret|authorization)[\w-]*["']?|(?:token|key|assertion)[\w-]*["'])\s*:\s*)(?:bearer\s+)?(?:"[^"]*"|'[^']*'|[^\s,;&]+)/gi;

/**
 * Takes out what looks like a secret. Ids of tenants, clients and requests
 * stay: without them nobody could help.
 */
function redactWords(line: string): string {
  // Long words go first: among short ones the other searches take no time.
  return line
    .replaceAll(LONG_WORD, "[redacted]")
    .replaceAll(NAMED_SECRET, "$1[redacted]")
    .replaceAll(LABELLED_SECRET, "$1[redacted]")
    .replaceAll(
      MIXED_WORD,
      (word) =>
        isGuid(word.replace(/\.$/, "")) || !/\d/.test(word)
          ? word
          : "[redacted]",
    );
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Tools write warnings around their JSON. */
function jsonOf(stdout: string): Members | undefined {
  const from = stdout.indexOf("{");
  const to = stdout.lastIndexOf("}");
  try {
    return JSON.parse(stdout.slice(from, to + 1));
  } catch {
    return undefined;
  }
}

/** `2026-11-20 06:00:00.000000` is the Azure CLI's local time; the rest say their zone. */
function expiryOf({ expires_on, expiresOn }: Members): number | undefined {
  return readInstant(expires_on) ??
    readInstant(textOf(expiresOn)?.replace(/^(\d{4}-\d\d-\d\d) /, "$1T"));
}

/** Only for showing: whose token it is was decided by the tool. */
function accountOf(payload: Members): Account | null {
  const oid = textOf(payload.oid);
  const tid = textOf(payload.tid);
  if (oid === undefined || tid === undefined || payload.scp === undefined) {
    return null;
  }
  const username = textOf(payload.upn) ?? textOf(payload.unique_name) ??
    textOf(payload.preferred_username);
  const name = textOf(payload.name);
  return {
    ...(username === undefined ? {} : { username }),
    ...(name === undefined ? {} : { name }),
    oid,
    tid,
    homeAccountId: `${oid}.${tid}`,
  };
}

/**
 * Reads the token that a tool printed.
 *
 * @param stdout What it wrote.
 * @param context The tool and what was asked for.
 * @returns The token.
 * @throws {AuthError} `tool_failed` if there is no token in it.
 */
export function readBorrowedToken(
  stdout: string,
  { tool, scopes }: {
    readonly tool: BorrowedTool;
    readonly scopes: readonly string[];
  },
): Token {
  const answer = jsonOf(stdout) ?? {};
  const accessToken = textOf(answer.accessToken) ?? textOf(answer.token);
  const expiresAt = expiryOf(answer);
  if (accessToken === undefined || expiresAt === undefined) {
    throw new AuthError(
      "tool_failed",
      `Cannot borrow a token from ${
        BORROWED_TOOLS[tool].title
      }: its answer is not understood`,
      { hint: "Bring the tool up to date" },
    );
  }
  const { payload } = decodeToken(accessToken);
  const tenantId = textOf(answer.tenant) ?? textOf(payload.tid);
  return {
    accessToken,
    tokenType: "Bearer",
    expiresAt,
    scopes,
    ...(tenantId === undefined ? {} : { tenantId }),
    clientId: textOf(payload.appid) ?? textOf(payload.azp) ?? "",
    account: accountOf(payload),
  };
}

/** azd wraps its words in JSON, one object a line. */
function wordsOf(line: string): string {
  const message = (jsonOf(line)?.data as Members | undefined)?.message;
  return textOf(message) ?? line;
}

function withoutColour(line: string): string {
  const escape = String.fromCharCode(27);
  return line.split(escape).map((part, at) =>
    at === 0 ? part : part.replace(/^\[[\d;]*m/, "")
  ).join("");
}

/** The one line that says what is wrong: the first that calls itself an error, else the last. */
function tellingLine(text: string): string {
  const lines = text.split(/\r?\n/).flatMap((line) =>
    wordsOf(line).split(/\r?\n/)
  )
    .map((line) => withoutColour(line).trim())
    .filter((line) => line !== "");
  const found =
    lines.find((line) => /^(error|get-azaccesstoken)\b/i.test(line)) ??
      lines.at(-1) ?? "it gave no reason";
  const plain = redactWords(
    found.replace(/^(error|get-azaccesstoken)\s*:\s*/i, ""),
  );
  return plain.length > LONGEST_QUOTE
    ? `${plain.slice(0, LONGEST_QUOTE)}…`
    : plain;
}

/** A table of what the tools say when nobody is signed in; they have no codes. */
const SIGNED_OUT = [
  /\baz login\b/i,
  /\bazd auth login\b/i,
  /\b(connect|login)-azaccount\b/i,
  /\bnot logged in\b/i,
  /\bno accounts? (was |were )?found\b/i,
];

/**
 * Puts a tool's failure into plain words.
 *
 * @param output What it wrote to standard error.
 * @param tool The tool.
 * @returns `interaction_required` when somebody has to sign in to it, else `tool_failed`.
 */
export async function toToolError(
  output: string,
  tool: BorrowedTool,
): Promise<AuthError> {
  const { title, signIn } = BORROWED_TOOLS[tool];
  const number = /\bAADSTS(\d{4,8})\b/.exec(output)?.[1];
  const known = number === undefined
    ? undefined
    : await aadstsInfo(Number(number));
  const signedOut = SIGNED_OUT.some((pattern) => pattern.test(output));
  return new AuthError(
    signedOut ? "interaction_required" : "tool_failed",
    `Cannot borrow a token from ${title}: ${tellingLine(output)}`,
    {
      hint: signedOut
        ? `Sign in to it with ${signIn}, then try again`
        : known?.hint ?? `Try the tool alone, and sign in again with ${signIn}`,
    },
  );
}
