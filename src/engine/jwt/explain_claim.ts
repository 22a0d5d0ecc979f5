import { type ClaimInfo, claimInfo, CLAIMS } from "../entra/claims.ts";
import {
  appName,
  resourceName,
  roleName,
  tenantName,
} from "../entra/well_known.ts";
import type {
  ClaimGroup,
  DecodedToken,
  ExplainedClaim,
} from "./explanation.ts";
import { describeTimestamp } from "./instant.ts";
import { ownMember } from "./json_object.ts";

const GROUPS: readonly ClaimGroup[] = [
  "who",
  "what it may do",
  "for whom",
  "how long",
  "technical",
];

/** More than this is for the reader of the raw claim. */
const MAX_ITEMS = 20;
const MAX_LENGTH = 80;

/** What the values of these claims are called by people. */
const NAMERS: ReadonlyMap<string, (value: string) => string | undefined> =
  new Map([
    ["aud", nameOfParty],
    ["azp", nameOfParty],
    ["appid", nameOfParty],
    ["xms_par_app_azp", nameOfParty],
    ["tid", tenantName],
    ["home_tid", tenantName],
    ["iss", nameOfIssuer],
    ["idp", nameOfIssuer],
    ["wids", roleName],
  ]);

/**
 * Explains every claim of a token once, by group and the most telling first.
 *
 * @param token The token.
 * @param now Milliseconds since the epoch.
 * @returns The claims.
 */
export function explainEach(
  token: DecodedToken,
  now: number,
): readonly ExplainedClaim[] {
  const { payload } = token;
  const isProof = isProofOfPossession(token);
  const known = CLAIMS
    .filter((info) =>
      info.location === undefined && Object.hasOwn(payload, info.claim)
    )
    .map((info) => info.claim);
  const names = new Set([...known, ...Object.keys(payload)]);
  const claims = [...names].map((name) => {
    const info = claimInfo(name);
    const applies = info?.tokens.some((kind) =>
      kind === "access" || kind === "id" || (kind === "pop" && isProof)
    );
    return explainOne({ name, value: payload[name], now }, applies && info);
  });
  return GROUPS.flatMap((group) =>
    claims.filter((claim) => claim.group === group)
  );
}

/**
 * Tells a signed request, which holds a token, from a token.
 *
 * @param token The token.
 * @returns Whether its header says so.
 */
export function isProofOfPossession({ header }: DecodedToken): boolean {
  const typ = ownMember(header, "typ");
  return typeof typ === "string" && /^(?:pop|dpop\+jwt)$/i.test(typ);
}

/**
 * Names an application or an API of Microsoft's.
 *
 * @param id Application id or identifier URI.
 * @returns Its name; `undefined` when it is not known.
 */
export function nameOfParty(id: string): string | undefined {
  return resourceName(id) ?? appName(id);
}

/**
 * Shortens text of a token, which may be as long as it likes.
 *
 * @param text The text.
 * @returns Its beginning.
 */
export function short(text: string): string {
  if (text.length <= MAX_LENGTH) return text;
  return `${text.slice(0, MAX_LENGTH).toWellFormed()}…`;
}

function explainOne(
  { name, value, now }: { name: string; value: unknown; now: number },
  info: ClaimInfo | false | undefined,
): ExplainedClaim {
  if (!info) return { name, value, group: "technical" };
  const text = describe(info, { value, now });
  return {
    name,
    value,
    ...(text !== undefined && { text }),
    meaning: info.meaning,
    ...(info.unconfirmed && { unconfirmed: true }),
    group: info.group,
  };
}

function describe(
  { claim, kind, values }: ClaimInfo,
  { value, now }: { value: unknown; now: number },
): string | undefined {
  if (kind === "timestamp") return describeTimestamp(value, now);
  if (claim === "groups") return countOf(value);
  const namer = NAMERS.get(claim);
  if (namer !== undefined) return inWords(itemsOf(value), namer);
  if (values === undefined) return undefined;
  return inWords(
    kind === "enum-list" ? itemsOf(value, " ") : itemsOf(value),
    (item) => Object.hasOwn(values, item) ? values[item] : undefined,
  );
}

function countOf(value: unknown): string | undefined {
  if (!Array.isArray(value)) return undefined;
  return `${value.length} ${value.length === 1 ? "group" : "groups"}`;
}

function itemsOf(value: unknown, separator?: string): readonly string[] {
  if (typeof value === "number") return [String(value)];
  if (typeof value === "string") {
    return separator === undefined ? [value] : value.split(separator);
  }
  if (!Array.isArray(value)) return [];
  return value.filter((item) => typeof item === "string");
}

/** Names what has a name, and leaves the rest; nothing when nothing has one. */
function inWords(
  items: readonly string[],
  namer: (item: string) => string | undefined,
): string | undefined {
  const shown = items.slice(0, MAX_ITEMS);
  const words = shown.map(namer);
  if (words.every((word) => word === undefined)) return undefined;
  const listed = words.map((word, at) => word ?? short(shown[at] ?? ""));
  const more = items.length - shown.length;
  return listed.join(", ") + (more > 0 ? `, and ${more} more` : "");
}

function nameOfIssuer(issuer: string): string | undefined {
  if (issuer === "live.com") return "personal Microsoft account";
  const tenant = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i
    .exec(issuer.slice(0, 256))?.[0];
  return tenant === undefined ? undefined : tenantName(tenant);
}
