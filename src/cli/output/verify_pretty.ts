import type { Rejection } from "../../engine/jwt/reject.ts";
import type {
  TokenCheck,
  Verification,
} from "../../engine/jwt/verify_result.ts";
import { sanitizeText } from "../../engine/text.ts";
import type { Style } from "../terminal/style.ts";
import { TEXT_WIDTH, wrapText } from "./wrap.ts";

/** The columns before a check's sentence: the mark and the name. */
const MARK = 7;
const NAME = 12;
const INDENT = " ".repeat(MARK + NAME);

function markOf(ok: TokenCheck["ok"], style: Style): string {
  if (ok === "skipped") return style.muted("-".padEnd(MARK));
  return ok ? "ok".padEnd(MARK) : style.error("WRONG".padEnd(MARK));
}

function hang(text: string, more = ""): readonly string[] {
  return wrapText(sanitizeText(text) + more, TEXT_WIDTH - INDENT.length);
}

/** One check: its mark, its name, what was found, its code; then what helps. */
function checkLines(
  { check, ok, code, message, hint }: TokenCheck,
  style: Style,
): readonly string[] {
  const [first = "", ...rest] = hang(message, ` (${code})`);
  const name = check.replaceAll("_", " ").padEnd(NAME);
  const help = hint === undefined || ok === true
    ? []
    : hang(hint).map((line) => style.muted(line));
  return [
    markOf(ok, style) + name + first,
    ...[...rest, ...help].map((line) => INDENT + line),
  ];
}

/**
 * Shows a verified token to people: a line a check, then what becomes of them.
 *
 * @param verification What was found.
 * @param style The marks of the stream.
 * @returns Lines with a final newline.
 */
export function prettyVerification(
  { checks, valid, verified }: Verification,
  style: Style,
): string {
  const lines = checks.flatMap((check) => checkLines(check, style));
  const isWrong = checks.some(({ ok }) => ok === false);
  const end = valid
    ? "Valid: the signature is right, and so is all that was asked for"
    : verified
    ? "Not valid, although the signature is right"
    : isWrong
    ? "Not valid: the signature is not verified"
    : "Not verified: nothing is wrong, but the signature could not be checked";
  return [...lines, "", style.strong(end)].join("\n") + "\n";
}

/**
 * Shows to people why an API would reject a token.
 *
 * @param rejection What was found.
 * @param style The marks of the stream.
 * @returns Lines with a final newline.
 */
export function prettyRejection(
  { target, rejected, checks }: Rejection,
  style: Style,
): string {
  const lines = checks.filter(({ ok, code }) =>
    ok !== "skipped" || code !== "not_asked"
  ).flatMap((check) => checkLines(check, style));
  const name = sanitizeText(target);
  const end = rejected
    ? `${name} would reject this token`
    : `Nothing here makes ${name} reject this token`;
  return [...lines, "", style.strong(end), "Signature not verified"]
    .join("\n") + "\n";
}
