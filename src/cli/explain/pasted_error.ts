import { aadstsInfo } from "../../engine/entra/aadsts.ts";
import {
  oauthErrorInfo,
  suberrorInfo,
} from "../../engine/entra/explain_error_oauth.ts";
import { explainError } from "../../engine/entra/explain_error.ts";
import { aadstsEntry } from "./error_entries.ts";
import { type Entry, type Fact, factsOf } from "./entry.ts";

const ENTITIES: Readonly<Record<string, string>> = {
  quot: '"',
  apos: "'",
  amp: "&",
  lt: "<",
  gt: ">",
  nbsp: " ",
};

function withoutEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,4}));/gi, (
    all,
    decimal: string | undefined,
    hex: string | undefined,
    name: string | undefined,
  ) => {
    if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? all;
    const code = decimal === undefined
      ? parseInt(hex ?? "", 16)
      : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : all;
  });
}

function withoutPercents(text: string): string {
  if (!/%[0-9a-f]{2}/i.test(text)) return text;
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}

/**
 * Undoes what pages, addresses and JSON do to a text: entities, percent signs
 * and escapes.
 *
 * @param text What was pasted.
 * @returns The text as the authority wrote it, as far as that can be told.
 */
export function unpackError(text: string): string {
  return withoutPercents(withoutEntities(withoutEntities(text)))
    .replace(
      /\\u([0-9a-f]{4})/gi,
      (_, hex: string) => String.fromCharCode(parseInt(hex, 16)),
    )
    .replace(/\\[rnt]/g, " ").replace(/\\(["'\\/])/g, "$1").trim();
}

const GUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

function found(text: string, name: string): string | undefined {
  const place = new RegExp(`${name}["']?\\s*[:=]\\s*["']?(${GUID})`, "i");
  return place.exec(text)?.[1]?.toLowerCase();
}

/** What support asks for. */
function supportFacts(text: string): readonly Fact[] {
  const time =
    /timestamp["']?\s*[:=]\s*["']?(\d{4}-\d\d-\d\d[ T][\d:.]{5,12}Z?)/i.exec(
      text,
    );
  return factsOf({
    "Trace id": found(text, "trace[ _-]?id"),
    "Correlation id": found(text, "correlation[ _-]?id"),
    "Request id": found(text, "request[ _-]?id"),
    "Time": time?.[1],
  });
}

/** Codes beside the most telling one. */
function otherCodes(text: string, code: number | undefined): string {
  const all = [...text.matchAll(/AADSTS(\d{4,8})(?!\d)/gi)].map(([, digits]) =>
    Number(digits)
  );
  return [...new Set(all)].filter((each) => each !== code).slice(0, 8)
    .map((each) => `AADSTS${each}`).join(", ");
}

/**
 * Tells whether a text is an error that somebody has copied from somewhere.
 *
 * @param text The text, unpacked.
 * @returns Whether it is.
 */
export function isPastedError(text: string): boolean {
  return /AADSTS\d{4,8}(?!\d)/i.test(text) ||
    /"error(?:_codes|_description)?"\s*:/.test(text) ||
    /(?:^|[?#&\s])error(?:_description)?=/.test(text);
}

/**
 * Explains an error that was copied from somewhere, with the ids in it.
 *
 * @param text The text, unpacked.
 * @returns The entry, and whether the error is known.
 */
export async function pastedError(
  text: string,
): Promise<{ readonly entry: Entry; readonly isKnown: boolean }> {
  const { code, error, meaning, fix, name } = await explainError(
    // The first word is taken for the error where there is neither.
    /^[a-z_]+$/i.test(text) ? text : `:${text}`,
  );
  const info = code === undefined ? undefined : await aadstsInfo(code);
  const base = info === undefined
    ? {
      kind: "error" as const,
      name: code === undefined ? error ?? "error" : `AADSTS${code}`,
      meaning,
      fix,
    }
    : aadstsEntry(info);
  const facts = [
    ...(base.facts ?? []),
    ...factsOf({
      "Beside it": otherCodes(text, code),
      ...(info?.error === undefined && info?.likelyError === undefined
        ? { "OAuth error": error }
        : {}),
    }),
    ...supportFacts(text),
  ];
  const isKnown = info !== undefined ||
    (error !== undefined &&
      (oauthErrorInfo(error) ?? suberrorInfo(error)) !== undefined &&
      code === undefined);
  return {
    entry: { ...base, ...(name === undefined ? {} : { title: name }), facts },
    isKnown,
  };
}
