import { scanJson } from "./json_scan.ts";

/** Header, payload and signature, or the five parts of an encrypted token. */
const COMPACT = /^[\w-]+(?:\.[\w-]*){1,4}$/;
/** The same with what damaged ones have: padding, and the other base64 alphabet. */
const NEARLY_COMPACT = /^[\w.=+/-]+$/;
const SCHEME = /^(?:authorization\s*[:=]\s*)?bearer\s+/i;
/** Starts only where a word starts: trying each letter would take squared time. */
const EMBEDDED =
  /(?<![\w+/-])e[w-z0-9_-][\w+/-]{8,}={0,2}(?:\.[\w+/-]*={0,2}){1,4}/;
const SURROUNDINGS = "\"'`<>,; \t\r\n";
/** Members of JSON that hold tokens: those of token endpoints, `az` and kubectl. */
const TOKEN_MEMBERS = [
  "access_token",
  "accessToken",
  "id_token",
  "idToken",
  "token",
  "status",
];

/**
 * Takes a token out of what people copy with it: `Bearer`, a header line,
 * quotation marks, line breaks, a shell assignment, an address, or the whole
 * JSON that a token endpoint answered (its access token, else its ID token).
 *
 * @param text What was pasted.
 * @returns The token alone; the trimmed text when there is none in it.
 */
export function findToken(text: string): string {
  const trimmed = text.trim();
  if (COMPACT.test(trimmed)) return trimmed;
  if (trimmed.startsWith("{")) {
    const member = tokenOfJson(trimmed);
    if (member !== undefined) return member;
  }
  const bare = strip(strip(trimmed).replace(SCHEME, ""));
  const joined = bare.replaceAll(/\s+/g, "");
  if (joined.startsWith("e") && NEARLY_COMPACT.test(joined)) return joined;
  return EMBEDDED.exec(bare)?.[0] ?? bare;
}

function tokenOfJson(json: string): string | undefined {
  // The parser needs long for what is nested without end.
  if (scanJson(json).tooDeep) return undefined;
  try {
    return tokenOf(JSON.parse(json), 0);
  } catch {
    return undefined;
  }
}

function tokenOf(value: unknown, depth: number): string | undefined {
  if (typeof value === "string") return value.trim() || undefined;
  // kubectl's credential has its token one level down, in `status`.
  if (typeof value !== "object" || value === null || depth > 1) {
    return undefined;
  }
  for (const name of TOKEN_MEMBERS) {
    const found = Object.hasOwn(value, name)
      ? tokenOf(Reflect.get(value, name), depth + 1)
      : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A loop, since a pattern for the end of a text takes squared time. */
function strip(text: string): string {
  let start = 0, end = text.length;
  while (start < end && SURROUNDINGS.includes(text.charAt(start))) start++;
  while (end > start && SURROUNDINGS.includes(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}
