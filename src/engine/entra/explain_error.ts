import type { ServerErrorDetails } from "../errors.ts";
import { type AadstsInfo, aadstsInfo, type ErrorFixer } from "./aadsts.ts";
import {
  type OAuthErrorInfo,
  oauthErrorInfo,
  suberrorInfo,
} from "./explain_error_oauth.ts";

/** What an error of the authority means, and what to do about it. */
export interface ErrorAdvice {
  /** The AADSTS number that the advice is about. */
  readonly code?: number;
  /** Microsoft's name for it. */
  readonly name?: string;
  /** OAuth `error`. */
  readonly error?: string;
  /** What happened. */
  readonly meaning: string;
  /** What to do about it. */
  readonly fix: string;
  /** Who can do it; `nobody` when waiting is all there is. */
  readonly who: ErrorFixer;
  /** Whether another sign-in by the user can get past it. */
  readonly interactive: boolean;
  /** The advice is believed, not confirmed. */
  readonly unconfirmed?: boolean;
}

interface Facts {
  readonly codes: readonly number[];
  readonly error?: string | undefined;
  readonly suberror?: string | undefined;
  /** The authority handed out `claims` for the next sign-in. */
  readonly claims: boolean;
}

/** Numbers that say little; another one beside them says more. */
const VAGUE = new Set([50000, 50012, 70000, 70002, 90023]);

/** Policies refuse here, and would refuse the next sign-in as well. */
const BLOCKED = new Set([
  50005,
  50131,
  53000,
  53001,
  53002,
  53003,
  53004,
  53010,
  53011,
  530032,
  530033,
  530034,
  530084,
]);

/** Where `error` stands in pasted text: JSON, an address, or in front. */
const ERROR_PLACES = [
  /"error"\s*:\s*"([a-z_]+)"/,
  /[?#&]error=([a-z_]+)/,
  /^\s*([a-z_]+)/,
];

/** Nobody pastes more than this, and no error is longer. */
const MAX_LENGTH = 65_536;

/**
 * Tells what an error of the authority means, who can do something about it,
 * and what. Goes by the AADSTS numbers, then `suberror`, then `error`; the
 * wording of a description is never looked at.
 *
 * @param error What the authority said, or pasted text with it: an AADSTS
 * number, a message, a JSON answer, a redirect address.
 * @returns The advice; a general one when nothing is known.
 * @see {@link https://learn.microsoft.com/entra/identity-platform/reference-error-codes | AADSTS error codes}
 *
 * @example Explain an error from a log
 * ```ts
 * import { explainError } from "./explain_error.ts";
 *
 * const advice = await explainError("AADSTS50076: Due to a configuration change");
 * if (!advice.interactive) throw new Error("a sign-in would help");
 * ```
 */
export async function explainError(
  error: ServerErrorDetails | string,
): Promise<ErrorAdvice> {
  const facts = typeof error === "string"
    ? factsOfText(error.slice(0, MAX_LENGTH))
    : factsOfDetails(error);
  const known = await mostTelling(facts.codes);
  if (known !== undefined) return adviceOfCode(known, facts);
  const byWord = (facts.suberror && suberrorInfo(facts.suberror)) ||
    (facts.error && oauthErrorInfo(facts.error)) || undefined;
  return byWord === undefined ? generalAdvice(facts) : {
    ...labels(facts),
    meaning: byWord.meaning,
    fix: byWord.hint,
    who: byWord.who,
    interactive: byWord.interactive ?? facts.claims,
  };
}

async function mostTelling(
  codes: readonly number[],
): Promise<AadstsInfo | undefined> {
  const found = await Promise.all(codes.map(aadstsInfo));
  const known = found.filter((info) => info !== undefined);
  return known.find((info) => !VAGUE.has(info.code)) ?? known[0];
}

function adviceOfCode(info: AadstsInfo, facts: Facts): ErrorAdvice {
  const error = facts.error ?? info.error;
  return {
    code: info.code,
    ...(info.name !== undefined && { name: info.name }),
    ...(error !== undefined && { error }),
    meaning: info.meaning,
    fix: info.hint,
    who: info.who,
    interactive: !BLOCKED.has(info.code) &&
      (info.interactive === true || asksUser(facts)),
    ...(info.unconfirmed && { unconfirmed: true }),
  };
}

/** What the authority itself says about another sign-in, number or not. */
function asksUser({ claims, error, suberror }: Facts): boolean {
  const asks = (info: OAuthErrorInfo | undefined) => info?.interactive === true;
  return claims ||
    (error !== "invalid_grant" && asks(oauthErrorInfo(error ?? ""))) ||
    asks(suberrorInfo(suberror ?? ""));
}

/** A status alone: whoever answered gave no reason, and may be anybody. */
function adviceOfStatus(error: string): ErrorAdvice | undefined {
  const status = /^http_(\d{3})$/.exec(error)?.[1];
  return status === undefined ? undefined : {
    error,
    meaning: `Whoever answered said HTTP ${status} and gave no reason.`,
    fix:
      "Check that the address is the right one, and that no proxy or sign-in page answers in its place.",
    who: "you",
    interactive: false,
    unconfirmed: true,
  };
}

function meaningOf({ codes: [code], error }: Facts): string {
  if (code !== undefined) {
    return `AADSTS${code} is not among the errors that are known here.`;
  }
  return error === undefined
    ? "No error that is known here can be found in this."
    : "This error is not among those that are known here.";
}

function generalAdvice(facts: Facts): ErrorAdvice {
  const ofStatus = adviceOfStatus(facts.error ?? "");
  if (ofStatus !== undefined) return ofStatus;
  return {
    ...labels(facts),
    meaning: meaningOf(facts),
    fix:
      "Read the authority's own text, and give an administrator its trace id and correlation id.",
    who: "administrator",
    interactive: facts.claims,
    unconfirmed: true,
  };
}

function labels({ codes: [code], error }: Facts): {
  code?: number;
  error?: string;
} {
  return {
    ...(code !== undefined && { code }),
    ...(error !== undefined && { error }),
  };
}

function factsOfDetails(details: ServerErrorDetails): Facts {
  const { entra, error, suberror, claims, description = "" } = details;
  return {
    codes: entra.codes.length > 0
      ? entra.codes
      : codesIn(description.slice(0, MAX_LENGTH)),
    error: error === "" ? undefined : error,
    suberror,
    claims: claims !== undefined,
  };
}

function factsOfText(text: string): Facts {
  return {
    codes: codesIn(text),
    error: ERROR_PLACES.map((place) => place.exec(text)?.[1])
      .find((word) => word !== undefined && oauthErrorInfo(word)),
    suberror: /"suberror"\s*:\s*"([a-z_]+)"/.exec(text)?.[1],
    claims: false,
  };
}

/** At most a handful: more would be an attack, not an error. */
function codesIn(text: string): number[] {
  const alone = /^\s*(\d{4,8})\s*$/.exec(text)?.[1];
  const listed = /"error_codes"\s*:\s*"?\[([\d,\s]*)\]/.exec(text)?.[1];
  const named = [...text.matchAll(/AADSTS(\d{4,8})(?!\d)/gi)]
    .map((match) => match[1]);
  const all = [alone, ...listed?.match(/\d{4,8}/g) ?? [], ...named]
    .filter((digits) => digits !== undefined);
  return [...new Set(all.map(Number))].slice(0, 8);
}
