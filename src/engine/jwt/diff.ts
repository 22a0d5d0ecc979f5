import { CLAIMS } from "../entra/claims.ts";
import { decodeToken } from "./decode.ts";
import type { ClaimDifference, TokenDiff } from "./diff_result.ts";
import { formatDuration } from "./duration.ts";
import { explainEach, short } from "./explain_claim.ts";
import type { DecodedToken, ExplainedClaim } from "./explanation.ts";
import { timeOf } from "./instant.ts";
import { type Members, ownMember } from "./json_object.ts";

/** A claim with values in one text; all other lists are arrays. */
const SPACED = ["scp"];
const TIMES = new Set(
  CLAIMS.filter(({ kind }) => kind === "timestamp").map(({ claim }) => claim),
);

/** What the first token has, and what the second one has. */
type Pair<T> = readonly [T, T];

/** Order of members has no meaning in JSON. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) => {
    const isObject = typeof member === "object" && member !== null &&
      !Array.isArray(member);
    return isObject
      ? Object.fromEntries(
        Object.entries(member).sort(([one], [other]) => one < other ? -1 : 1),
      )
      : member;
  }) ?? "null";
}

/** Values whose order has no meaning; `undefined` for other claims. */
function itemsOf(name: string, value: unknown): string[] | undefined {
  if (SPACED.includes(name) && typeof value === "string") {
    return value.split(/\s+/).filter((item) => item !== "");
  }
  return Array.isArray(value) && value.every((item) => typeof item === "string")
    ? value
    : undefined;
}

function isSame(name: string, [one, other]: Pair<Members>): boolean {
  if (!Object.hasOwn(one, name) || !Object.hasOwn(other, name)) return false;
  const [before, after] = [one[name], other[name]].map((value) =>
    itemsOf(name, value)?.toSorted() ?? value
  );
  return canonical(before) === canonical(after);
}

function setsOf(
  name: string,
  [before, after]: Pair<unknown>,
): Partial<ClaimDifference> {
  const old = itemsOf(name, before);
  const now = itemsOf(name, after);
  if (old === undefined || now === undefined) return {};
  return {
    gained: now.filter((item) => !old.includes(item)),
    lost: old.filter((item) => !now.includes(item)),
  };
}

function timesOf(
  name: string,
  [before, after]: Pair<unknown>,
): Partial<ClaimDifference> {
  if (!TIMES.has(name)) return {};
  const [from, to] = [timeOf(before), timeOf(after)];
  return from === undefined || to === undefined ? {} : { laterByMs: to - from };
}

/** A claim as it is called in each of the tokens. */
type Words = (value: unknown) => string;

function wordsOf(
  { laterByMs, gained, lost }: Partial<ClaimDifference>,
  { values: [before, after], words }: {
    readonly values: Pair<unknown>;
    readonly words: Pair<Words>;
  },
): string {
  if (laterByMs !== undefined) {
    const way = laterByMs < 0 ? "earlier" : "later";
    return `${formatDuration(laterByMs)} ${way}`;
  }
  if (gained !== undefined && lost !== undefined) {
    return [
      ...gained.map((item) => `+${item}`),
      ...lost.map((item) => `-${item}`),
    ].map(short).join(" ") || "the same items, another number of times";
  }
  if (before === undefined) return words[1](after);
  if (after === undefined) return words[0](before);
  return `${words[0](before)} → ${words[1](after)}`;
}

function changeOf(
  name: string,
  tokens: Pair<Members>,
): ClaimDifference["change"] {
  if (!Object.hasOwn(tokens[0], name)) return "added";
  return Object.hasOwn(tokens[1], name) ? "changed" : "removed";
}

function differenceOf(
  name: string,
  { members, words, group }: {
    readonly members: Pair<Members>;
    readonly words: Pair<Words>;
    readonly group: ClaimDifference["group"];
  },
): ClaimDifference {
  const before = ownMember(members[0], name);
  const after = ownMember(members[1], name);
  const values = [before, after] as const;
  const more = { ...setsOf(name, values), ...timesOf(name, values) };
  return {
    name,
    group,
    change: changeOf(name, members),
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    text: wordsOf(more, { values, words }),
    ...more,
  };
}

function raw(value: unknown): string {
  const items = itemsOf("", value);
  return short(
    items?.join(", ") ?? (typeof value === "string" ? value : canonical(value)),
  );
}

/** What people call a value, where it has a name. */
function named(claims: readonly ExplainedClaim[], name: string): Words {
  const text = claims.find((claim) => claim.name === name)?.text;
  return (value) => {
    const bare = raw(value);
    return text === undefined || text === bare ? bare : `${text} (${bare})`;
  };
}

function namesIn(one: Members, other: Members): readonly string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])];
}

function headerDifferences(
  tokens: Pair<DecodedToken>,
): readonly ClaimDifference[] {
  const members = [tokens[0].header, tokens[1].header] as const;
  return namesIn(...members)
    .filter((name) => !isSame(name, members))
    .map((name) =>
      differenceOf(name, { members, words: [raw, raw], group: "header" })
    );
}

function read(token: string | DecodedToken): DecodedToken {
  return typeof token === "string" ? decodeToken(token) : token;
}

/**
 * Compares two tokens claim by claim: lists as sets, times as differences.
 * Neither is verified.
 *
 * @param first The token, or text as {@linkcode decodeToken} takes it.
 * @param second The other one.
 * @param options `now`: the time that words such as "in 5 minutes" go by,
 * milliseconds since the epoch.
 * @returns The differences, in the order in which claims are shown.
 * @throws {AuthError} `token_malformed` if a text is empty or too long.
 */
export function diffTokens(
  first: string | DecodedToken,
  second: string | DecodedToken,
  { now }: { readonly now: number },
): TokenDiff {
  const tokens = [read(first), read(second)] as const;
  const members = [tokens[0].payload, tokens[1].payload] as const;
  const one = explainEach(tokens[0], now);
  const other = explainEach(tokens[1], now);
  // Explained together, claims of either token stand in the one order.
  const all = explainEach({
    ...tokens[0],
    payload: { ...members[1], ...members[0] },
  }, now);
  const isEqual = ({ name }: ExplainedClaim) => isSame(name, members);
  const claims = all.filter((claim) => !isEqual(claim))
    .map(({ name, group }) => {
      const words = [named(one, name), named(other, name)] as const;
      return differenceOf(name, { members, words, group });
    });
  return {
    tokens,
    differences: [...claims, ...headerDifferences(tokens)],
    same: all.filter(isEqual).map(({ name }) => name),
  };
}
